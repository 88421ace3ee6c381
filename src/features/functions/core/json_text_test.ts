import { deepEqual, equal, throws } from "node:assert/strict";
import { parseJson } from "./json_text.ts";

Deno.test("parseJson() keeps the digits of whole numbers that 64 bits hold", () => {
  const cases: [string, unknown][] = [
    ["42", 42],
    ["1e3", 1000],
    ["2.0", 2],
    ["9007199254740991", 9007199254740991],
    ["9007199254740993", 9007199254740993n],
    ["-9223372036854775808", -(2n ** 63n)],
    ["12345678901234567890", 12345678901234567890n],
    ["123456789012345678901234567890", 1.2345678901234568e29],
    ["0.12345678901234567890", 0.12345678901234568],
    ['{"a": [9007199254740993, "9007199254740993", null]}', {
      a: [9007199254740993n, "9007199254740993", null],
    }],
    ["\uFEFFtrue", true],
  ];
  for (const [text, expected] of cases) deepEqual(parseJson(text), expected, text);
});

Deno.test("parseJson() refuses what is no JSON", () => {
  for (const text of ["", "007", "yes", "a: 1", "{", "'x'", "12345678901234567890x", "NaN"]) {
    throws(() => parseJson(text), SyntaxError, text);
  }
});

Deno.test("parseJson() makes a key called __proto__ a member", () => {
  const value = parseJson('{"__proto__": {"x": 9007199254740993}}');
  equal(Object.hasOwn(value as object, "__proto__"), true);
  equal((value as Record<string, unknown>)["x"], undefined);
});

Deno.test("parseJson() refuses values that are nested too deep to be walked", () => {
  const nested = (depth: number, inner = "1") => "[".repeat(depth) + inner + "]".repeat(depth);
  equal(JSON.stringify(parseJson(nested(1000))), nested(1000));
  for (const inner of ["1", "9007199254740993"]) {
    for (const depth of [1001, 200_000]) throws(() => parseJson(nested(depth, inner)), SyntaxError);
  }
});
