/** Aliases of a project on the compiled binary. Follows config §10.7. */
import assert from "node:assert/strict";
import { sandbox } from "../support/binary.ts";

const CONFIG = `base_path: ./
aliases:
  cfg: describe config
  base: cfg -q .base_path
  a: b
  b: a
  nothing: ""
  away: -C sub base
  spoken: hello "two words"
commands:
  - {name: hello, steps: [echo hello]}
  - {name: cfg, steps: [echo hidden]}
`;
const FILES = { "atmos.yaml": CONFIG, "sub/atmos.yaml": "base_path: ./\nlogs: {level: Error}\n" };

Deno.test("aliases: words in front and behind stay, exit codes and mistakes are those of the target", async () => {
  await using box = await sandbox(FILES);
  const cases: [words: string[], code: number, says: RegExp][] = [
    [["base"], 0, /^"\.\/"\n$/],
    [["cfg", "-q", ".base_path"], 0, /^"\.\/"\n$/],
    [["CFG"], 1, /Unknown command "CFG"/],
    [["--no-color", "base", "--format", "json"], 0, /^"\.\/"\n$/],
    [["cfg", "--help"], 0, /atmos describe config/],
    [["help", "cfg"], 0, /atmos describe config/],
    [["cfg", "--fromat"], 1, /--fromat[^]*atmos describe config/],
    [["a"], 1, /atmos\.yaml:6:3[^]*a → b → a/],
    [["nothing"], 1, /"nothing" stands for nothing[^]*atmos\.yaml:7:3/],
    [["-C", "sub", "cfg"], 1, /Unknown command "cfg"/],
    [["away"], 1, /Unknown command "base"/],
    [["bas"], 1, /Did you mean `atmos base`/],
    [["helo"], 1, /Did you mean `atmos hello`/],
  ];
  for (const [words, code, says] of cases) {
    const { code: ended, stdout, stderr } = await box.run(words);
    assert.equal(ended, code, `${words.join(" ")}\n${stderr}`);
    assert.match(code === 0 ? stdout : stderr, says, words.join(" "));
    assert.equal(code === 0 ? stderr : stdout, "", words.join(" "));
  }
});

Deno.test("aliases: flags behind one lead to the project that it is looked for in", async () => {
  await using box = await sandbox({
    "sub/atmos.yaml": "base_path: ./\naliases: {mine: config get base_path}\n",
  });
  for (
    const words of [["mine", "-C", "sub"], ["-C", "sub", "mine"], ["mine", "--config", "sub/atmos.yaml"]]
  ) {
    assert.equal((await box.run(words)).stdout, "./\n", words.join(" "));
  }
});

Deno.test("help: lists commands and aliases of the project, an alias over a command of its name", async () => {
  await using box = await sandbox(FILES);
  const { stdout, stderr } = await box.run(["--help"]);
  assert.equal(stderr, "");
  assert.match(stdout, /^ {2}hello {2,}/m);
  assert.match(stdout, /Aliases of the project:\n {2}cfg +alias for describe config\n/);
  assert.equal(stdout.match(/^ {2}cfg /gm)?.length, 1);
});
