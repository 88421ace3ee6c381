/** `atmos config validate`, its other names, and `atmos config schema` on the binary. Follows config §9.5, §6.3. */
import assert from "node:assert/strict";
import { type Sandbox, sandbox } from "../support/binary.ts";

async function validate(box: Sandbox, ...words: string[]) {
  const { code, stdout, stderr } = await box.run(["config", "validate", ...words]);
  assert.equal(stdout, "");
  return { code, stderr };
}

Deno.test("config validate tells every mistake of every file with its place and key", async () => {
  await using box = await sandbox();
  await box.write({
    "atmos.yaml":
      "base_path: 5\nlogs:\n  level: Loud\nstores: {a: {kind: cupboard}}\nenv: {A: 5, B: !nope x}\n",
    "atmos.d/x.yaml": "stacks: []\n",
    "profiles/p/x.yaml": "settings: {terminal: {max_width: wide}}\n",
    ".atmos/profiles/q/y.yaml": "toolchain: {max_concurrency: 0}\n",
    "profiles/r/z.yaml": "a: [\n",
  });
  const { code, stderr } = await validate(box);
  assert.equal(code, 1);
  for (
    const line of [
      "the configuration has 8 mistakes",
      "atmos.yaml:1:12: base_path must be a string, not 5",
      "atmos.yaml:3:10: logs.level: invalid log level: the log level 'Loud' is not recognized",
      'atmos.yaml:4:13: stores.a is of the unknown kind "cupboard"',
      "atmos.yaml:5:22: unsupported YAML tag: '!nope' at env.B",
      "atmos.d/x.yaml:1:9: stacks must be a map, not a list",
      'profiles/p/x.yaml:1:34: settings.terminal.max_width must be a whole number (int), not "wide"',
      ".atmos/profiles/q/y.yaml:1:30: toolchain.max_concurrency must be a whole number of at least 1, not 0",
      "profiles/r/z.yaml:1:5: line 1 is no valid YAML",
    ]
  ) assert.ok(stderr.includes(line), `${line} in ${stderr}`);
});

Deno.test("config validate warns of keys that nobody knows, and refuses them when it is strict", async () => {
  await using box = await sandbox();
  await box.write({ "atmos.yaml": "stakcs: {}\nx-own: 1\nLOGS: {lvel: Info}\n" });
  const says = [
    /atmos\.yaml:1:1: unknown key "stakcs", did you mean stacks\?/,
    /"lvel" in LOGS, did you mean level\?/,
  ];
  const kind = await validate(box);
  const strict = await validate(box, "--strict");
  assert.deepEqual([kind.code, strict.code], [0, 1]);
  for (const each of says) {
    assert.match(kind.stderr, each);
    assert.match(strict.stderr, each);
  }
  assert.doesNotMatch(kind.stderr, /x-own/);
});

Deno.test("config validate takes functions for any value and runs none", async () => {
  await using box = await sandbox();
  await box.write({
    "atmos.yaml": [
      "logs: !include gone.yaml",
      "stacks: {included_paths: !append [a, !env NAME], base_path: one}",
      "settings: {terminal: {max_width: !exec touch ran}}",
      "vendor: null",
      "commands: [{name: a, env: {A: 5, B: {valueCommand: pwd}}, steps: [x], needs: {jq: 1.7}}]",
      "templates: {settings: {enabled: false}}",
      "",
    ].join("\n"),
  });
  assert.deepEqual(await validate(box), { code: 0, stderr: "✓ Validated atmos.yaml\n" });
  assert.deepEqual([...Deno.readDirSync(box.project)].map(({ name }) => name), ["atmos.yaml"]);
});

