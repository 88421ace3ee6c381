import assert from "node:assert/strict";
import { isRepeatable } from "./repeatable.ts";

Deno.test("isRepeatable() knows the commands that only tell how things are", () => {
  for (const words of ["toolchain which jq", "toolchain install", "toolchain i", "path --relative"]) {
    assert.equal(isRepeatable(words.split(" ")), true, words);
  }
  for (const words of ["", "toolchain", "toolchain list", "install", "--chdir x path", "exec jq"]) {
    assert.equal(isRepeatable(words.split(" ")), false, words);
  }
});
