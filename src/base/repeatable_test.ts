import assert from "node:assert/strict";
import { repeatableCall } from "./repeatable.ts";

Deno.test("repeatableCall() knows the commands that only tell how things are", () => {
  for (const text of ["toolchain which jq", "toolchain install", "toolchain i", "path --relative"]) {
    assert.deepEqual(repeatableCall(text.split(" ")), { words: text.split(" "), args: [] });
  }
  for (const text of ["", "toolchain", "toolchain list", "install", "--chdir x path", "exec jq"]) {
    assert.equal(repeatableCall(text.split(" ")), undefined, text);
  }
});

Deno.test("repeatableCall() sets the words for a tool apart, where they are certainly for it", () => {
  const tables: [string, readonly string[] | undefined][] = [
    ["toolchain exec jq", []],
    ["toolchain exec jq -r .a", ["-r", ".a"]],
    ["toolchain exec jq -- -r", ["-r"]],
    ["toolchain exec jq a -- b", ["a", "--", "b"]],
    ["toolchain exec jq -- --", ["--"]],
    ["toolchain exec jq --no-install -- b", undefined],
    ["toolchain exec jq a --use-version=1", undefined],
    ["toolchain exec --no-install jq", undefined],
    ["toolchain exec", undefined],
  ];
  for (const [text, args] of tables) {
    const words = text.split(" ");
    assert.deepEqual(repeatableCall(words), args && { words: words.slice(0, 3), args }, text);
  }
});