Deno.test("config validate goes by other names, from below, and without a file", async () => {
  await using box = await sandbox();
  assert.deepEqual(await validate(box), { code: 0, stderr: "There is no file to check\n" });
  await box.write({ "atmos.yaml": "base_path: 5\n", "sub/note": "" });
  for (const words of [["validate", "config"], ["validate", "schema", "config"]]) {
    const { code, stdout, stderr } = await box.run(words, { cwd: "sub" });
    assert.deepEqual([code, stdout], [1, ""], words.join(" "));
    assert.match(stderr, /atmos\.yaml:1:12: base_path/);
  }
});

Deno.test("config validate finds what keeps the files from being put together, and goes on", async () => {
  await using box = await sandbox();
  await box.write({ "atmos.yaml": "import: [gone.yaml]\nbase_path: 5\n" });
  const { code, stderr } = await validate(box);
  assert.equal(code, 1);
  assert.match(stderr, /atmos\.yaml:1:10: the import gone\.yaml does not exist/);
  assert.match(stderr, /atmos\.yaml:2:12: base_path/);
});

Deno.test("config validate leaves out what it is told to, and what has not changed", async () => {
  await using box = await sandbox();
  await box.write({ "atmos.yaml": "base_path: ./\n", "atmos.d/x.yaml": "stacks: []\n" });
  assert.deepEqual(await validate(box, "--exclude", "atmos.d/**"), {
    code: 0,
    stderr: "✓ Validated atmos.yaml\n",
  });
  await box.write({ "atmos.d/x.yaml": "a: [\n" });
  assert.equal((await validate(box)).code, 1);
  assert.deepEqual(await validate(box, "--exclude", "atmos.d/**"), {
    code: 0,
    stderr: "✓ Validated atmos.yaml\n",
  });
  await box.write({ "atmos.d/x.yaml": "stacks: []\n" });
  const git = (...args: string[]) =>
    new Deno.Command("git", {
      args: ["-c", "user.name=n", "-c", "user.email=e@test", ...args],
      cwd: box.project,
      env: box.env,
      stdout: "null",
      stderr: "null",
    }).output();
  await git("init", "-q");
  await git("add", ".");
  await git("commit", "-qm", "m");
  const affected = ["--affected", "--base", "HEAD"];
  assert.deepEqual(await validate(box, ...affected), { code: 0, stderr: "There is no file to check\n" });
  await box.write({ "atmos.yaml": "base_path: 5\n", "atmos.d/y.yaml": "env: []\n" });
  const { code, stderr } = await validate(box, ...affected);
  assert.equal(code, 1);
  assert.match(stderr, /base_path/);
  assert.match(stderr, /atmos\.d\/y\.yaml/);
  assert.doesNotMatch(stderr, /x\.yaml/);
  const gone = await validate(box, "--affected", "--base", "gone");
  assert.equal(gone.code, 1);
  assert.match(gone.stderr, /git cannot compare with gone/);
});

Deno.test("config validate warns of settings that a file without them turns off", async () => {
  await using box = await sandbox();
  await box.write({
    "atmos.yaml": "components: {terraform: {deploy_run_init: true, init_run_reconfigure: false}}\n",
  });
  const { code, stderr } = await validate(box);
  assert.equal(code, 0);
  assert.match(
    stderr,
    /atmos\.yaml:1:14: components\.terraform\.auto_generate_backend_file is off unless set/,
  );
});

Deno.test("config schema prints the schema or writes it, whatever the configuration is", async () => {
  await using box = await sandbox();
  await box.write({ "atmos.yaml": "a: [\n" });
  const printed = await box.run(["config", "schema"]);
  assert.deepEqual([printed.code, printed.stderr], [0, ""]);
  const schema = JSON.parse(printed.stdout);
  assert.equal(schema.$schema, "https://json-schema.org/draft/2020-12/schema");
  assert.equal(schema.properties.stacks.properties.included_paths.anyOf[0].type, "array");
  const written = await box.run(["config", "schema", "out/new/s.json"]);
  assert.deepEqual(written, { code: 0, stdout: "", stderr: "" });
  assert.equal(await Deno.readTextFile(`${box.project}/out/new/s.json`), printed.stdout);
});
