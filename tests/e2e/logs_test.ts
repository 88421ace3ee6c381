/** Where the log goes and how much is in it, on the compiled binary. Follows config §10.9. */
import assert from "node:assert/strict";
import { makeOld } from "../support/age.ts";
import { sandbox } from "../support/binary.ts";

const LINE = /^DEBU running command="atmos [^"]+" cwd="[^"]+"$/m;

Deno.test("logs: flag, then variable, then file say the level and the place", async () => {
  const config = (logs: string) => ({ "atmos.yaml": `base_path: ./\nlogs: {${logs}}\n` });
  const cases: [logs: string, args: string[], env: Record<string, string>, where: string][] = [
    ["level: Debug", [], {}, "stderr"],
    ["level: debug, file: /dev/stdout", [], {}, "stdout"],
    ["level: Debug, file: /dev/null", [], {}, ""],
    ["level: Info, file: a.log", ["--verbose"], {}, "a.log"],
    ["level: Info, file: a.log", [], { ATMOS_LOGS_LEVEL: "Trace" }, "a.log"],
    ["level: Debug, file: a.log", [], { ATMOS_LOGS_LEVEL: "Error" }, ""],
    ["level: Debug, file: a.log", [], { ATMOS_LOGS_FILE: "b.log" }, "b.log"],
    ["level: Debug, file: a.log", ["--logs-file", "c.log"], { ATMOS_LOGS_FILE: "b.log" }, "c.log"],
    ["level: Debug, file: a.log", ["--logs-file=/dev/stderr"], {}, "stderr"],
  ];
  for (const [logs, args, env, where] of cases) {
    await using box = await sandbox(config(logs));
    const { code, stdout, stderr } = await box.run([...args, "config", "get", "base_path"], { env });
    const label = `${logs} ${args.join(" ")} ${JSON.stringify(env)}`;
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^\.\/$/m, label);
    const texts: Record<string, string> = { stdout, stderr };
    for (const name of ["a.log", "b.log", "c.log"]) {
      texts[name] = await Deno.readTextFile(`${box.project}/${name}`).catch(() => "");
    }
    const found = Object.keys(texts).filter((name) => LINE.test(texts[name] ?? ""));
    assert.deepEqual(found, where === "" ? [] : [where], label);
  }
});

Deno.test("logs: warnings and errors are in the file and on stderr, also of a remembered configuration", async () => {
  await using box = await sandbox({
    "atmos.yaml": "logs: {level: Warning, file: a.log}\ntoolchian: {}\n",
    "sub/note": "",
  });
  await makeOld(box.root);
  for (let run = 1; run <= 2; run++) {
    const { code, stderr } = await box.run(["toolchain", "which", "nothing"], { cwd: `${box.project}/sub` });
    assert.notEqual(code, 0);
    assert.match(stderr, /✗ /);
    const log = await Deno.readTextFile(`${box.project}/sub/a.log`);
    assert.equal(log.match(/^ERRO /gm)?.length, run, log);
    assert.doesNotMatch(log, /DEBU/);
  }
});

Deno.test("logs: a file that cannot be written is an error before anything is done", async () => {
  await using box = await sandbox({ "atmos.yaml": "logs: {file: no/such/a.log}\n" });
  const { code, stdout, stderr } = await box.run(["config", "get", "logs.file"]);
  assert.deepEqual([code, stdout], [1, ""]);
  assert.match(stderr, /cannot write the log [^\n]*\/no\/such\/a\.log[^]*--logs-file/);
});

Deno.test("a bare --profile: exit 2 and what to type", async () => {
  await using box = await sandbox({ "atmos.yaml": "base_path: ./\n" });
  const { code, stdout, stderr } = await box.run(["describe", "config", "--profile"]);
  assert.deepEqual([code, stdout], [2, ""]);
  assert.match(stderr, /flag needs an argument: --profile[^]*atmos profile list/);
});
