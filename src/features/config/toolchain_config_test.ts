import assert from "node:assert/strict";
import { testContext } from "../../../tests/support/context.ts";
import { loadConfigWith } from "./load.ts";
import type { ToolchainConfig } from "./toolchain_config.ts";

type Texts = Readonly<Record<string, string>>;

interface Layers {
  readonly env?: Texts;
  readonly flags?: Texts;
  /** Flags that have a value although nobody gave them. */
  readonly notGiven?: Texts;
  readonly windows?: boolean;
}

/** What `pick` finds in the settings of a project whose `toolchain:` has these lines; the project's folder is `<p>`,
 *  the working directory `<p>/sub`, the home `<h>`. */
async function settled(
  yaml: string,
  { env, flags = {}, notGiven = {}, windows = false }: Layers,
  pick: (config: ToolchainConfig) => unknown,
): Promise<unknown> {
  const files = { "atmos.yaml": `toolchain: {${yaml}}`, "sub/x": "" };
  const host = windows ? { os: "windows" } : {};
  await using ctx = await testContext({ files, host, ...env && { env } });
  const input = { flags: { ...flags, ...notGiven }, given: new Set(Object.keys(flags)) };
  const value = pick((await loadConfigWith({ ...ctx, cwd: `${ctx.cwd}/sub` }, input)).toolchain);
  return typeof value === "string"
    ? value.replace(ctx.cwd, "<p>").replace(ctx.home, "<h>").replace(ctx.root, "<top>")
    : value;
}

Deno.test("loadConfigWith() lets flag win over variable, variable over file, file over default", async () => {
  const keys: {
    readonly key: string;
    readonly flag?: string;
    readonly env: string;
    readonly layers: readonly [flag: string, env: string, file: string, missing: unknown];
    readonly pick: (config: ToolchainConfig) => unknown;
  }[] = [
    {
      key: "install_path",
      flag: "toolchain-path",
      env: "ATMOS_TOOLCHAIN_PATH",
      layers: ["/flag", "/env", "/file", undefined],
      pick: (it) => it.installPath,
    },
    {
      key: "install_path",
      env: "ATMOS_TOOLS_DIR",
      layers: ["", "/env", "/file", undefined],
      pick: (it) => it.installPath,
    },
    {
      key: "tools_dir",
      env: "ATMOS_TOOLCHAIN_INSTALL_PATH",
      layers: ["", "/env", "/file", undefined],
      pick: (it) => it.installPath,
    },
    {
      key: "versions_file",
      flag: "tool-versions",
      env: "ATMOS_TOOL_VERSIONS",
      layers: ["/flag", "/env", "/file", "<p>/.tool-versions"],
      pick: (it) => it.versionsFile,
    },
    {
      key: "file_path",
      env: "ATMOS_TOOLCHAIN_FILE_PATH",
      layers: ["", "/env", "/file", "<p>/.tool-versions"],
      pick: (it) => it.versionsFile,
    },
    {
      key: "max_concurrency",
      flag: "max-concurrency",
      env: "ATMOS_TOOLCHAIN_MAX_CONCURRENCY",
      layers: ["7", "6", "5", 4],
      pick: (it) => it.maxConcurrency,
    },
    {
      key: "offline",
      flag: "offline",
      env: "ATMOS_TOOLCHAIN_OFFLINE",
      layers: ["false", "T", "0", false],
      pick: (it) => it.offline,
    },
  ];
  const meaning: Readonly<Record<string, unknown>> = {
    "7": 7,
    "6": 6,
    "5": 5,
    "false": false,
    "T": true,
    "0": false,
  };
  for (const { key, flag, env, layers: [fromFlag, fromEnv, fromFile, missing], pick } of keys) {
    const file = `${key}: ${fromFile}`;
    const read = (text: string) => Object.hasOwn(meaning, text) ? meaning[text] : text;
    assert.equal(await settled("", {}, pick), missing, `${key}: default`);
    assert.equal(await settled(file, {}, pick), read(fromFile), `${key}: file`);
    assert.equal(await settled(file, { env: { [env]: "" } }, pick), read(fromFile), `${key}: empty variable`);
    assert.equal(await settled(file, { env: { [env]: fromEnv } }, pick), read(fromEnv), `${key}: variable`);
    if (flag === undefined) continue;
    const flags = { [flag]: fromFlag };
    const variables = { [env]: fromEnv };
    assert.equal(await settled(file, { env: variables, flags }, pick), read(fromFlag), `${key}: flag`);
    const notGiven = await settled(file, { env: variables, notGiven: flags }, pick);
    assert.equal(notGiven, read(fromEnv), `${key}: flag that was not given`);
  }
});

