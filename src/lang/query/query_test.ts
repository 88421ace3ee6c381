import assert from "node:assert/strict";
import { ConfigError } from "@/base/errors.ts";
import { compileQuery } from "./query.ts";

const data = {
  a: { b: 1, c: [1, 2, 3], "k-y": "dash", t: "text" },
  list: [{ n: "x", v: 2 }, { n: "y", v: 1 }, { n: "x", v: 3 }],
  none: null,
  no: false,
  yes: true,
  word: "Hello World",
  big: 12345678901234567890n,
  ["__proto__"]: { p: 1 },
};

Deno.test("compileQuery() answers as yq does", () => {
  const cases: [query: string, ...results: unknown[]][] = [
    ["", data],
    [".", data],
    [".a.b", 1],
    [".a.nothing.deeper", null],
    ['.a["k-y"]', "dash"],
    ['.a."k-y"', "dash"],
    [".a.k-y", "dash"],
    [".a.c[0], .a.c[-1], .a.c[9]", 1, 3, null],
    [".a.c.[1]", 2],
    [".a.c[1:]", [2, 3]],
    [".a.c[:-1]", [1, 2]],
    [".a.c[]", 1, 2, 3],
    [".none[]"],
    [".list[].n", "x", "y", "x"],
    ["[.list[] | select(.v >= 2) | .n]", ["x", "x"]],
    ['.list[] | select(.n == "x" and .v != 2) | .v', 3],
    ['.list[] | select(.n == "*")| .v', 2, 1, 3],
    ['.nothing // "d"', "d"],
    [".no // .yes", true],
    [".none // [] | length", 0],
    ['{"a": .a.b, b: .word, (.a.t): 1}', { a: 1, b: "Hello World", text: 1 }],
    ['{"n": .list[].n}', { n: "x" }, { n: "y" }, { n: "x" }],
    ["[.a.b, .none]", [1, null]],
    ["[]", []],
    ['"v: " + .a.t', "v: text"],
    ['"v: \\(.a.b)!"', "v: 1!"],
    [".a.b + 1, .a.b - 3, .a.b * 4, 7 / 2, 7 % 4", 2, -2, 4, 3.5, 3],
    [".a.c + [4]", [1, 2, 3, 4]],
    [".a.c - [2]", [1, 3]],
    ['{"x": {"y": 1}} * {"x": {"z": 2}}', { x: { y: 1, z: 2 } }],
    ["-.a.b", -1],
    [".yes and .no, .yes or .no, (.no | not)", false, true, true],
    [".big", 12345678901234567890n],
    ['.["__proto__"].p', 1],
    [".a | keys", ["b", "c", "k-y", "t"]],
    [".a | length, (.word | length), (.none | length)", 4, 11, 0],
    ['.a | (has("b"), has("z"))', true, false],
    ['.a | pick(["t", "z"])', { t: "text" }],
    ['.a | omit(["c", "k-y"])', { b: 1, t: "text" }],
    [".a.c | map(. * 2)", [2, 4, 6]],
    ['{"x": 1, "y": 2} | map_values(. + 1)', { x: 2, y: 3 }],
    ['{"x": 1} | to_entries', [{ key: "x", value: 1 }]],
    ['[{"key": "x", "value": 1}] | from_entries', { x: 1 }],
    ['.a | with_entries(select(.key | test("^[bt]$")))', { b: 1, t: "text" }],
    ["[.list[].n] | unique", ["x", "y"]],
    [".list | unique_by(.n) | map(.v)", [2, 1]],
    ["[.list[].v] | sort", [1, 2, 3]],
    [".list | sort_by(.v) | map(.n)", ["y", "x", "x"]],
    [".list | group_by(.n) | map(length)", [2, 1]],
    ['.a.c | reverse | join("-")', "3-2-1"],
    ['"a,b" | split(",")', ["a", "b"]],
    ["[[1, [2]], 3] | flatten", [1, 2, 3]],
    [".list | (any(.v == 3), all(.v == 3))", true, false],
    [".list | first(.v < 2) | .n", "y"],
    ['.word | (contains("World"), upcase, downcase)', true, "HELLO WORLD", "hello world"],
    ['.word | sub("o", "0")', "Hell0 W0rld"],
    ['"aGk=" | @base64d', "hi"],
    ['"hi" | @base64', "aGk="],
    [".a.c | @json", "[1,2,3]"],
    ["{} | kind", "map"],
    [".a.b | tag, (.word | tag), (.none | tag), (.a | tag)", "!!int", "!!str", "!!null", "!!map"],
    ['"5" | to_number', 5],
    ["del(.a.c, .list) | .a | keys", ["b", "k-y", "t"]],
    ['del(.list[] | select(.n == "x")) | .list | length', 1],
    ["del(.a.c[0]) | .a.c", [2, 3]],
    [".a.b as $x | .list[] | select(.v == $x) | .n", "y"],
    ["[..] | length > 10", true],
    [".a.c | (min, max)", 1, 3],
    ["empty"],
    [".word[0:5]", "Hello"],
    [".a # the rest is a remark", data.a],
  ];
  const before = structuredClone(data);
  for (const [query, ...results] of cases) {
    assert.deepEqual(compileQuery(query)(data), results, query);
  }
  assert.deepEqual(data, before);
});

Deno.test("compileQuery() refuses what it cannot read, does not know, or what does not fit", () => {
  const cases: [query: string, code: string, title: RegExp][] = [
    [".a[", "query/syntax", /bad query/],
    [".a | ", "query/syntax", /the end is not expected/],
    ["{a: 1", "query/syntax", /, is needed before the end/],
    ["a b", "query/syntax", /b is not expected/],
    ['"open', "query/syntax", /means nothing/],
    ["(".repeat(2000), "query/syntax", /nested too deeply/],
    [".a = 1", "query/unsupported", /=/],
    [".a |= . + 1", "query/unsupported", /\|=/],
    ["env(HOME)", "query/unsupported", /env\(…\)/],
    ["strenv(HOME)", "query/unsupported", /strenv/],
    ['load("x")', "query/unsupported", /load/],
    ["nonsense", "query/unsupported", /nonsense/],
    [".word.x", "query/evaluation", /cannot index a text with "x"/],
    [".a.b[]", "query/evaluation", /cannot go through a number/],
    ["$x", "query/evaluation", /\$x is not bound/],
    [".a + .list", "query/evaluation", /cannot take/],
    ["1 / 0", "query/evaluation", /cannot take 1 \/ 0/],
    ['.a | join(",")', "query/evaluation", /join does not work on a map/],
  ];
  for (const [query, code, title] of cases) {
    assert.throws(() => compileQuery(query)(data), (error) => {
      assert.ok(error instanceof ConfigError, `${query}: ${error}`);
      assert.equal(error.code, code, query);
      assert.match(error.title, title, query);
      return true;
    });
  }
});
