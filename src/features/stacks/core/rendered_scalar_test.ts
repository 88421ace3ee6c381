import { deepEqual } from "node:assert/strict";
import { renderedScalar } from "./rendered_scalar.ts";

Deno.test("renderedScalar() keeps texts that had to be quoted, and types the others", () => {
  const cases: readonly (readonly [text: string, rendered: string, value: unknown])[] = [
    ["{{ .n }}", "3", "3"],
    ["5{{ .n }}", "53", 53],
    ["tr{{ .x }}", "true", true],
    ["n{{ .x }}", "null", null],
    ["1{{ .x }}", "1e3", 1000],
    ["0{{ .x }}", "017", 15],
    ["ye{{ .x }}", "yes", "yes"],
    ["a: {{ .x }}", "a: 1", "a: 1"],
    [" 5{{ .x }}", " 53", " 53"],
    ["x{{ .x }}", "x: [1]", "x: [1]"],
    ["x{{ .x }}", "x #y", "x #y"],
  ];
  for (const [text, rendered, value] of cases) deepEqual(renderedScalar(text, () => rendered), value, text);
});

Deno.test("renderedScalar() lets a first trim take the line break of a block", () => {
  deepEqual(renderedScalar("a\nb{{ }}", (text) => `${text.slice(0, 4)}!`), "a\nb!");
});