Deno.test("loadConfigWith() makes paths absolute", async () => {
  const install = (it: ToolchainConfig) => it.installPath;
  const cases: [string, Layers, unknown][] = [
    ["install_path: .tools", {}, "<p>/.tools"],
    ["install_path: ./a/../b/", {}, "<p>/b"],
    ["install_path: ../out", {}, "<top>/out"],
    ["install_path: /opt/bin", {}, "/opt/bin"],
    ["install_path: ''", {}, undefined],
    ["install_path: '~'", {}, "<h>"],
    ["install_path: ~/t", {}, "<h>/t"],
    ["install_path: ~user/t", {}, "<p>/~user/t"],
    ['install_path: "${BASE}/$NAME.d"', { env: { BASE: "/base", NAME: "n" } }, "/base/n.d"],
    ["install_path: $EMPTY", { env: { EMPTY: "" } }, undefined],
    ["install_path: a$/b", {}, "<p>/a$/b"],
    ["install_path: !env WHERE", { env: { WHERE: "w" } }, "<p>/w"],
    ["install_path: !env GONE", {}, undefined],
    ["install-dir: .tools/bin", {}, "<p>/.tools"],
    ["install-dir: .tools/bin/", {}, "<p>/.tools"],
    ["install-dir: .tools", {}, "<p>/.tools"],
    ["install-dir: a/bin, install_path: b", {}, "<p>/b"],
    ["tools_dir: a/bin", {}, "<p>/a/bin"],
    ["", { env: { ATMOS_TOOLCHAIN_PATH: "here" } }, "<p>/sub/here"],
    ["", { env: { ATMOS_TOOLCHAIN_PATH: "~/t" } }, "<h>/t"],
    ["", { flags: { "toolchain-path": "../t" } }, "<p>/t"],
    ["install_path: 'C:\\t\\x'", { windows: true }, "C:/t/x"],
    ["install_path: '.\\t'", { windows: true }, "<p>/t"],
    ["install_path: '$Drive\\t'", { windows: true, env: { DRIVE: "D:" } }, "D:/t"],
    ["install_path: 'a\\b'", {}, "<p>/a\\b"],
  ];
  for (const [yaml, layers, expected] of cases) {
    assert.equal(await settled(yaml, layers, install), expected, yaml || JSON.stringify(layers));
  }
  assert.equal(await settled("versions_file: v/x", {}, (it) => it.versionsFile), "<p>/v/x");
  assert.equal(await settled("lock_file: l.yaml", {}, (it) => it.lockFile), "<p>/l.yaml");
});

Deno.test("loadConfigWith() understands every spelling of the lock mode", async () => {
  const cases: [string, Layers, string][] = [
    ["", {}, "auto"],
    ["use_lock_file: true", {}, "on"],
    ["use_lock_file: no", {}, "off"],
    ["lock: off", {}, "off"],
    ["lock: on", {}, "on"],
    ["lock: FROZEN", {}, "frozen"],
    ["lock: auto, use_lock_file: true", {}, "auto"],
    ["lock: off", { env: { ATMOS_TOOLCHAIN_LOCKED: "true" } }, "frozen"],
    ["", { flags: { locked: "true" } }, "frozen"],
    ["", { env: { ATMOS_TOOLCHAIN_LOCKED: "true" }, flags: { locked: "false" } }, "auto"],
    ["lock: frozen", { flags: { locked: "false" } }, "frozen"],
  ];
  for (const [yaml, layers, expected] of cases) {
    assert.equal(await settled(yaml, layers, (it) => it.lockMode), expected, yaml);
  }
});

