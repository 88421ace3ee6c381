import assert from "node:assert/strict";
import { bareText } from "./_bare_text.ts";

Deno.test("bareText() prints scalars as they are", () => {
  const cases: [unknown, string][] = [
    ["a: b", "a: b\n"],
    ["", "\n"],
    [true, "true\n"],
    [90, "90\n"],
    [null, "null\n"],
    [["a"], "- a\n"],
    [{ b: "1" }, 'b: "1"\n'],
    [{}, "{}\n"],
  ];
  for (const [value, text] of cases) assert.equal(bareText(value), text);
});
