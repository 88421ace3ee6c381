import assert from "node:assert/strict";
import { AtmosError } from "@/base/errors.ts";
import type { Disk } from "@/base/ports.ts";
import { testContext } from "../../../tests/support/context.ts";
import { type Config, loadConfig, loadConfigWith, loadVersionConfig } from "./load.ts";

type Texts = Readonly<Record<string, string>>;

async function load(
  yaml: string,
  { env = {}, files = {} }: { env?: Texts; files?: Texts } = {},
): Promise<Config> {
  await using ctx = await testContext({ files: { "atmos.yaml": yaml, ...files }, env });
  return await loadConfig(ctx);
}

async function failure(yaml: string, options: { env?: Texts; files?: Texts } = {}): Promise<AtmosError> {
  try {
    await load(yaml, options);
  } catch (error) {
    assert.ok(error instanceof AtmosError, String(error));
    assert.equal(error.exitCode, 1);
    return error;
  }
  assert.fail(`nothing was thrown for ${yaml}`);
}

Deno.test("loadConfig() without a file answers the defaults", async () => {
  await using ctx = await testContext();
  const { toolchain: { positionOf, ...toolchain }, ...config } = await loadConfig(ctx);
  assert.equal(positionOf(["tools", "x"]), undefined);
  assert.deepEqual(config, {
    root: ctx.cwd,
    file: undefined,
    use: undefined,
    versionSource: undefined,
    useFallback: undefined,
    constraint: undefined,
    logs: { level: undefined, file: undefined },
    issues: [],
  });
  assert.deepEqual(toolchain, {
    installPath: undefined,
    versionsFile: `${ctx.cwd}/.tool-versions`,
    useToolVersions: true,
    lockFile: undefined,
    lockMode: "auto",
    maxConcurrency: 4,
    autoInstall: "needed",
    allowSourceBuilds: false,
    offline: false,
    verification: { checksums: "when-available", signatures: "when-available", verifierInstall: "auto" },
    aliases: {},
    proxies: {},
    proxiesAll: false,
    registries: [],
    registryFallback: true,
    registryTtlSeconds: undefined,
    tools: {},
    github: { serverUrl: undefined, apiUrl: undefined, rawUrl: undefined, hosts: {} },
    urlReplacements: [],
  });
});

Deno.test("loadConfig() reads a file once, also when several ask at the same time", async () => {
  await using ctx = await testContext({ files: { "atmos.yaml": "use: 1.2.3" } });
  const read: string[] = [];
  const disk: Disk = {
    ...ctx.disk,
    readText: (path) => {
      read.push(path.slice(ctx.cwd.length + 1));
      return ctx.disk.readText(path);
    },
  };
  const counting = { ...ctx, disk };
  const [first, second] = await Promise.all([loadConfig(counting), loadConfig(counting)]);
  await loadVersionConfig(counting);
  await loadConfigWith(counting, { flags: {}, given: new Set() });
  assert.equal(first, second);
  assert.deepEqual(read.filter((name) => name === "atmos.yaml"), ["atmos.yaml"]);
});

Deno.test("loadConfig() reads the example of toolchain §2.4", async () => {
  const { use, toolchain, issues } = await load(`use: 1.183.1
toolchain:
  install_path: .tools
  versions_file: .tool-versions
  use_lock_file: true
  aliases:
    tf: hashicorp/terraform
    mytool: acme/mytool
  verification: {checksums: required, signatures: when_available}
  registries:
    - {name: team, type: aqua, source: https://git.acme.test/acme/aqua-registry, ref: v3, priority: 50}
    - {name: public, type: aqua, ref: v4.300.0, priority: 10}
  tools:
    acme/mytool:
      type: github_release
      asset: mytool_{{trimV .Version}}_{{.OS}}_{{.Arch}}.tar.gz
  proxies:
    k: {tool: kubectl, args: ["--context", "dev"]}
`);
  assert.deepEqual(issues, []);
  assert.deepEqual(use, { version: "1.183.1", at: { file: "atmos.yaml", line: 1, column: 6 } });
  assert.equal(toolchain.lockMode, "on");
  assert.deepEqual(toolchain.aliases, { tf: "hashicorp/terraform", mytool: "acme/mytool" });
  assert.deepEqual([toolchain.verification.checksums, toolchain.verification.signatures], [
    "require",
    "when-available",
  ]);
  assert.deepEqual(toolchain.registries.map(({ name, ref }) => [name, ref]), [["team", "v3"], [
    "public",
    "v4.300.0",
  ]]);
  assert.deepEqual(toolchain.proxies, { k: { tool: "kubectl", args: ["--context", "dev"] } });
  assert.deepEqual(toolchain.tools, {
    "acme/mytool": { type: "github_release", asset: "mytool_{{trimV .Version}}_{{.OS}}_{{.Arch}}.tar.gz" },
  });
});