Deno.test("loadConfigWith() understands the words of policies and switches", async () => {
  const cases: [string, (config: ToolchainConfig) => unknown, unknown][] = [
    ["verification: {checksums: required}", (it) => it.verification.checksums, "require"],
    ["verification: {checksums: Require}", (it) => it.verification.checksums, "require"],
    ["verification: {checksums: off}", (it) => it.verification.checksums, "off"],
    ["verification: {signatures: disabled}", (it) => it.verification.signatures, "off"],
    ["verification: {signatures: when-available}", (it) => it.verification.signatures, "when-available"],
    ["verification: {verifier_install: path_only}", (it) => it.verification.verifierInstall, "path-only"],
    ["auto_install: all", (it) => it.autoInstall, "all"],
    ["auto_install: false", (it) => it.autoInstall, "off"],
    ["allow_source_builds: true", (it) => it.allowSourceBuilds, true],
    ["use_tool_versions: false", (it) => it.useToolVersions, false],
    ["registry_fallback: false", (it) => it.registryFallback, false],
    ["registries: [{fallback: false}]", (it) => it.registryFallback, false],
    ["registries: [{fallback: false}]", (it) => it.registries.length, 0],
    ["url_replacements: [{from: a, to: b}, {from: c, to: d}]", (it) => it.urlReplacements[1]?.to, "d"],
  ];
  for (const [yaml, pick, expected] of cases) assert.equal(await settled(yaml, {}, pick), expected, yaml);
});

Deno.test("loadConfigWith() sorts registries by priority and keeps their place", async () => {
  const yaml = `registries: [
    {name: low, type: url, source: ./r, priority: -1},
    {name: first, type: INLINE, tools: {a/b: {asset: 1.10}}},
    {tools: {a/c: {}}},
    {source: github.com/o/r, ref: 1.20, private: true},
    {ref: v4},
    {name: high, priority: "50"}]`;
  const registries = await settled(yaml, {}, (it) => {
    assert.equal(it.positionOf(["registries", 1, "tools", "a/b", "asset"])?.line, 3);
    return it.registries.map(({ at, ...rest }) => ({ ...rest, line: at?.line }));
  });
  const plain = { source: undefined, ref: undefined, priority: 0, tools: {}, private: false };
  assert.deepEqual(registries, [
    { ...plain, name: "high", type: "aqua", priority: 50, path: ["registries", 5], line: 7 },
    {
      ...plain,
      name: "first",
      type: "atmos",
      tools: { "a/b": { asset: "1.10" } },
      path: ["registries", 1],
      line: 3,
    },
    { ...plain, name: "atmos", type: "atmos", tools: { "a/c": {} }, path: ["registries", 2], line: 4 },
    {
      ...plain,
      name: "github.com/o/r",
      type: "aqua",
      source: "github.com/o/r",
      ref: "1.20",
      private: true,
      path: ["registries", 3],
      line: 5,
    },
    { ...plain, name: "aqua", type: "aqua", ref: "v4", path: ["registries", 4], line: 6 },
    { ...plain, name: "low", type: "aqua", source: "./r", priority: -1, path: ["registries", 0], line: 2 },
  ]);
});

Deno.test("loadConfigWith() knows what the project says about its GitHub server, and no more", async () => {
  const cases: [string, string][] = [
    ["", "- - -"],
    ["github: {server_url: https://git.acme.test/}", "https://git.acme.test - -"],
    ["github: {api_url: 'http://[::1]:8/x', raw_url: http://r.test}", "- http://[::1]:8/x http://r.test"],
  ];
  const env = { GITHUB_SERVER_URL: "https://a.test", GITHUB_API_URL: "https://api.a.test/" };
  for (const [yaml, expected] of cases) {
    const urls = ({ github }: ToolchainConfig) =>
      [github.serverUrl, github.apiUrl, github.rawUrl].map((url) => url ?? "-").join(" ");
    assert.equal(await settled(yaml, { env }, urls), expected, yaml);
  }
});
