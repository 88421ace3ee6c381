import assert from "node:assert/strict";
import { ConfigError } from "@/base/errors.ts";
import { compileQuery } from "./query.ts";

const value = {
  "a": 1,
  "b": 2,
  "s": "abc",
  "n": null,
  "c": [3, 1, 2, 1],
  "e": [],
  "m": { "y": { "z": [1] }, "x": 1 },
  "l": [{ "a": 1, "b": 2 }, { "a": 3, "b": 4 }, { "a": 1, "b": 7 }],
  "ms": { "q": 2, "p": 1, "r": "x" },
  "k": "a",
  "w": { "a.b": 1, "a*": 2, "a": 3, "my-key": 4, "sp key": 5 },
};

Deno.test("compileQuery() assigns and deletes without touching the input", () => {
  const cases: [query: string, results: readonly unknown[]][] = [
    [".a = 5 | .a", [5]],
    [".a = .b | .a", [2]],
    [".a |= . + 1 | .a", [2]],
    [".a += 1 | .a", [2]],
    [".a += .b | .a", [3]],
    [".a -= 1 | .a", [0]],
    [".a *= 3 | .a", [3]],
    [".nope.deep.x = 1 | .nope", [{ "deep": { "x": 1 } }]],
    [".arr[2] = 1 | .arr", [[null, null, 1]]],
    [".nope.[0].x = 1 | .nope", [[{ "x": 1 }]]],
    [".c[] = 9 | .c", [[9, 9, 9, 9]]],
    [".c[0] = .c[1] | .c", [[1, 1, 2, 1]]],
    [".c[0] |= . + 10 | .c", [[13, 1, 2, 1]]],
    [".c[] |= . + 1 | .c", [[4, 2, 3, 2]]],
    [".c[7] = 1 | .c", [[3, 1, 2, 1, null, null, null, 1]]],
    [".c[-1] = 5 | .c", [[3, 1, 2, 5]]],
    [".m.* = 0 | .m", [{ "y": 0, "x": 0 }]],
    ['.w["a*"] = 9 | .w', [{ "a.b": 9, "a*": 9, "a": 9, "my-key": 4, "sp key": 5 }]],
    ['.w["z*"] = 1 | .w', [{ "a.b": 1, "a*": 2, "a": 3, "my-key": 4, "sp key": 5, "z*": 1 }]],
    ['.m["1"] = 5 | .m', [{ "1": 5, "y": { "z": [1] }, "x": 1 }]],
    ["(.a, .b) = 7 | [.a, .b]", [[7, 7]]],
    ["(.l[] | select(.a == 1) | .b) = 0 | .l", [[{ "a": 1, "b": 0 }, { "a": 3, "b": 4 }, {
      "a": 1,
      "b": 0,
    }]]],
    [".l[] |= .a | .l", [[1, 3, 1]]],
    [".l[].a += .b | .l", [[{ "a": 3, "b": 2 }, { "a": 5, "b": 4 }, { "a": 3, "b": 7 }]]],
    [".l[] | (.a += .b)", [{ "a": 3, "b": 2 }, { "a": 7, "b": 4 }, { "a": 8, "b": 7 }]],
    [".c |= map(. + 1) | .c", [[4, 2, 3, 2]]],
    [".c += 5 | .c", [[3, 1, 2, 1, 5]]],
    ['.m *= {"x":2} | .m', [{ "y": { "z": [1] }, "x": 2 }]],
    ['.m += {"x":2} | .m', [{ "y": { "z": [1] }, "x": 2 }]],
    [".a = .e[] | .a", [1]],
    [".a = (1, 2) | .a", [2]],
    [".a |= (1, 2) | .a", [1]],
    [".n.x = 1 | .n", [{ "x": 1 }]],
    [".s.x = 1 | .s", ["abc"]],
    ["(.nope // .a) = 5 | .a", [5]],
    [".c[] |= select(. > 1) | .c", [[3, 1, 2, 1]]],
    [".l[] |= with_entries(.value += 1) | .l", [[{ "a": 2, "b": 3 }, { "a": 4, "b": 5 }, {
      "a": 2,
      "b": 8,
    }]]],
    ['.m |= pick(["x"]) | .m', [{ "x": 1 }]],
    ["del(.a) | keys | length", [10]],
    ["del(.m.x) | .m", [{ "y": { "z": [1] } }]],
    ["del(.c[0]) | .c", [[1, 2, 1]]],
    ["del(.c[0, 1]) | .c", [[2, 1]]],
    ["del(.c[]) | .c", [[]]],
    ["del(.c[] | select(. == 1)) | .c", [[3, 2]]],
    ["del(.c[0], .c[1]) | .c", [[2, 1]]],
    ["del(.m[]) | .m", [{}]],
    ["del(.nope) | keys | length", [11]],
    ["del(.c[-1]) | .c", [[3, 1, 2]]],
    ["del(.l[].a) | .l", [[{ "b": 2 }, { "b": 4 }, { "b": 7 }]]],
    ["del(.s.x) | .s", ["abc"]],
    [".c | del(.[0], .[2])", [[1, 1]]],
    [".ms | del(.p, .q)", [{ "r": "x" }]],
    ['del(.ms[] | select(. == "x")) | .ms', [{ "q": 2, "p": 1 }]],
    ["with(.m; .x = 5 | .w = 6) | .m", [{ "y": { "z": [1] }, "x": 5, "w": 6 }]],
    ["with(.l[]; .a = .a + 1) | .l", [[{ "a": 2, "b": 2 }, { "a": 4, "b": 4 }, { "a": 2, "b": 7 }]]],
    ["with(.m; .x |= 7) | .m", [{ "y": { "z": [1] }, "x": 7 }]],
    ["with(.nope; .x = 1) | .nope", [{ "x": 1 }]],
    ["with(.c; del(.[0])) | .c", [[1, 2, 1]]],
    ["with(.c; 5) | .c", [[3, 1, 2, 1]]],
    ["with(.c; . = 5) | .c", [5]],
    ["with(.l[] | select(.a == 1); .b = 0) | .l", [[{ "a": 1, "b": 0 }, { "a": 3, "b": 4 }, {
      "a": 1,
      "b": 0,
    }]]],
    ['.__proto__.x = 1 | keys | contains(["__proto__"])', [true]],
    [".m | del(.y, .y.z)", [{ "x": 1 }]],
    ["del(.l[0].a, .l[0]) | .l", [[{ "a": 3, "b": 4 }, { "a": 1, "b": 7 }]]],
    [".q[2].x = 1 | .q", [[null, null, { "x": 1 }]]],
    [".m[.k] = 5 | .m", [{ "y": { "z": [1] }, "x": 1, "a": 5 }]],
    [".m.x = . | .m.x.a", [1]],
    [".c *=+ [9] | .c", [[3, 1, 2, 1, 9]]],
    ['.l[0] *= {"z": 1} | .l[0]', [{ "a": 1, "b": 2, "z": 1 }]],
    [".m |= empty | .m", [{ "y": { "z": [1] }, "x": 1 }]],
    [".m | .x = 2 | parent | .m.x", [1]],
    [".l | map(.a = 5)", [[{ "a": 5, "b": 2 }, { "a": 5, "b": 4 }, { "a": 5, "b": 7 }]]],
    [".l[] |= (.b = 1 | .c = 2) | .l[1]", [{ "a": 3, "b": 1, "c": 2 }]],
  ];
  const before = structuredClone(value);
  for (const [query, results] of cases) assert.deepEqual(compileQuery(query)(value), results, query);
  assert.deepEqual(value, before);
});

