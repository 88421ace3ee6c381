import assert from "node:assert/strict";
import { AtmosError } from "@/base/errors.ts";
import { testContext } from "../../../tests/support/context.ts";
import { journal } from "./core/edition.ts";
import { loadWhole, type Whole } from "./whole.ts";

type Texts = Readonly<Record<string, string>>;

interface Project {
  readonly env?: Texts;
  readonly flags?: Texts;
  readonly files?: Texts;
}

async function load(
  yaml: string | undefined,
  { env = {}, flags = {}, files = {} }: Project = {},
): Promise<Whole> {
  const own = yaml === undefined ? {} : { "atmos.yaml": yaml };
  await using ctx = await testContext({ files: { ...own, ...files }, env });
  return await loadWhole(ctx, flags);
}

async function failure(yaml: string, project: Project = {}): Promise<AtmosError> {
  const error = await load(yaml, project).then(() => undefined, (error: unknown) => error);
  assert.ok(error instanceof AtmosError, `nothing was thrown for ${yaml}`);
  return error;
}

/** The value at a dotted path. */
function at({ described }: Whole, path: string): unknown {
  return path.split(".").reduce<unknown>(
    (value, key) => (value as Record<string, unknown> | undefined)?.[key],
    described,
  );
}

Deno.test("loadWhole() fills in the default configuration only where there is no file", async () => {
  const none = await load(undefined), empty = await load("");
  const cases: [string, unknown, unknown][] = [
    ["default", true, false],
    ["base_path", ".", ""],
    ["stacks.name_pattern", "{tenant}-{environment}-{stage}", ""],
    ["components.terraform.deploy_run_init", true, false],
    ["components.terraform.plugin_cache", true, true],
    ["settings.experimental", "warn", "warn"],
    ["settings.list_merge_strategy", "replace", ""],
    ["workflows.base_path", "stacks/workflows", undefined],
    ["templates.settings.enabled", true, undefined],
    ["settings.telemetry", undefined, undefined],
    ["auth.realm", "default", at(empty, "auth.realm")],
  ];
  for (const [path, withoutFile, withFile] of cases) {
    assert.deepEqual([at(none, path), at(empty, path)], [withoutFile, withFile], path);
  }
  assert.match(String(at(empty, "auth.realm")), /^[0-9a-f]{16}$/);
});

Deno.test("loadWhole() lets flags win over variables, variables over the file, and empty ones count as unset", async () => {
  const yaml =
    "logs: {level: Info}\nstacks: {base_path: file}\nenv: {ATMOS_STACKS_NAME_TEMPLATE: promoted}\n";
  const cases: [Project, unknown[]][] = [
    [{}, ["Info", "file", "promoted"]],
    [{ env: { ATMOS_LOGS_LEVEL: "Trace", ATMOS_STACKS_BASE_PATH: "" } }, ["Trace", "file", "promoted"]],
    [{ env: { ATMOS_LOGS_LEVEL: "Trace" }, flags: { "logs-level": "error" } }, ["error", "file", "promoted"]],
    [{ env: { ATMOS_STACKS_BASE_PATH: "env", ATMOS_STACKS_NAME_TEMPLATE: "" } }, ["Info", "env", ""]],
  ];
  for (const [project, expected] of cases) {
    const whole = await load(yaml, project);
    const values = ["logs.level", "stacks.base_path", "stacks.name_template"].map((path) => at(whole, path));
    assert.deepEqual(values, expected);
  }
});

Deno.test("loadWhole() keeps the case of free keys, sorts them, and finds known ones in any case", async () => {
  const whole = await load(
    "STACKS: {Name_Template: t}\nenv: {b: 1, B: 2, A: null}\nauth: {identities: {Team.Admin: {kind: x}}}\n",
  );
  assert.equal(at(whole, "stacks.name_template"), "t");
  assert.equal(JSON.stringify(at(whole, "env")), '{"B":"2","b":"1"}');
  assert.deepEqual(Object.keys(at(whole, "auth.identities") as object), ["Team.Admin"]);
  assert.deepEqual(whole.issues, []);
});

