/** Outcomes that are told again: only while nothing has changed that they came from. Follows deno §2.7.
 *  Whether an outcome is an old one shows because the test writes a mark into what is kept of it. */
import assert from "node:assert/strict";
import { makeOld } from "../support/age.ts";
import type { Sandbox } from "../support/binary.ts";
import { releases } from "./support/releases.ts";

const INSTALL = ["toolchain", "install"], WHICH = ["toolchain", "which", "widget"];
const EXEC = ["toolchain", "exec", "widget"], MARK = "told again";
const WIDGET = ".tools/bin/acme/widget/1.2.0";

interface World extends AsyncDisposable {
  readonly box: Sandbox;
  /** Runs the words, then again after `change` and with `options`: whether the second outcome is the first one. */
  isRepeated(words: readonly string[], then?: Then): Promise<boolean>;
}

interface Then {
  /** Where both runs are. */
  readonly cwd?: string;
  readonly change?: (box: Sandbox) => Promise<unknown>;
  readonly options?: Parameters<Sandbox["run"]>[1];
}

/** A project whose files are a minute old, with a tool that is installed. */
async function world(): Promise<World> {
  const made = await releases({ ".tool-versions": "widget 1.2.0\n" });
  const { box } = made;
  assert.equal((await box.run(INSTALL)).code, 0);
  await makeOld(box.root);
  return {
    box,
    async isRepeated(words, { cwd = ".", change, options } = {}) {
      assert.equal((await box.run(words, { cwd })).code, 0, words.join(" "));
      const kept = await notes(box);
      assert.notEqual(kept.length, 0, words.join(" "));
      for (const path of kept) {
        const note = JSON.parse(await Deno.readTextFile(path));
        await Deno.writeTextFile(
          path,
          JSON.stringify({ ...note, became: undefined, output: [["out", MARK]] }),
        );
      }
      await change?.(box);
      return (await box.run(words, { cwd, ...options })).stdout === MARK;
    },
    [Symbol.asyncDispose]: () => made[Symbol.asyncDispose](),
  };
}

