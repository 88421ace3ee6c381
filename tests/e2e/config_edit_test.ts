/** `atmos config set`, `delete` and `format` on the binary. Follows config §9.4. */
import assert from "node:assert/strict";
import { type Sandbox, sandbox } from "../support/binary.ts";

const read = (box: Sandbox, file = "atmos.yaml") => Deno.readTextFile(`${box.project}/${file}`);

Deno.test("config set and delete change one line of a configuration that does not load", async () => {
  await using box = await sandbox();
  const broken =
    "use: 99.99.99 # broken\nversion: {constraint: {require: '> 999'}}\nlogs: {level: Loud}\nimport: [gone]\n";
  await box.write({ "atmos.yaml": broken });
  assert.deepEqual(await box.run(["config", "set", "logs.level", "Debug"]), {
    code: 0,
    stdout: "",
    stderr: "Updated logs.level = Debug in atmos.yaml\n",
  });
  const repaired = broken.replace("Loud", "Debug");
  assert.equal(await read(box), repaired);
  assert.equal((await box.run(["config", "delete", "use"])).stderr, "Deleted use from atmos.yaml\n");
  assert.equal(await read(box), repaired.replace(/.*\n/, ""));
  const nothing = await box.run(["config", "unset", "use"]);
  assert.deepEqual([nothing.code, nothing.stderr], [0, "Nothing to delete: use is not in atmos.yaml\n"]);
});

Deno.test("config set knows settings in any case, warns of unknown keys, refuses what no setting takes", async () => {
  await using box = await sandbox();
  const text = "Logs: {Level: Info}\nenv: {Word: a}\n";
  await box.write({ "atmos.yaml": text });
  const cases: [args: string[], code: number, says: RegExp, result: string][] = [
    [["logs.level", "Debug"], 0, /Updated Logs\.Level/, text.replace("Info", "Debug")],
    [["LOGS.FILE", "x"], 0, /Created Logs\.file/, text.replace("Info", "Info, file: x")],
    [["env.word", "b"], 0, /Created env\.word/, text.replace("a}", "a, word: b}")],
    [
      ["logs.levle", "Debug"],
      0,
      /unknown key "levle" in Logs, did you mean level\?/,
      text.replace("Info", "Info, levle: Debug"),
    ],
    [["logs.level", "Loud"], 1, /logs?\.level.*Loud.*Trace/is, text],
    [["logs", "Debug"], 1, /list or map/, text],
    [["logs", "[a]", "--type=yaml"], 1, /must be a map/, text],
    [["env.A", "!nope x", "--type=yaml"], 1, /!nope/, text],
    [["env.A", "{", "--type=yaml"], 1, /new value/, text],
    [["env.A.b", "x"], 1, /env/, text],
    [["env", "--type=none", "x"], 1, /none/, text],
    [[".", "x"], 1, /name a key/, text],
  ];
  for (const [args, code, says, result] of cases) {
    await box.write({ "atmos.yaml": text });
    const answer = await box.run(["config", "set", ...args]);
    assert.equal(answer.code, code, `${args.join(" ")}: ${answer.stderr}`);
    assert.match(answer.stderr, says, args.join(" "));
    assert.equal(await read(box), result, args.join(" "));
  }
});

Deno.test("config set keeps mode and links, hides secrets, and refuses what is not UTF-8", async () => {
  await using box = await sandbox({ "real/atmos.yaml": "settings: {}\n" });
  const real = `${box.project}/real/atmos.yaml`, link = `${box.project}/atmos.yaml`;
  await Deno.chmod(real, 0o640);
  await Deno.symlink("real/atmos.yaml", link);
  const secret = await box.run(["config", "set", "settings.github_token", "hunter2-hunter2"]);
  assert.deepEqual([secret.code, secret.stderr], [
    0,
    "Created settings.github_token = <MASKED> in atmos.yaml\n",
  ]);
  assert.equal(await Deno.readTextFile(real), "settings: {github_token: hunter2-hunter2}\n");
  assert.equal(((await Deno.stat(real)).mode ?? 0) & 0o777, 0o640);
  assert.equal(await Deno.readLink(link), "real/atmos.yaml");

  const bytes = new Uint8Array([0x61, 0x3a, 0x20, 0xff, 0x0a]);
  await Deno.writeFile(real, bytes);
  const refused = await box.run(["config", "set", "a", "b"]);
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /not UTF-8/);
  assert.deepEqual(await Deno.readFile(real), bytes);
});

Deno.test("two config set at the same time lose nothing", async () => {
  await using box = await sandbox({ "atmos.yaml": "env: {}\n" });
  const names = ["A", "B", "C", "D"];
  const answers = await Promise.all(names.map((name) => box.run(["config", "set", `env.${name}`, "x"])));
  assert.deepEqual(answers.map(({ code }) => code), [0, 0, 0, 0]);
  const text = await read(box);
  for (const name of names) assert.match(text, new RegExp(`${name}: x`));
});

Deno.test("config format tidies and says so", async () => {
  await using box = await sandbox({ "atmos.yaml": "a:   1\n\nb: 2" });
  assert.equal((await box.run(["config", "fmt"])).stderr, "Formatted atmos.yaml\n");
  assert.equal(await read(box), "a: 1\n\nb: 2\n");
  assert.equal((await box.run(["config", "format"])).stderr, "Nothing to format in atmos.yaml\n");
});
