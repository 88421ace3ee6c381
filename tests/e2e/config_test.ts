/** atmos.yaml in every shape, and who wins over it, on the binary. Follows toolchain §2, §3.1, §21. */
import assert from "node:assert/strict";
import { type Sandbox, sandbox } from "../support/binary.ts";
import { releases } from "./support/releases.ts";

/** What a command of the toolchain answers to an atmos.yaml. */
async function answer(box: Sandbox, yaml: string, args: readonly string[] = ["list", "--format", "plain"]) {
  await box.write({ "atmos.yaml": yaml });
  return await box.run(["toolchain", ...args], { env: { ATMOS_REEXEC_DEPTH: "1" } }); // `use` is not to switch
}

Deno.test("atmos.yaml: a value of the wrong kind is told with its place, its key and what it should be", async () => {
  await using box = await sandbox();
  const cases: [yaml: string, place: string, says: RegExp][] = [
    ["5\n", "1:1", /must hold a map/],
    ["- a\n", "1:1", /must hold a map/],
    ["toolchain: 5\n", "1:12", /toolchain must be a map, not 5/],
    ["toolchain: []\n", "1:12", /toolchain must be a map, not a list/],
    ["toolchain:\n  install_path: [a]\n", "2:17", /install_path must be a path/],
    ["toolchain:\n  install_path: ${NOT_SET}/x\n", "2:17", /needs the variable NOT_SET/],
    ["toolchain:\n  versions_file: {a: b}\n", "2:18", /versions_file must be a path.*ATMOS_TOOL_VERSIONS/s],
    ["toolchain:\n  max_concurrency: 0\n", "2:20", /at least 1, not 0.*--max-concurrency/s],
    ["toolchain:\n  max_concurrency: 1.5\n", "2:20", /whole number/],
    ["toolchain:\n  lock: maybe\n", "2:9", /auto, on, off, frozen/],
    ["toolchain:\n  use_lock_file: maybe\n", "2:18", /true or false/],
    ["toolchain:\n  auto_install: some\n", "2:17", /needed, all, off/],
    ["toolchain:\n  verification: strict\n", "2:17", /must be a map/],
    ["toolchain:\n  verification: {checksums: maybe}\n", "2:29", /off, when-available, require/],
    ["toolchain:\n  aliases: [a]\n", "2:12", /aliases must be a map/],
    ["toolchain:\n  aliases: {tf: [a]}\n", "2:17", /aliases\.tf must be a text/],
    ["toolchain:\n  proxies: {k: kubectl}\n", "2:16", /proxies\.k must be a map/],
    ["toolchain:\n  proxies: {k: {args: [a]}}\n", "2:13", /proxy "k" does not say its tool/],
    ["toolchain:\n  registries: {}\n", "2:15", /registries must be a list/],
    [
      "toolchain:\n  registries: [{name: a, type: foo}]\n",
      "2:32",
      /registries\[0\]\.type must be one of aqua/,
    ],
    ["toolchain:\n  registries: [{name: a, priority: high}]\n", "2:36", /priority must be a whole number/],
    ["toolchain:\n  registries: [{name: a}, {name: a}]\n", "2:27", /two registries are called "a"/],
    ["toolchain:\n  tools: [a]\n", "2:10", /tools must be a map/],
    ["toolchain:\n  github: {server_url: nope}\n", "2:24", /http or https address/],
    ["toolchain:\n  url_replacements: [{to: x}]\n", "2:22", /url_replacements\[0\] must say from and to/],
    ["use: [1]\n", "1:6", /use must be a text/],
    ["version: {use: {a: 1}}\n", "1:16", /version\.use must be a text/],
    ["toolchain: {lock: !store a b}\n", "1:26", /!store/],
    ["toolchain:\n\tlock: off\n", "2:1", /tab/],
    ["toolchain:\n  lock: off\n  lock: on\n", "3:3", /already defined at line 2/],
    ["toolchain: *nothing\n", "1:13", /anchor "nothing"/],
    ["toolchain: {a: [}\n", "1:17", /./],
    [`toolchain: ${"[".repeat(20_000)}\n`, "1:111", /nesting|depth/],
  ];
  for (const [yaml, place, says] of cases) {
    const { code, stdout, stderr } = await answer(box, yaml);
    const shown = `${yaml.slice(0, 80)}\n${stderr.slice(0, 2000)}`;
    assert.deepEqual([code, stdout], [1, ""], shown);
    assert.ok(stderr.includes(`at atmos.yaml:${place}\n`), shown);
    assert.match(stderr, says, shown);
    assert.doesNotMatch(stderr, /internal error/, shown);
  }
});