Deno.test("loadWhole() tells all mistakes at once, with key and wanted type", async () => {
  const error = await failure(
    "base_path: {a: 1}\nstacks: [a]\nlogs: {level: Loud}\nsettings: {experimental: perhaps}\n",
  );
  assert.equal(error.code, "config/invalid");
  assert.deepEqual((error.cause as AtmosError[]).map(({ code, title, at }) => [code, title, at?.line]), [
    ["config/bad-value", "base_path must be a string, not a map", 1],
    ["config/bad-value", "stacks must be a map, not a list", 2],
    [
      "config/log-level",
      "invalid log level: the log level 'Loud' is not recognized. Valid options are: [Trace Debug Info Warning Error Off]",
      3,
    ],
    [
      "config/bad-value",
      'settings.experimental must be one of silence, disable, warn, error, not "perhaps"',
      4,
    ],
  ]);
});

Deno.test("loadWhole() refuses what can never work", async () => {
  const cases: [string, string, string][] = [
    ["stores: {a: {type: cupboard}}", "config/bad-store", 'stores.a is of the unknown kind "cupboard"'],
    ["stores: {a: {kind: aws/ssm}}", "config/bad-store", "stores.a (aws/ssm) needs options.region"],
    ["stores: {a: {kind: redis, secret: true}}", "config/bad-store", "stores.a (redis) cannot keep secrets"],
    ['edition: "2025-99"', "config/bad-edition", "invalid edition '2025-99'"],
    ["env: [A]", "config/bad-value", "env must be a map"],
    [
      "templates: {settings: {delimiters: [a]}}",
      "config/bad-value",
      "templates.settings.delimiters must be a list of",
    ],
    [
      "settings: {terminal: {mask: {patterns: ['(']}}}",
      "config/bad-value",
      "settings.terminal.mask.patterns[0] is no expression",
    ],
  ];
  for (const [yaml, code, title] of cases) {
    const error = await failure(yaml);
    assert.equal(error.code, code, yaml);
    assert.ok(error.title.startsWith(title), error.title);
    assert.equal(error.at?.line, 1, yaml);
  }
  const { title } = await failure("", { env: { ATMOS_COMPONENTS_TERRAFORM_PLUGIN_CACHE: "maybe" } });
  assert.match(title, /^ATMOS_COMPONENTS_TERRAFORM_PLUGIN_CACHE must be true or false/);
});

Deno.test("loadWhole() warns of unknown keys; those that begin with x- are free", async () => {
  const { issues, described } = await load("nonsense: 1\nstacks: {nam_template: t}\nx-mine: {a: 1}\n");
  assert.deepEqual(issues.map(({ code, title }) => `${code} ${title}`), [
    'config/unknown-key unknown key "nam_template" in stacks, did you mean name_template?',
    'config/unknown-key unknown key "nonsense"',
  ]);
  assert.equal("nonsense" in described || "x-mine" in described, false);
});

Deno.test("loadWhole() hides secrets, unless somebody wants to see them", async () => {
  const yaml = [
    "env: {A: a birdsong, K: AKIAIOSFODNN7EXAMPLE}",
    "auth: {identities: {r: {credentials: {secret_access_key: hidden-words, region: r}}}, providers: {p: {password: pw}}}",
    "toolchain: {github: {hosts: {h.test: {token: tok}}}}",
    "stores: {s: {kind: artifactory, options: {repo_name: n, access_token: tok}}}",
    "settings: {terminal: {mask: {literals: [birdsong]}}, pro: {token: tok}}",
  ].join("\n");
  const env = { GITHUB_TOKEN: "forest-path" };
  const hidden: [string, unknown, unknown][] = [
    ["env.A", "a <MASKED>", "a birdsong"],
    ["env.K", "<MASKED>", "AKIAIOSFODNN7EXAMPLE"],
    ["auth.identities.r.credentials", { region: "r", secret_access_key: "<MASKED>" }, {
      region: "r",
      secret_access_key: "hidden-words",
    }],
    ["auth.providers.p.password", "<MASKED>", "pw"],
    ["toolchain.github.hosts", { "h.test": { token: "<MASKED>" } }, { "h.test": { token: "tok" } }],
    ["stores.s.options.access_token", "<MASKED>", "tok"],
    ["settings.github_token", "<MASKED>", "forest-path"],
    ["settings.pro.token", "<MASKED>", "tok"],
  ];
  const masked = await load(yaml, { env });
  const open = [
    await load(yaml, { env, flags: { mask: "false" } }),
    await load(yaml, { env: { ...env, ATMOS_MASK: "false" } }),
  ];
  for (const [path, hides, shows] of hidden) {
    assert.deepEqual(at(masked, path), hides, path);
    for (const whole of open) assert.deepEqual(at(whole, path), shows, path);
  }
});

