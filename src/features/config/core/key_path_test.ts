import assert from "node:assert/strict";
import { parseKeyPath, valueAt } from "./key_path.ts";

Deno.test("parseKeyPath() reads keys, indices and quotes", () => {
  const cases: [string, (string | number)[]][] = [
    ["a.b", ["a", "b"]],
    [".a", ["a"]],
    [".", []],
    ["a[0].b", ["a", 0, "b"]],
    ["a[0][12]", ["a", 0, 12]],
    ['a."b.c"', ["a", "b.c"]],
    ['a["b\\"c"]', ["a", 'b"c']],
    ["a-b.ü x", ["a-b", "ü x"]],
    ["[0]", [0]],
  ];
  for (const [text, steps] of cases) assert.deepEqual(parseKeyPath(text), steps, text);
});

Deno.test("parseKeyPath() says what is wrong", () => {
  const cases: [string, RegExp][] = [
    ["", /empty path/],
    ["a..b", /'a\.\.b': empty path segment/],
    ["..", /empty path segment/],
    ["a.", /empty path segment/],
    ["a[[", /unterminated \[/],
    ["a[0", /unterminated \[/],
    ["a[x]", /unterminated \[/],
    ['a."b', /unterminated "/],
    ["a[0]b", /a dot is missing/],
  ];
  for (const [text, message] of cases) {
    assert.throws(() => parseKeyPath(text), { code: "config/bad-path", exitCode: 1, message }, text);
  }
});

Deno.test("valueAt() finds own values alone", () => {
  const value = { a: [{ b: null }], n: 5, "": "empty" };
  assert.equal(valueAt(value, ["a", 0, "b"]), null);
  assert.equal(valueAt(value, []), value);
  const missing = [["a", 1], ["a", "0"], ["a", "length"], ["n", "x"], ["constructor"], ["a", 0, "b", "c"]];
  for (const path of missing) assert.equal(valueAt(value, path), undefined, path.join());
});
