/** Rules of .editorconfig. */
import assert from "node:assert/strict";
import { editorFaults, parseEditorconfig, pathPattern } from "./editorconfig.ts";

Deno.test("parseEditorconfig() reads sections in order, and ignores comments and nonsense", () => {
  const text =
    "root = TRUE\n# x\n[*]\nindent_style = Space\nnonsense\n\n[*.{md,txt}]\nmax_line_length: off\n";
  assert.deepEqual(parseEditorconfig(text), {
    isRoot: true,
    sections: [
      { pattern: "*", rules: { indent_style: "space" } },
      { pattern: "*.{md,txt}", rules: { max_line_length: "off" } },
    ],
  });
});

Deno.test("pathPattern() lets a pattern without a slash count at any depth", () => {
  assert.equal(pathPattern("*.md"), "**/*.md");
  assert.equal(pathPattern("/a/*.md"), "a/*.md");
  assert.equal(pathPattern("a/*.md"), "a/*.md");
});

Deno.test("editorFaults() tells the place of every break", () => {
  const places = (text: string, rules: Record<string, string>) =>
    editorFaults(text, rules).map(({ line, column }) => [line, column]);
  assert.deepEqual(places("a \nb\n", { trim_trailing_whitespace: "true" }), [[1, 2]]);
  assert.deepEqual(places("a\n\tb\n", { indent_style: "space" }), [[2, 1]]);
  assert.deepEqual(places("/*\n * x\n */\n  y\n", { indent_style: "tab" }), [[4, 1]]);
  assert.deepEqual(places("a:\n   b\n", { indent_style: "space", indent_size: "2" }), [[2, 1]]);
  assert.deepEqual(places("a\r\nb\n", { end_of_line: "lf" }), [[1, 1]]);
  assert.deepEqual(places("a\nbc", { insert_final_newline: "true" }), [[2, 3]]);
  assert.deepEqual(places("abc\n", { max_line_length: "2" }), [[1, 3]]);
  assert.deepEqual(places("a \n\tb", { max_line_length: "off", indent_style: "unset" }), []);
});