Deno.test("loadWhole() shows colours off however that is said", async () => {
  const cases: [string, Project, boolean][] = [
    ["", {}, true],
    ["settings: {terminal: {no_color: true}}", {}, false],
    ["", { env: { NO_COLOR: "anything" } }, false],
    ["", { flags: { "no-color": "true" } }, false],
    ["settings: {terminal: {color: false}}", {}, false],
  ];
  for (const [yaml, project, color] of cases) {
    assert.equal(
      at(await load(yaml, project), "settings.terminal.color"),
      color,
      JSON.stringify([yaml, project]),
    );
  }
});

Deno.test("loadWhole() joins derived paths to the base path", async () => {
  await using ctx = await testContext({
    files: {
      "atmos.yaml": [
        "base_path: ./live",
        'stacks: {base_path: stk, included_paths: ["a/**", /etc/x]}',
        "components: {terraform: {base_path: tf/../modules}, helmfile: {base_path: /srv/hf}}",
      ].join("\n"),
    },
  });
  const { described } = await loadWhole(ctx, {});
  const expected = {
    cli_config_path: ctx.cwd,
    basePathAbsolute: `${ctx.cwd}/live`,
    stacksBaseAbsolutePath: `${ctx.cwd}/live/stk`,
    includeStackAbsolutePaths: [`${ctx.cwd}/live/stk/a/**`, "/etc/x"],
    excludeStackAbsolutePaths: undefined,
    terraformDirAbsolutePath: `${ctx.cwd}/live/modules`,
    helmfileDirAbsolutePath: "/srv/hf",
    packerDirAbsolutePath: `${ctx.cwd}/live`,
    initialized: true,
  };
  for (const [key, value] of Object.entries(expected)) assert.deepEqual(described[key], value, key);
});

Deno.test("loadWhole() prints the sections in the order of the schema", async () => {
  const { described } = await load("logs: {}\nenv: {A: 1}\nworkflows: {base_path: w}\nbase_path: b\n");
  const keys = Object.keys(described).filter((key) =>
    ["base_path", "workflows", "logs", "env", "default"].includes(key)
  );
  assert.deepEqual(keys, ["base_path", "workflows", "logs", "env", "default"]);
});

Deno.test("loadWhole() knows where values come from", async () => {
  await using ctx = await testContext({
    files: {
      "atmos.yaml": "stacks: {base_path: a, name_template: t}\nlogs:\n  level: Info\nimport: [more.yaml]\n",
      "more.yaml": "stacks:\n  base_path: b\n  name_pattern: p\n",
    },
    env: { ATMOS_LOGS_LEVEL: "Error", ATMOS_STACKS_NAME_TEMPLATE: "" },
  });
  const { origins, originOf } = await loadWhole(ctx, { pager: "more" });
  assert.deepEqual(origins, [
    { path: `${ctx.cwd}/more.yaml`, reason: "import" },
    { path: `${ctx.cwd}/atmos.yaml`, reason: "working directory" },
  ]);
  const cases: [string, string | undefined][] = [
    ["stacks.base_path", "atmos.yaml:1"],
    ["stacks.name_pattern", "more.yaml:3"],
    ["stacks.name_template", "atmos.yaml:1"],
    ["logs.level", "ATMOS_LOGS_LEVEL"],
    ["settings.terminal.pager", "--pager"],
    ["logs.file", undefined],
    ["basePathAbsolute", undefined],
  ];
  for (const [path, origin] of cases) assert.equal(originOf(path.split(".")), origin, path);
});

Deno.test("loadWhole() has the defaults that the journal of editions says are those of today", async () => {
  const today = await load("logs: {}"), old = await load("edition: '2024'");
  for (const { key, from, to } of journal) {
    assert.deepEqual([String(at(old, key)), String(at(today, key))], [from, to], key);
  }
});
