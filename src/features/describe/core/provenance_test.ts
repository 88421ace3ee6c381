import { equal } from "node:assert/strict";
import { parseYaml } from "@/lang/yaml/parse.ts";
import { annotatedYaml, type Origin, type ValuePath } from "./provenance.ts";

const origin = (line: number, depth = 1, isComputed = false): Origin => ({
  file: "deploy/dev.yaml",
  line,
  column: 1,
  depth,
  isComputed,
});

Deno.test("annotatedYaml() tells places in a column, and is the same YAML", () => {
  const record = { vars: { a: 1, deep: { list: ["x"] }, text: "one\ntwo\n" }, none: { a: 1 }, env: {} };
  const places: Readonly<Record<string, Origin>> = {
    "vars": origin(1),
    "vars.a": origin(2, 3),
    "vars.deep.list.0": origin(5, 1, true),
    "vars.text": origin(7),
  };
  const originOf = (path: ValuePath) => places[path.join(".")];
  const text = annotatedYaml(record, { stack: "deploy/dev", column: 14, originOf });
  equal(
    text.slice(text.indexOf("# Stack")),
    `# Stack: deploy/dev

vars:         # ● [1] deploy/dev.yaml:1
  a: 1        # ○ [3] deploy/dev.yaml:2
  deep:
    list:
      - x     # ∴ [1] deploy/dev.yaml:5
  text: |     # ● [1] deploy/dev.yaml:7
    one
    two
`,
  );
  const { value } = parseYaml(text, { file: "f" });
  equal(JSON.stringify(value), JSON.stringify({ vars: record.vars }));
});

Deno.test("annotatedYaml() puts the comment of a long line below it", () => {
  const text = annotatedYaml({ vars: { long: "x".repeat(20) } }, {
    stack: "s",
    column: 10,
    originOf: () => origin(1),
  });
  equal(text.split("\n").slice(-3, -1).join("\n"), `  long: ${"x".repeat(20)}\n  # ● [1] deploy/dev.yaml:1`);
});
