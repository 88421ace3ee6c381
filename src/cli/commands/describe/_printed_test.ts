import assert from "node:assert/strict";
import { parseYaml } from "@/lang/yaml/parse.ts";
import { annotated, printed } from "./_printed.ts";

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
    [["a", "b"], "yaml", "a\nb\n\n"],
    [[], "yaml", "null\n\n"],
  ];
  for (const [values, format, expected] of cases) assert.equal(printed(values, format), expected);
});

Deno.test("annotated() says beside scalars where they come from, and is the same YAML", () => {
  const value = { a: { b: "x", "c.d": ["z", { e: "1\n2\n" }], f: [] }, g: 5 };
  const text = annotated(value, (path) => path[0] === "g" ? undefined : `${path.join("/")}:1`);
  assert.equal(
    text,
    [
      "a:",
      "  b: x  # a/b:1",
      "  c.d:",
      "    - z  # a/c.d/0:1",
      "    - e: |  # a/c.d/1/e:1",
      "        1",
      "        2",
      "  f: []  # a/f:1",
      "g: 5",
      "",
    ].join("\n"),
  );
  assert.deepEqual(parseYaml(text, { file: "f" }).value, value);
});
