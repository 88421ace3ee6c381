/** The example project of custom commands. Follows workflows §12. */
import assert from "node:assert/strict";
import { sandbox } from "../support/binary.ts";

const EXAMPLE = new URL("../../examples/custom_commands/", import.meta.url).pathname;

Deno.test("examples/custom_commands: arguments, flags, variables, words after --, components", async () => {
  const read = (name: string) => Deno.readTextFile(EXAMPLE + name);
  await using box = await sandbox({
    "atmos.yaml": await read("atmos.yaml"),
    "stacks/dev.yaml": await read("stacks/dev.yaml"),
  });
  const cases: [words: string[], stdout: string][] = [
    [["greet"], "you\n"],
    [["greet", "bob", "-l"], "BOB\n"],
    [["db", "address"], "db.dev.local:5432\n"],
    [["db", "address", "--stage", "prod"], "db.prod.local:5432\n"],
    [["db", "query", "--", "select 1", "it's"], "<select 1><it's>\n"],
    [["script", "run", "hello", "-s", "dev"], "hello dev from here\n[hello dev from here]\n"],
  ];
  for (const [words, stdout] of cases) {
    const result = await box.run(words);
    assert.deepEqual([result.code, result.stdout], [0, stdout], `${words.join(" ")}: ${result.stderr}`);
  }
  const wrong = await box.run(["db", "address", "--stage", "qa"]);
  assert.deepEqual([wrong.code, wrong.stdout], [1, ""]);
  assert.match(wrong.stderr, /invalid value "qa" for flag --stage \(valid values: dev, prod\)/);
});