Deno.test("atmos.yaml: several mistakes are told together", async () => {
  await using box = await sandbox();
  const { code, stderr } = await answer(box, "toolchain:\n  lock: maybe\n  aliases: []\n  tools: 5\n");
  assert.equal(code, 1);
  assert.match(stderr, /3 mistakes/);
  for (const line of [2, 3, 4]) assert.match(stderr, new RegExp(`atmos\\.yaml:${line}:`));
});

Deno.test("atmos.yaml: unknown keys warn with the nearest, x- keys and other sections are free", async () => {
  await using box = await sandbox();
  const cases: [yaml: string, warning: RegExp | undefined][] = [
    [
      "toolchain: {instal_path: x}\n",
      /atmos\.yaml:1:13: unknown key "instal_path" in toolchain, did you mean install_path/,
    ],
    ["toolchian: {install_path: x}\n", /atmos\.yaml:1:1: unknown key "toolchian", did you mean toolchain\?/],
    ["toolchain: {verification: {checksum: require}}\n", /did you mean checksums/],
    ["toolchain: {x-mine: {any: [thing]}}\nx-more: 1\n", undefined],
    ["components: {terraform: {base_path: x}}\nstacks: 5\n", undefined],
    ["use: 1.0\nversion: {use: 2.0}\n", /use: 1\.0 is ignored, because version\.use says 2\.0/],
    ["toolchain: {install_path: a, tools_dir: b}\n", /tools_dir is ignored/],
  ];
  for (const [yaml, warning] of cases) {
    const { code, stdout, stderr } = await answer(box, yaml, ["list", "--format", "json"]);
    assert.deepEqual([code, stdout], [0, '{\n  "tools": []\n}\n'], yaml);
    if (warning) assert.match(stderr, warning, yaml);
    else assert.equal(stderr, "", yaml);
  }
});

Deno.test("atmos.yaml: shapes that mean the same", async () => {
  await using world = await releases({ ".tool-versions": "plain 2.0.0\n" });
  const { box, server } = world;
  const rest =
    `aliases: {plain: acme/plain}, registries: [{name: tests, type: aqua, source: ./registry.yaml}], ` +
    `url_replacements: [{from: "https://", to: "${server.url}/"}]`;
  const cases: [yaml: string, dir: string][] = [
    [`toolchain: {install_path: .t1, ${rest}}`, ".t1"],
    [`toolchain: {install-dir: .t2/bin, ${rest}}`, ".t2"],
    [`toolchain: {tools_dir: .t3, ${rest}}`, ".t3"],
    [`toolchain: {Install_Path: .t4, ${rest}}`, ".t4"],
    [`\uFEFFtoolchain: {install_path: .t5,\r\n ${rest}}\r\n`, ".t5"],
    [
      `--- # one\ntoolchain: {install_path: .t6, ${rest}}\n--- # two\ntoolchain: {install_path: .no}\n`,
      ".t6",
    ],
    [`%YAML 1.1\n---\ntoolchain: {install_path: .t7, ${rest}}\n`, ".t7"],
    [`base: &base {install_path: .t8}\ntoolchain: {<<: *base, ${rest}}\n`, ".t8"],
    [`toolchain: {install_path: !env TOOLS_HERE, ${rest}}`, ".t9"],
    [`toolchain: {install_path: !env NOT_SET .t10, ${rest}}`, ".t10"],
    [`toolchain: {install_path: $HERE/.t11, ${rest}}`, ".t11"],
    [`toolchain: {install_path: 1.10, ${rest}}`, "1.10"],
  ];
  const env = { ATMOS_TOOLCHAIN_PLATFORM: "linux/amd64", TOOLS_HERE: ".t9", HERE: box.project };
  for (const [yaml, dir] of cases) {
    await box.write({ "atmos.yaml": yaml });
    const { code, stderr } = await box.run(["toolchain", "install"], { env });
    assert.equal(code, 0, `${yaml}\n${stderr}`);
    const which = await box.run(["toolchain", "which", "plain"], { env });
    assert.equal(which.stdout, `${box.project}/${dir}/bin/acme/plain/2.0.0/plain\n`, yaml);
  }
});

