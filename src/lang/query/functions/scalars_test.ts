import assert from "node:assert/strict";
import { ConfigError } from "@/base/errors.ts";
import { compileQuery } from "../query.ts";

const value = {
  "a": 1,
  "b": 2,
  "s": "abc",
  "n": null,
  "yes": true,
  "c": [3, 1, 2, 1],
  "m": { "y": { "z": [1] }, "x": 1 },
  "l": [{ "a": 1, "b": 2 }, { "a": 3, "b": 4 }, { "a": 1, "b": 7 }],
  "ms": { "q": 2, "p": 1, "r": "x" },
  "mix": [3, "b", null, true, 1.5, "a", false, "B", "é"],
  "num": "12",
  "sp": "  x y ",
  "u": "a😀b",
  "csv": [["a", "b c"], [1, null]],
};

Deno.test("compileQuery() knows the functions about single values", () => {
  const cases: [query: string, results: readonly unknown[]][] = [
    [".mix | map(tag)", [[
      "!!int",
      "!!str",
      "!!null",
      "!!bool",
      "!!float",
      "!!str",
      "!!bool",
      "!!str",
      "!!str",
    ]]],
    [".mix | map(type)", [[
      "!!int",
      "!!str",
      "!!null",
      "!!bool",
      "!!float",
      "!!str",
      "!!bool",
      "!!str",
      "!!str",
    ]]],
    ["[.m, .c, .a] | map(kind)", [["map", "seq", "scalar"]]],
    [".s | upcase", ["ABC"]],
    ['"ABC" | downcase', ["abc"]],
    [".u | upcase", ["A😀B"]],
    [".sp | trim", ["x y"]],
    [".sp | length", [6]],
    [".u | length", [6]],
    [".mix | map(length)", [[1, 1, 0, 4, 3, 1, 5, 1, 2]]],
    [".a | tostring", ["1"]],
    [".mix | map(to_string)", [["3", "b", "null", "true", "1.5", "a", "false", "B", "é"]]],
    [".ms | tostring", ["q: 2\np: 1\nr: x"]],
    ["[] | tostring", ["[]"]],
    [".num | to_number", [12]],
    ['"0x1f" | to_number', [31]],
    ['"012" | to_number', [12]],
    ['"0o17" | to_number', [15]],
    ['"1_000" | to_number', [1000]],
    ['"1.50" | to_number', [1.5]],
    ['.c | join("-")', ["3-1-2-1"]],
    ['["a",null,true,1.5] | join(",")', ["a,,true,1.5"]],
    ['.l[] | [.a, .b] | join(":")', ["1:2", "3:4", "1:7"]],
    ['.s | split("")', [["a", "b", "c"]]],
    ['.u | split("")', [["a", "😀", "b"]]],
    ['.s | split("b")', [["a", "c"]]],
    ['"a,b" | split(",")', [["a", "b"]]],
    ['"" | split(",")', [[]]],
    ['.n | split(",")', []],
    ['"a-b" | split("-")[1]', ["b"]],
    [String.raw`" \t\nx\r" | trim`, ["x"]],
    ['"9223372036854775807" | to_number', [9223372036854775807n]],
    ['"99999999999999999999" | to_number', [100000000000000000000]],
    ['"-0x10" | to_number', [-16]],
    ['"a.b" | split(".") | length', [2]],
    ["[1,2] | join(null)", ["1null2"]],
    ["true | tostring", ["true"]],
    ["1.5 | to_string | tag", ["!!str"]],
    [".yes | not", [false]],
    ['"X" | ascii_downcase', ["x"]],
    ["9007199254740993 | tag", ["!!int"]],
  ];
  const before = structuredClone(value);
  for (const [query, results] of cases) assert.deepEqual(compileQuery(query)(value), results, query);
  assert.deepEqual(value, before);
});

Deno.test("compileQuery() refuses what cannot be: scalars", () => {
  const cases: [query: string, error: string][] = [
    [".a | upcase", "query/evaluation: cannot upcase a number (1:6)"],
    [".n | trim", "query/evaluation: cannot trim null (1:6)"],
    ['"abc" | to_number', 'query/evaluation: cannot make a number of "abc" (1:9)'],
    ['" 12" | to_number', 'query/evaluation: cannot make a number of " 12" (1:9)'],
    [".n | to_number", "query/evaluation: cannot make a number of null (1:6)"],
    ['.n | join("-")', "query/evaluation: cannot join null, only a list (1:6)"],
    ['.a | split(",")', "query/evaluation: cannot split a number (1:6)"],
    ['"1e400" | to_number', 'query/evaluation: cannot make a number of "1e400" (1:11)'],
    ['"x" | split(1)', "query/evaluation: expected a string as argument 1 (1:7)"],
    ['.csv | join(",")', "query/evaluation: cannot join: member 0 is a list (1:8)"],
  ];
  for (const [query, error] of cases) {
    assert.throws(() => compileQuery(query)(value), (thrown) => {
      assert.ok(thrown instanceof ConfigError, query);
      assert.equal(`${thrown.code}: ${thrown.title}`, error, query);
      return true;
    });
  }
});