Deno.test("loadConfig() weighs use and version.use", async () => {
  const cases: [string, string | undefined, number, string[]][] = [
    ["use: 1.10", "1.10", 1, []],
    ["use: '1.10'", "1.10", 1, []],
    ["Use: 1_000", "1_000", 1, []],
    ["use: ''", undefined, 0, []],
    ["use:", undefined, 0, []],
    ["version: {use: 0x10}", "0x10", 1, []],
    ["version: {constraint: {require: '>= 1'}, check: 5}", undefined, 0, []],
    ["version:", undefined, 0, []],
    ["use: v1\nversion:\n  use: v1", "v1", 3, []],
    ["use: 1.0\nversion:\n  use: 1", "1", 3, ["config/said-twice"]],
    ["use: !env WANTED", "2.10", 1, []],
    ["use: !env OTHER 3.10 ", "3.10", 1, []],
  ];
  for (const [yaml, version, line, codes] of cases) {
    const { use, issues } = await load(yaml, { env: { WANTED: "2.10" } });
    assert.deepEqual([use?.version, use?.at?.line ?? 0, issues.map(({ code }) => code)], [
      version,
      line,
      codes,
    ], yaml);
  }
  const { versionSource, useFallback } = await load("version: {source: acme/atmos, fallback: WARN}");
  assert.deepEqual([versionSource, useFallback], ["acme/atmos", "warn"]);
});

Deno.test("loadVersionConfig() does not judge what another release may understand", async () => {
  const files = { "atmos.yaml": "use: 9.0.0\ntoolchain: {max_concurrency: some, tools: !include x.yaml}" };
  await using ctx = await testContext({ files });
  assert.equal((await loadVersionConfig(ctx)).use?.version, "9.0.0");
  await assert.rejects(loadConfig(ctx), { code: "functions/failed" });
});

Deno.test("loadConfig() keeps texts of definitions, the case of keys and dots in them", async () => {
  const { toolchain } = await load(`toolchain:
  aliases: {Kit: Acme/Kit, a.b: acme/ab, "1.10": acme/x, __proto__: acme/p, gone: ~}
  tools:
    Checkmarx/kics: {default: 2.10, versions: [1.0, 0o17, yes, 1_000], complete: True, gone: ~}
    __proto__: {asset: x}
`);
  assert.deepEqual(Object.entries(toolchain.aliases), [
    ["Kit", "Acme/Kit"],
    ["a.b", "acme/ab"],
    ["1.10", "acme/x"],
    ["__proto__", "acme/p"],
  ]);
  assert.deepEqual(Object.entries(toolchain.tools), [
    [
      "Checkmarx/kics",
      { default: "2.10", versions: ["1.0", "0o17", "yes", "1_000"], complete: "True", gone: null },
    ],
    ["__proto__", { asset: "x" }],
  ]);
});

Deno.test("loadConfig() resolves anchors, merges and !env", async () => {
  const { toolchain } = await load(
    `x-base: &base {type: http, url: !env BASE, format: raw}
toolchain:
  tools:
    a/b: &ab {<<: *base, version: 1.10}
    a/c: {<<: *base, format: zip}
    a/d: *ab
  aliases: {one: !env ONE, two: !env TWO acme/two, three: !env THREE "acme/th ree", four: !env FOUR}
`,
    { env: { BASE: "https://dl.acme.test", ONE: "acme/one", FOUR: "" } },
  );
  const ab = { type: "http", url: "https://dl.acme.test", format: "raw", version: "1.10" };
  assert.deepEqual({ ...toolchain.tools }, {
    "a/b": { ...ab },
    "a/c": { type: "http", url: "https://dl.acme.test", format: "zip" },
    "a/d": { ...ab },
  });
  assert.deepEqual(toolchain.aliases, { one: "acme/one", two: "acme/two", three: "acme/th ree" });
});