Deno.test("compileQuery() refuses what cannot be: update", () => {
  const cases: [query: string, error: string][] = [
    [".nope[-1] = 1", "query/evaluation: index -1 is out of range, the list is empty (1:6)"],
    [
      "with(.c; .[0] = 9, .[1] = 8) | .c",
      "query/evaluation: cannot tell several results apart, join changes by | (1:1)",
    ],
    [".c[1:] = 5", "query/evaluation: cannot change a value that does not stand in the input (1:8)"],
    ["$x", "query/syntax: bad query: $x is not known here (1:1)"],
    ["(.a + 1) = 5", "query/evaluation: cannot change a value that does not stand in the input (1:10)"],
    [".a as $x | $x = 5", "query/evaluation: cannot change a value that does not stand in the input (1:15)"],
    ["del(.)", "query/evaluation: the whole value cannot be deleted (1:1)"],
    ["del(..)", "query/evaluation: the whole value cannot be deleted (1:1)"],
    [
      "with(.m; .x = 1, .y = 2)",
      "query/evaluation: cannot tell several results apart, join changes by | (1:1)",
    ],
    [".q[9999999] = 1", "query/evaluation: the query makes too many values (1:1)"],
  ];
  for (const [query, error] of cases) {
    assert.throws(() => compileQuery(query)(value), (thrown) => {
      assert.ok(thrown instanceof ConfigError, query);
      assert.equal(`${thrown.code}: ${thrown.title}`, error, query);
      return true;
    });
  }
});