Deno.test("atmos.yaml: a bomb of aliases and a file of megabytes end in time", async () => {
  await using box = await sandbox();
  const bomb = ["a0: &a0 [x, x]"];
  for (let level = 1; level < 30; level++) {
    bomb.push(`a${level}: &a${level} [*a${level - 1}, *a${level - 1}]`);
  }
  const exploded = await answer(box, `${bomb.join("\n")}\ntoolchain: {registries: *a29}\n`);
  assert.deepEqual([exploded.code, exploded.stdout], [1, ""]);
  assert.match(exploded.stderr, /atmos\.yaml:\d+:\d+/);
  const many = Array.from({ length: 50_000 }, (_, n) => `    alias${n}: owner${n}/repo${n}`);
  const large = await answer(box, `toolchain:\n  aliases:\n${many.join("\n")}\n`, ["aliases", "alias49999"]);
  assert.deepEqual([large.code, large.stdout], [0, "owner49999/repo49999\n"]);
});

Deno.test("names keep their case and their dots; the nearest spelling of a tool is found", async () => {
  await using box = await sandbox({ ".tool-versions": "k.ics 1.0\nCheckmarx/kics 2.0\n" });
  const yaml = `toolchain:
  aliases: {k.ics: Checkmarx/kics, K.ICS: other/kics}
  tools: {checkmarx/KICS: {type: http, url: "https://x.test/{{.Version}}", format: raw}}
`;
  const { stdout, stderr } = await answer(box, yaml, ["list", "--format", "plain"]);
  assert.equal(stdout, "checkmarx/KICS@2.0\ncheckmarx/KICS@1.0\n", stderr);
});

Deno.test("who wins: flag, variable, atmos.yaml, default; an empty variable says nothing", async () => {
  const names = ["flag", "env", "file", ".tool-versions"];
  await using box = await sandbox(
    Object.fromEntries(names.map((name, index) => [name, `owner/by-${index} 1.0\n`])),
  );
  const withKey = "toolchain: {versions_file: file}\n";
  const cases: [yaml: string, flags: string[], env: string | undefined, expected: number][] = [
    [withKey, ["--tool-versions", "flag"], "env", 0],
    [withKey, [], "env", 1],
    [withKey, [], "", 2],
    [withKey, ["--tool-versions="], undefined, 2],
    [withKey, [], undefined, 2],
    ["{}\n", [], undefined, 3],
    ["toolchain: {file_path: file}\n", [], undefined, 2],
    ["toolchain: {versions_file: }\n", [], undefined, 3],
  ];
  for (const [yaml, flags, env, expected] of cases) {
    await box.write({ "atmos.yaml": yaml });
    const args = ["toolchain", "list", "--format", "plain", ...flags];
    const { stdout, stderr } = await box.run(args, { env: { ATMOS_TOOL_VERSIONS: env } });
    assert.equal(stdout, `owner/by-${expected}@1.0\n`, `${yaml} ${flags} ${env}: ${stderr}`);
  }
});