Deno.test("loadConfig() warns of unknown keys with the nearest one", async () => {
  const { issues } = await load(`x-mine: 1
toolchian: {}
toolchain:
  install-path: .t
  x-mine: 1
  X-Mine: 2
  zzz: 1
  Max_Concurrency: 2
  verification: {checksum: off}
  registries: [{name: a, prio: 1}]
  github: {hosts: {git.acme.test: {tokn: x}}}
`);
  assert.deepEqual(
    issues.map(({ severity, code, title, at }) => [severity, code, title, `${at?.line}:${at?.column}`]),
    [
      ["warning", "config/unknown-key", 'unknown key "toolchian", did you mean toolchain?', "2:1"],
      [
        "warning",
        "config/unknown-key",
        'unknown key "checksum" in toolchain.verification, did you mean checksums?',
        "9:18",
      ],
      [
        "warning",
        "config/unknown-key",
        'unknown key "prio" in toolchain.registries[0], did you mean priority?',
        "10:26",
      ],
      [
        "warning",
        "config/unknown-key",
        'unknown key "tokn" in toolchain.github.hosts."git.acme.test", did you mean token?',
        "11:36",
      ],
      [
        "warning",
        "config/unknown-key",
        'unknown key "install-path" in toolchain, did you mean install_path?',
        "4:3",
      ],
      ["warning", "config/unknown-key", 'unknown key "zzz" in toolchain', "7:3"],
    ],
  );
});

Deno.test("loadConfig() names value, place and ways to set it", async () => {
  const sometimes = await failure("base_path: .\ntoolchain:\n  verification: {checksums: sometimes}\n");
  assert.equal(sometimes.code, "config/bad-value");
  assert.deepEqual(sometimes.at, { file: "atmos.yaml", line: 3, column: 29 });
  for (
    const word of ["toolchain.verification.checksums", "sometimes", "when_available", "required", "disabled"]
  ) {
    assert.ok(sometimes.title.includes(word), word);
  }
  const ways = [
    "--max-concurrency",
    "ATMOS_TOOLCHAIN_MAX_CONCURRENCY",
    "toolchain.max_concurrency",
    "at least 1",
  ];
  for (const value of ["0", "-1", "1.5", "many", "[1]", "true", "99999999999999999999"]) {
    const fromFile = await failure(`toolchain: {max_concurrency: ${value}}`);
    const page = `${fromFile.title} ${fromFile.explanation}`;
    for (const word of ways) assert.ok(page.includes(word), `${value}: ${word} in ${page}`);
    assert.equal(fromFile.at?.column, 30);
  }
  const fromEnv = await failure("", { env: { ATMOS_TOOLCHAIN_MAX_CONCURRENCY: "0" } });
  assert.match(fromEnv.title, /^ATMOS_TOOLCHAIN_MAX_CONCURRENCY must be .* at least 1, not "0"$/);
  assert.equal(fromEnv.at, undefined);
});

Deno.test("loadConfig() tells several mistakes at once", async () => {
  const error = await failure(`toolchain:
  offline: perhaps
  auto_install: never
  aliases: [a]
`);
  assert.equal(error.code, "config/invalid");
  assert.deepEqual((error.cause as AtmosError[]).map(({ at }) => at?.line), [3, 2, 4]);
});

Deno.test("loadConfig() refuses texts that mean nothing, and survives odd ones", async () => {
  const nested = (depth: number) => `toolchain: {tools: {a/b: ${"[".repeat(depth)}${"]".repeat(depth)}}}`;
  const bad: [string, string][] = [
    ["- a", "config/not-a-map"],
    ["text", "config/not-a-map"],
    ["!env X", "config/not-a-map"],
    ["toolchain: text", "config/bad-value"],
    ["toolchain: [a]", "config/bad-value"],
    ["toolchain: {tools: text}", "config/bad-value"],
    ["toolchain: {aliases: {a: [b]}}", "config/bad-value"],
    ["toolchain: {proxies: {k: {args: [x]}}}", "config/no-tool"],
    ["toolchain: {proxies: {k: kubectl}}", "config/bad-value"],
    ["toolchain: {registries: {a: b}}", "config/bad-value"],
    ["toolchain: {registries: [{type: npm}]}", "config/bad-value"],
    ["toolchain: {registries: [{name: a}, {name: a, ref: x}]}", "config/same-registry"],
    ["toolchain: {github: {api_url: ftp://x}}", "config/bad-value"],
    ["toolchain: {install_path: $NOT_SET/x}", "config/unset-variable"],
    ["toolchain: {install_path: !odd pwd}", "functions/unsupported-tag"],
    ["toolchain: {<<: !include x.yaml}", "functions/failed"],
    ["toolchain: {install_path: !env }", "functions/bad-arguments"],
    ["toolchain: {a: 1, a: 2}", "yaml/syntax"],
    ["toolchain: {", "yaml/syntax"],
    ["toolchain:\n\t- x", "yaml/syntax"],
    ["toolchain: *gone", "yaml/syntax"],
    [nested(20_000), "yaml/syntax"],
  ];
  for (const [yaml, code] of bad) {
    const error = await failure(yaml);
    assert.equal(error.code, code, yaml.slice(0, 80));
    assert.ok(error.at?.line, yaml.slice(0, 80));
  }
  const fine = [
    "",
    "\uFEFF",
    "---\n",
    "~",
    "# comment only",
    "{}",
    "toolchain:",
    "toolchain: {}\n---\nx: 1",
    "\uFEFFtoolchain:\r\n  offline: true\r\n",
  ];
  for (
    const yaml of [...fine, nested(50), "stacks: !include x\ncomponents: !exec y"]
  ) {
    const { toolchain } = await load(yaml);
    assert.equal(toolchain.offline, yaml.includes("\r\n"), yaml.slice(0, 40));
  }
});