async function notes(box: Sandbox): Promise<readonly string[]> {
  const folder = `${box.home}/.cache/atmos/outcomes`, found: string[] = [];
  try {
    for await (const { name } of Deno.readDir(folder)) found.push(`${folder}/${name}`);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return found;
}

Deno.test("an outcome is told again while nothing has changed", async () => {
  await using made = await world();
  for (const words of [INSTALL, WHICH, EXEC, ["toolchain", "path"], ["toolchain", "env"], ["path"]]) {
    assert.equal(await made.isRepeated(words), true, words.join(" "));
  }
  await made.box.write({ "deeper/x": "" });
  assert.equal(await made.isRepeated(WHICH, { options: { cwd: "deeper" } }), false);
});

Deno.test("an outcome is the same as when it was found out", async () => {
  await using made = await releases({ ".tool-versions": "widget 1.2.0\n" });
  const { box } = made;
  await box.run(INSTALL);
  await makeOld(box.root);
  for (const words of [INSTALL, WHICH, ["toolchain", "env", "--format", "json"]]) {
    const before = (await notes(box)).length;
    const found = await box.run(words);
    assert.equal((await notes(box)).length, before + 1, words.join(" "));
    assert.deepEqual(await box.run(words), found);
  }
});

Deno.test("exec becomes the tool that it became before, with the words of now", async () => {
  await using made = await releases({ ".tool-versions": "widget 1.2.0\n" });
  const { box } = made;
  await box.run(INSTALL);
  const calls = [
    [],
    ["a b", ""],
    ["--help"],
    ["-h"],
    ["--version"],
    ["--", "--help"],
    ["--", "--", "x"],
    ["x", "--", "y"],
    ["--verbose"],
    ["--logs-level", "off"],
    ["--logs-level=off", "--", "x"],
    ["--no-install", "--", "x"],
    ["--use-version=9.9.9"],
    ["exit", "7"],
  ];
  const found = [];
  for (const args of calls) found.push(await box.run([...EXEC, ...args]));
  assert.deepEqual(await notes(box), []);
  await makeOld(box.root);
  await box.run(EXEC);
  assert.equal((await notes(box)).length, 1);
  for (const [index, args] of calls.entries()) {
    assert.deepEqual(await box.run([...EXEC, ...args]), found[index], args.join(" "));
  }
  assert.equal((await notes(box)).length, 1);
});

Deno.test("exec hands on the variables and the directory of now, with the tools first on PATH", async () => {
  await using made = await releases({ ".tool-versions": "widget 1.2.0\n" });
  const { box } = made;
  await box.run(INSTALL);
  const program = `${box.project}/${WIDGET}/widget`;
  await Deno.writeTextFile(program, '#!/bin/sh\necho "$PATH" "$OWN" "$PWD"\nread -r line && echo "$line"\n');
  await makeOld(box.root);
  const path = `${box.project}/${WIDGET}:${box.project}/${WIDGET}/bin:/usr/bin:/bin`;
  for (const own of ["one", "two"]) {
    const { stdout } = await box.run(EXEC, { env: { OWN: own }, stdin: "input\n" });
    assert.equal(
      stdout.replace(`:${box.project}/${WIDGET}/bin`, ""),
      `${path.replace(`:${box.project}/${WIDGET}/bin`, "")} ${own} ${box.project}\ninput\n`,
    );
    assert.equal((await notes(box)).length, 1);
  }
});

/** What may change, and what the commands then say. */
const changes: Readonly<Record<string, (box: Sandbox) => Promise<unknown>>> = {
  "a version": (box) => box.write({ ".tool-versions": "widget 1.3.0\n" }),
  "a version, under the old time": async (box) => {
    const path = `${box.project}/.tool-versions`, { mtime } = await Deno.stat(path);
    await Deno.writeTextFile(path, "widget 1.3.0\n");
    await Deno.utime(path, mtime ?? 0, mtime ?? 0);
  },
  "a file in the place of another, of the same size and time": async (box) => {
    const path = `${box.project}/.tool-versions`, { mtime } = await Deno.stat(path);
    await Deno.writeTextFile(`${path}.new`, "widget 1.3.0\n");
    await Deno.utime(`${path}.new`, mtime ?? 0, mtime ?? 0);
    await Deno.rename(`${path}.new`, path);
  },
  "the configuration": (box) => Deno.writeTextFile(`${box.project}/atmos.yaml`, "\n", { append: true }),
  "a file that would count": (box) => box.write({ "tools.yaml": "{}\n" }),
  "no versions file": (box) => Deno.remove(`${box.project}/.tool-versions`),
  "no tool": (box) => Deno.remove(`${box.project}/.tools`, { recursive: true }),
  "no program": (box) => Deno.remove(`${box.project}/${WIDGET}/widget`),
  "a program that nobody may run": (box) => Deno.chmod(`${box.project}/${WIDGET}/widget`, 0o644),
  "a receipt": (box) =>
    Deno.writeTextFile(`${box.project}/${WIDGET}/.atmos-install.json`, "\n", { append: true }),
};

for (const [what, change] of Object.entries(changes)) {
  Deno.test(`an outcome is found out anew when there is ${what}`, async () => {
    await Promise.all([WHICH, INSTALL, EXEC].map(async (words) => {
      await using made = await world();
      assert.equal(await made.isRepeated(words, { change }), false, words.join(" "));
    }));
  });
}

Deno.test("what git does in its folder changes no outcome", async () => {
  await using made = await world();
  await made.box.write({ "deeper/x": "", ".git/HEAD": "" });
  await makeOld(made.box.project);
  const change = (box: Sandbox) => box.write({ ".git/index": "" });
  assert.equal(await made.isRepeated(WHICH, { cwd: "deeper", change }), true);
  assert.equal(
    await made.isRepeated(WHICH, {
      cwd: "deeper",
      change: (box) => Deno.rename(`${box.project}/.git`, `${box.project}/git`),
    }),
    false,
  );
});

Deno.test("an install is found out anew when the lock file changed or went", async () => {
  const lock = "toolchain.lock.yaml";
  for (
    const change of [
      (box: Sandbox) => Deno.writeTextFile(`${box.project}/${lock}`, "\n", { append: true }),
      (box: Sandbox) => Deno.remove(`${box.project}/${lock}`),
    ]
  ) {
    await using made = await world();
    assert.equal(await made.isRepeated(INSTALL, { change }), false);
  }
});

Deno.test("an outcome is found out anew with another value of a variable that counts, and with no other", async () => {
  await using made = await world();
  for (
    const env of [
      { ATMOS_TOOL_VERSIONS: "other" },
      { ATMOS_TOOLCHAIN_PATH: "/nowhere" },
      { ATMOS_CLI_CONFIG_PATH: "/nowhere" },
      { ATMOS_LOGS_LEVEL: "debug" },
      { FORCE_COLOR: "1" },
      { XDG_CACHE_HOME: `${made.box.root}/cache` },
    ]
  ) {
    assert.equal(await made.isRepeated(WHICH, { options: { env } }), false, JSON.stringify(env));
  }
  const env = { UNRELATED: "1", GITHUB_TOKEN: "t" };
  for (const words of [WHICH, INSTALL, EXEC]) {
    assert.equal(await made.isRepeated(words, { options: { env } }), true, words.join(" "));
  }
  assert.equal(await made.isRepeated(EXEC, { options: { env: { PATH: "/bin" } } }), false);
});

Deno.test("a variable that a project reads is kept only while it is not set", async () => {
  await using made = await world();
  const { box } = made, config = `${box.project}/atmos.yaml`;
  const text = await Deno.readTextFile(config);
  await Deno.writeTextFile(config, text.replace(" .tools", " !env TOOLS_KEY .tools"));
  await makeOld(config);
  assert.equal(await made.isRepeated(WHICH, { options: { env: { TOOLS_KEY: "elsewhere" } } }), false);
  for (const path of await notes(box)) await Deno.remove(path);
  assert.equal((await box.run(WHICH, { env: { TOOLS_KEY: ".tools" } })).code, 0);
  assert.deepEqual(await notes(box), []);
});

Deno.test("a file that a link leads to counts as soon as it is there", async () => {
  await using made = await releases({ ".tool-versions": "widget 1.2.0\n" });
  const { box } = made;
  await Deno.symlink(`${box.root}/later`, `${box.project}/tools.yaml`);
  await box.run(INSTALL);
  await makeOld(box.root);
  const before = await box.run(WHICH);
  assert.deepEqual(await box.run(WHICH), before);
  assert.equal((await notes(box)).length, 1);
  await Deno.writeTextFile(`${box.root}/later`, "no: [good\n");
  assert.notDeepEqual(await box.run(WHICH), before);
});

Deno.test("nothing is kept of what failed, changed something, was young, or is debugged", async () => {
  await using made = await releases({ ".tool-versions": "widget 1.2.0\n" });
  const { box } = made;
  assert.notEqual((await box.run(WHICH)).code, 0);
  assert.equal((await box.run(INSTALL)).code, 0);
  assert.equal((await box.run(WHICH)).code, 0);
  await makeOld(box.root);
  const debug = { env: { ATMOS_LOGS_LEVEL: "debug" } }, dry = { env: { ATMOS_TOOLCHAIN_DRY_RUN: "1" } };
  for (
    const [words, options] of [[[...INSTALL, "--reinstall"]], [WHICH, debug], [[...EXEC, "words"], dry], [[
      ...INSTALL,
      "plain@2.0.0",
    ]]]
  ) {
    assert.equal((await box.run(words as string[], options as typeof debug)).code, 0);
  }
  assert.deepEqual(await notes(box), []);
});

Deno.test("what is kept is the user's own, holds no secret, and is dropped when it is spoiled", async () => {
  await using made = await releases({ ".tool-versions": "widget 1.2.0\n" });
  const { box } = made;
  await box.run(INSTALL);
  await makeOld(box.root);
  const env = {
    GITHUB_TOKEN: "secret-1",
    ATMOS_GITHUB_TOKEN: "secret-2",
    ATMOS_TOOLCHAIN_PASSWORD: "secret-3",
    DATABASE_URL: "secret-4",
  };
  assert.equal((await box.run(EXEC, { env })).code, 0);
  const [exec = ""] = await notes(box);
  assert.doesNotMatch(await Deno.readTextFile(exec), /secret-/);
  await Deno.remove(exec);
  const found = await box.run(INSTALL, { env });
  const [path = ""] = await notes(box);
  const text = await Deno.readTextFile(path);
  assert.doesNotMatch(text, /secret-/);
  assert.equal(((await Deno.stat(path)).mode ?? 0) & 0o777, 0o600);
  for (const spoiled of ["", "{}", "null", "[]", text.slice(0, -20), text.replace('"output"', '"input"')]) {
    await Deno.writeTextFile(path, spoiled);
    assert.deepEqual(await box.run(INSTALL, { env }), found, spoiled.slice(0, 20));
  }
});
