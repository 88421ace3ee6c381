/** `atmos describe config` and `atmos config get` on the binary. Follows config §9.1, §9.2, §11. */
import assert from "node:assert/strict";
import { sandbox } from "../support/binary.ts";

Deno.test("describe config prints JSON or YAML on stdout and nothing else there", async () => {
  await using box = await sandbox();
  await box.write({ "atmos.yaml": "base_path: ./\nstacks: {base_path: st, nam_template: t}\n" });
  const json = await box.run(["describe", "config"]);
  assert.deepEqual([json.code, JSON.parse(json.stdout)["stacksBaseAbsolutePath"]], [0, `${box.project}/st`]);
  assert.match(json.stdout, /^\{\n {2}"base_path": ".\/",\n/);
  assert.match(
    json.stderr,
    /atmos\.yaml:2:25: unknown key "nam_template" in stacks, did you mean name_template\?/,
  );
  const yaml = await box.run(["describe", "config", "-f", "yaml", "--logs-level", "Error"]);
  assert.deepEqual([yaml.code, yaml.stderr], [0, ""]);
  assert.match(yaml.stdout, /^base_path: \.\/\n/);
});

Deno.test("describe config tells which files it read and where values come from", async () => {
  await using box = await sandbox();
  await box.write({ "atmos.yaml": "logs: {level: Info}\nimport: [x.yaml]\n", "x.yaml": "env: {A: a}\n" });
  const origins = await box.run(["describe", "config", "--origins"]);
  assert.deepEqual(JSON.parse(origins.stdout), [
    { path: `${box.project}/x.yaml`, reason: "import" },
    { path: `${box.project}/atmos.yaml`, reason: "working directory" },
  ]);
  const env = { ATMOS_STACKS_BASE_PATH: "s" };
  const { stdout } = await box.run(["describe", "config", "-f", "yaml", "--provenance"], { env });
  assert.match(stdout, /\n {2}level: Info {2}# atmos\.yaml:1\n/);
  assert.match(stdout, /\n {2}A: a {2}# x\.yaml:1\n/);
  assert.match(stdout, /\n {2}base_path: s {2}# ATMOS_STACKS_BASE_PATH\n/);
});

Deno.test("describe config refuses what it does not know, exit 1", async () => {
  await using box = await sandbox();
  const cases: [string[], RegExp][] = [
    [["-f", "xml"], /invalid 'format': xml/],
    [["extra"], /unexpected argument "extra"/],
    [["--provenance"], /--provenance is for the whole configuration in YAML/],
  ];
  for (const [words, says] of cases) {
    const { code, stdout, stderr } = await box.run(["describe", "config", ...words]);
    assert.deepEqual([code, stdout], [1, ""], words.join(" "));
    assert.match(stderr, says);
  }
});

Deno.test("config get prints one value, and says when there is none", async () => {
  await using box = await sandbox();
  await box.write({ "atmos.yaml": 'env: {"A.B": x}\nstacks: {included_paths: [a, b]}\n' });
  const cases: [string[], number, string][] = [
    [['env."A.B"'], 0, "x\n"],
    [["stacks.included_paths[1]"], 0, "b\n"],
    [["stacks.included_paths"], 0, "- a\n- b\n"],
    [["stacks.name_pattern"], 0, "\n"],
    [["no.such"], 1, ""],
    [["no.such", "--default", "d"], 0, "d\n"],
    [["a..b"], 1, ""],
  ];
  for (const [words, code, stdout] of cases) {
    const result = await box.run(["config", "get", ...words]);
    assert.deepEqual([result.code, result.stdout], [code, stdout], words.join(" "));
  }
});

Deno.test("each !exec of atmos.yaml runs once, however often its value is needed", async () => {
  await using box = await sandbox();
  const counted = (name: string, value: string) => `!exec sh -c 'echo ${name} >> runs; echo "${value}"'`;
  await box.write({
    "atmos.yaml": [
      `base_path: ${counted("base", ".")}`,
      `import: ${counted("import", "[]")}`,
      `env: {A: ${counted("env", "1")}}`,
      `profiles: {base_path: ${counted("profiles", "p")}}`,
    ].join("\n"),
  });
  const { code, stderr } = await box.run(["describe", "config"]);
  assert.deepEqual([code, stderr], [0, ""]);
  const runs = await Deno.readTextFile(`${box.project}/runs`);
  assert.deepEqual(runs.trim().split("\n").sort(), ["base", "env", "import", "profiles"]);
});