Deno.test("loadConfig() is quick about aliases of aliases", async () => {
  const levels = Array.from({ length: 12 }, (_, i) => `x${i + 1}: &a${i + 1} [*a${i}, *a${i}, *a${i}]`);
  const yaml = `x0: &a0 [1.10]\n${levels.join("\n")}\ntoolchain: {tools: {a/b: *a12}}`;
  const { toolchain } = await load(yaml);
  const objects = new Set<unknown>();
  const walk = (value: unknown): void => {
    if (!Array.isArray(value) || objects.has(value)) return;
    objects.add(value);
    value.forEach(walk);
  };
  walk(toolchain.tools["a/b"]);
  assert.equal(objects.size, 13); // shared, not multiplied
});

Deno.test("loadConfig() joins tools.yaml under atmos.yaml", async () => {
  const more = `aliases: {own: x/x, more: acme/more}
tools:
  acme/own: {asset: other}
  acme/more: {asset: 1.10}
toolchain:
  aliases: {deep: acme/deep}
  tools:
    acme/deep: {asset: z}
`;
  const yaml = "toolchain:\n  aliases: {own: acme/own}\n  tools: {acme/own: {asset: mine}}\n";
  const check = ({ toolchain, issues }: Config, file: string) => {
    assert.deepEqual(issues, []);
    assert.deepEqual({ ...toolchain.aliases }, { own: "acme/own", more: "acme/more", deep: "acme/deep" });
    assert.deepEqual({ ...toolchain.tools }, {
      "acme/own": { asset: "mine" },
      "acme/more": { asset: "1.10" },
      "acme/deep": { asset: "z" },
    });
    const place = (id: string) => {
      const at = toolchain.positionOf(["tools", id, "asset"]);
      return `${at?.file}:${at?.line}:${at?.column}`;
    };
    assert.deepEqual(["acme/own", "acme/more", "acme/deep"].map(place), [
      "atmos.yaml:3:29",
      `${file}:4:22`,
      `${file}:8:24`,
    ]);
  };
  check(await load(yaml, { files: { "tools.yaml": more } }), "tools.yaml");
  const env = { ATMOS_TOOLS_CONFIG: "etc/t.yml" };
  check(await load(yaml, { files: { "etc/t.yml": more, "tools.yaml": "[" }, env }), "etc/t.yml");

  assert.equal((await failure(yaml, { env })).code, "config/no-tools-file");
  assert.equal(
    (await failure(yaml, { files: { "tools.yaml": "tools: {a/b: !odd x}" } })).at?.file,
    "tools.yaml",
  );
  const { issues } = await load(yaml, { files: { "tools.yaml": "tolls: {}" } });
  assert.deepEqual(issues.map(({ title, at }) => [title, at?.file]), [[
    'unknown key "tolls", did you mean tools?',
    "tools.yaml",
  ]]);
});

Deno.test("loadConfigWith() reads the tools file of the flag", async () => {
  const files = { "atmos.yaml": "", "tools.yaml": "tools: {a/b: {}}", "t.yaml": "tools: {a/c: {}}" };
  await using ctx = await testContext({ files, env: { ATMOS_TOOLS_CONFIG: "gone.yaml" } });
  const input = { flags: { "tools-config": "t.yaml" }, given: new Set(["tools-config"]) };
  assert.deepEqual(Object.keys((await loadConfigWith(ctx, input)).toolchain.tools), ["a/c"]);
});