Deno.test("where a project is: upwards, by -C, --config, --config-path and their variables", async () => {
  await using box = await sandbox({
    "atmos.yaml": "toolchain: {versions_file: top.tv}\n",
    "top.tv": "at/top 1\n",
    "sub/deep/x": "",
    "own/atmos.yml": "toolchain: {}\n",
    "own/.tool-versions": "at/own 1\n",
    "other/conf.yaml": "toolchain: {versions_file: other.tv}\n",
    "other/atmos.yaml": "toolchain: {versions_file: other.tv}\n",
    "other.tv": "at/other 1\n",
    "other/other.tv": "at/beside 1\n",
    "hidden/.atmos.yaml": "toolchain: {versions_file: h.tv}\n",
    "hidden/h.tv": "at/hidden 1\n",
  });
  const list = ["toolchain", "list", "--format", "plain"];
  const cases: [cwd: string, args: string[], env: Record<string, string>, expected: string][] = [
    [".", list, {}, "at/top"],
    ["sub/deep", list, {}, "at/top"],
    ["own", list, {}, "at/own"],
    ["hidden", list, {}, "at/hidden"],
    [".", ["-C", "own", ...list], {}, "at/own"],
    [".", [...list, "--chdir=own"], {}, "at/own"],
    [".", list, { ATMOS_CHDIR: "own" }, "at/own"],
    [".", ["--config", "other/conf.yaml", ...list], {}, "at/other"],
    [".", [...list, "--config-path=other"], {}, "at/other"],
    [".", ["--config-path", "other", ...list], { ATMOS_CONFIG_PATH: "own" }, "at/other"],
    [".", list, { ATMOS_CONFIG: "other/conf.yaml" }, "at/other"],
    [".", list, { ATMOS_CONFIG_PATH: "other" }, "at/other"],
    [".", list, { ATMOS_CLI_CONFIG_PATH: "other" }, "at/other"],
    ["sub", [...list, "--tool-versions", "../own/.tool-versions"], {}, "at/own"],
    ["sub", list, { ATMOS_TOOL_VERSIONS: "../own/.tool-versions" }, "at/own"],
  ];
  for (const [cwd, args, env, expected] of cases) {
    const { code, stdout, stderr } = await box.run(args, { cwd, env });
    assert.deepEqual([code, stdout], [0, `${expected}@1\n`], `${cwd} ${args.join(" ")}: ${stderr}`);
  }
  for (const env of [{ ATMOS_CONFIG: "nope.yaml" }, { ATMOS_CONFIG_PATH: "nope" }, { ATMOS_CHDIR: "nope" }]) {
    const { code, stdout, stderr } = await box.run(list, { env });
    assert.deepEqual([code, stdout], [1, ""]);
    assert.match(stderr, /nope/);
  }
});

Deno.test("tools.yaml: beside atmos.yaml, in both shapes, named by flag; atmos.yaml wins", async () => {
  await using box = await sandbox({
    "atmos.yaml": "toolchain: {aliases: {one: from/atmos}}\n",
    "tools.yaml": "aliases: {one: from/tools, two: from/tools}\n",
    "more.yaml": "toolchain: {aliases: {two: from/more}}\n",
  });
  const meaning = async (name: string, ...flags: string[]) =>
    (await box.run(["toolchain", "aliases", name, ...flags])).stdout;
  assert.equal(await meaning("one"), "from/atmos\n");
  assert.equal(await meaning("two"), "from/tools\n");
  assert.equal(await meaning("two", "--tools-config", "more.yaml"), "from/more\n");
  await box.write({ "tools.yaml": "tools: 5\n" });
  const { code, stderr } = await box.run(["toolchain", "aliases"]);
  assert.equal(code, 1);
  assert.match(stderr, /tools\.yaml:1:8/);
  const missing = await box.run(["toolchain", "aliases", "--tools-config", "none.yaml"]);
  assert.equal(missing.code, 1);
  assert.match(missing.stderr, /there is no none\.yaml/);
});

Deno.test("variables of settings are checked like the settings", async () => {
  await using box = await sandbox();
  const cases: [string, string][] = [
    ["ATMOS_TOOLCHAIN_OFFLINE", "banana"],
    ["ATMOS_TOOLCHAIN_FORMAT", "xml"],
    ["ATMOS_TOOLCHAIN_MAX_CONCURRENCY", "0"],
    ["ATMOS_TOOLCHAIN_REGISTRY_TTL", "soon"],
    ["ATMOS_LOGS_LEVEL", "loud"],
  ];
  for (const [name, value] of cases) {
    const { code, stdout, stderr } = await box.run(["toolchain", "list"], { env: { [name]: value } });
    assert.deepEqual([code, stdout], [1, ""], name);
    assert.match(stderr, new RegExp(value), name);
    const unset = await box.run(["toolchain", "list"], { env: { [name]: "" } });
    assert.equal(unset.code, 0, `${name}: ${unset.stderr}`);
  }
});
