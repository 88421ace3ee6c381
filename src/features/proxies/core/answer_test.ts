import assert from "node:assert/strict";
import { tempFolder } from "../../../../tests/support/temp.ts";
import { type Answer, type Condition, isShellName, renderAnswer, timeFiles } from "./answer.ts";

const SHELLS = (await Promise.all(
  [["/bin/sh"], ["/bin/bash"], ["/bin/busybox", "sh"]].map(async (shell) =>
    await Deno.stat(shell[0] ?? "").then(() => [shell], () => [])
  ),
)).flat();

/** What each shell prints for an answer, in the order of SHELLS. */
async function outputs(
  folder: string,
  answer: Partial<Answer>,
  env: Readonly<Record<string, string>> = {},
): Promise<readonly string[]> {
  const text = renderAnswer({ conditions: [], program: "/bin/echo", args: [], ...answer }, `${folder}/times`);
  await Deno.writeTextFile(`${folder}/answer`, text);
  return await Promise.all(SHELLS.map(async ([shell = "", ...words]) => {
    const script = `. "${folder}/answer"; echo asked`;
    const args = [...words, "-c", script, "shim", "user's", "*"];
    const { stdout, stderr } = await new Deno.Command(shell, { args, env, clearEnv: true, cwd: folder })
      .output();
    return new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
  }));
}

async function makeTimes(folder: string, time: number): Promise<void> {
  for (const path of timeFiles(`${folder}/times`, time)) {
    await Deno.mkdir(`${folder}/times`, { recursive: true });
    await Deno.writeTextFile(path, "");
    const date = new Date(Number(path.slice(path.lastIndexOf("/") + 1)));
    await Deno.utime(path, date, date);
  }
}

Deno.test("renderAnswer() becomes the program with its words and the user's, whatever they hold", async () => {
  await using folder = await tempFolder();
  const args = ["$(id)", "it's", "a b", "", "`id`", "new\nline", "\\"];
  for (const output of await outputs(folder.path, { args })) {
    assert.equal(output, "$(id) it's a b  `id` new\nline \\ user's *\n");
  }
});

Deno.test("renderAnswer() heeds variables, absent ones too", async () => {
  await using folder = await tempFolder();
  const variable = (value: string | undefined): Condition => ({ kind: "variable", name: "V", value });
  const values = [undefined, "", "=", "a", "it's $(id)", "new\nline", "!", "(", "-e"];
  for (const wanted of values) {
    for (const actual of values) {
      const env: Record<string, string> = actual === undefined ? {} : { V: actual };
      for (const output of await outputs(folder.path, { conditions: [variable(wanted)] }, env)) {
        assert.equal(output, wanted === actual ? "user's *\n" : "asked\n", `${wanted} ${actual}`);
      }
    }
  }
});

Deno.test("renderAnswer() heeds what is there and what is not", async () => {
  await using folder = await tempFolder();
  const at = (name: string) => `${folder.path}/${name}`;
  await Deno.writeTextFile(at("it's a $file"), "");
  await Deno.mkdir(at("dir"));
  await Deno.symlink("nowhere", at("dangling"));
  const cases: [Condition, boolean][] = [
    [{ kind: "file", path: at("it's a $file") }, true],
    [{ kind: "file", path: at("dir") }, false],
    [{ kind: "file", path: at("none") }, false],
    [{ kind: "directory", path: at("dir") }, true],
    [{ kind: "directory", path: at("it's a $file") }, false],
    [{ kind: "absent", path: at("none") }, true],
    [{ kind: "absent", path: at("dangling") }, true],
    [{ kind: "absent", path: at("dir") }, false],
    [{ kind: "here", path: folder.path }, true],
    [{ kind: "here", path: at("dir") }, false],
    [{ kind: "here", path: at("none") }, false],
  ];
  for (const [condition, holds] of cases) {
    for (const output of await outputs(folder.path, { conditions: [condition] })) {
      assert.equal(output, holds ? "user's *\n" : "asked\n", JSON.stringify(condition));
    }
  }
  for (const output of await outputs(folder.path, { program: at("it's a $file") })) {
    assert.equal(output, "asked\n");
  }
});

Deno.test("renderAnswer() tells a file with another time, older or newer, in every shell", async () => {
  await using folder = await tempFolder();
  const path = `${folder.path}/file`, time = 1_700_000_000_123;
  const conditions: Condition[] = [{ kind: "unchanged", path, modifiedAt: time }];
  const check = async (what: string, holds: boolean) => {
    for (const output of await outputs(folder.path, { conditions })) {
      assert.equal(output, holds ? "user's *\n" : "asked\n", what);
    }
  };
  await check("nothing is there", false);
  await Deno.writeTextFile(path, "");
  const setTime = (ms: number) => Deno.utime(path, new Date(ms), new Date(ms));
  await setTime(time);
  await check("the files of the time are missing", false);
  await makeTimes(folder.path, time);
  await check("the same", true);
  for (const change of [-3_600_000, -1000, 1000, 3_600_000]) {
    await setTime(time + change);
    await check(String(change), false);
  }
  await setTime(time);
  await Deno.remove(`${folder.path}/times/${time + 1}`);
  await check("one file of the time is missing", false);
  await Deno.remove(path);
  await makeTimes(folder.path, time);
  await check("the file is gone", false);
});

Deno.test("isShellName() takes what a shell can expand", () => {
  for (const name of ["A", "_x", "a1_"]) assert.ok(isShellName(name), name);
  for (const name of ["", "1a", "a-b", "ProgramFiles(x86)", "a b", "ü", "a\n"]) {
    assert.ok(!isShellName(name), name);
  }
});
