import assert from "node:assert/strict";
import { printed } from "./_printed.ts";

Deno.test("printed() writes scalars as JSON or as they are, and nothing as null", () => {
  const cases: [unknown[], string, string][] = [
    [[{ a: ["b"] }], "json", '{\n  "a": [\n    "b"\n  ]\n}\n'],
    [["true"], "json", '"true"\n'],
    [[""], "json", '""\n'],
    [[], "json", "null\n"],
    [[undefined], "json", "null\n"],
    [[1, "x"], "json", '1\n"x"\n'],
    [[5n], "json", "5\n"],
    [[{ a: ["b"] }], "yaml", "a:\n  - b\n\n"],
    [["a: b"], "yaml", "a: b\n\n"],
    [[90], "yaml", "90\n\n"],
    [[], "yaml", "null\n\n"],
  ];
  for (const [values, format, expected] of cases) assert.equal(printed(values, format), expected);
});
