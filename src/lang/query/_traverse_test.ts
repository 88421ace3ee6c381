import assert from "node:assert/strict";
import { ConfigError } from "@/base/errors.ts";
import { compileQuery } from "./query.ts";

const value = {
  "a": 1,
  "b": 2,
  "s": "abc",
  "n": null,
  "c": [3, 1, 2, 1],
  "m": { "y": { "z": [1] }, "x": 1 },
  "l": [{ "a": 1, "b": 2 }, { "a": 3, "b": 4 }, { "a": 1, "b": 7 }],
  "u": "a😀b",
  "k": "a",
  "w": { "a.b": 1, "a*": 2, "a": 3, "my-key": 4, "sp key": 5 },
};

Deno.test("compileQuery() follows paths", () => {
  const cases: [query: string, results: readonly unknown[]][] = [
    [".", [{
      "a": 1,
      "b": 2,
      "s": "abc",
      "n": null,
      "c": [3, 1, 2, 1],
      "m": { "y": { "z": [1] }, "x": 1 },
      "l": [{ "a": 1, "b": 2 }, { "a": 3, "b": 4 }, { "a": 1, "b": 7 }],
      "u": "a😀b",
      "k": "a",
      "w": { "a.b": 1, "a*": 2, "a": 3, "my-key": 4, "sp key": 5 },
    }]],
    [".a", [1]],
    [".nope", [null]],
    [".nope.deep", [null]],
    [".a.b", []],
    [".s.x", []],
    [".a?", [1]],
    [".m.x?", [1]],
    [".a.b?", []],
    [".c.x?", []],
    ['.["a"]', [1]],
    ['.["a","b"]', [1, 2]],
    ['.m["x"]', [1]],
    [".m[.k]", [null]],
    ['."a"', [1]],
    ['."m"."x"', [1]],
    ['.m."x"', [1]],
    ['.w["a.b"]', [1]],
    ['.w["my-key"]', [4]],
    [".w.my-key", [4]],
    ['.w["sp key"]', [5]],
    [".w.a*", [1, 2, 3]],
    ['.w["a*"]', [1, 2, 3]],
    ['.w | has("a*")', [true]],
    [".m.*", [{ "z": [1] }, 1]],
    [".c[0]", [3]],
    [".c[-1]", [1]],
    [".c[9]", [null]],
    ['.c["1"]', [1]],
    [".c[1:]", [[1, 2, 1]]],
    [".c[:1]", [[3]]],
    [".c[-2:]", [[2, 1]]],
    [".c[1:9]", [[1, 2, 1]]],
    [".c[5:]", [[]]],
    [".c[2:1]", [[]]],
    [".c[1:-1]", [[1, 2]]],
    [".s[0:2]", ["ab"]],
    [".s[-1:]", ["c"]],
    [".u[1:2]", ["😀"]],
    [".n[0:1]", [[]]],
    [".n.x", [null]],
    [".n[0]", [null]],
    [".n[]", []],
    [".a[]", []],
    [".s[]", []],
    [".m[]", [{ "z": [1] }, 1]],
    [".c[]", [3, 1, 2, 1]],
    [".c[0,1]", [3, 1]],
    [".c[.a]", [1]],
    [".l[.a].b", [4]],
    [".l.0.a", [1]],
    [".l.[0]", [{ "a": 1, "b": 2 }]],
    [".l[].a", [1, 3, 1]],
    [".l[-1].b", [7]],
    [".l | .[.[0].a]", [{ "a": 3, "b": 4 }]],
    [".c.[]", [3, 1, 2, 1]],
    ['.l[1]["b","a"]', [4, 3]],
    [".c[].x", []],
    [".a .b", []],
    ['[.w."a.b", .w."sp key"]', [[1, 5]]],
    [".c?[0]", [3]],
    ['.c["x"]?', []],
    [".l[].a?", [1, 3, 1]],
    ['.["__proto__"]', [null]],
    ['.w . ["a"]', [3]],
    [".l [1] .b", [4]],
    [".c[.[1]:]", [[1, 2, 1]]],
  ];
  const before = structuredClone(value);
  for (const [query, results] of cases) assert.deepEqual(compileQuery(query)(value), results, query);
  assert.deepEqual(value, before);
});

Deno.test("compileQuery() refuses what cannot be: traverse", () => {
  const cases: [query: string, error: string][] = [
    [".c[-9]", "query/evaluation: index -9 is out of range, the list has 4 members (1:3)"],
    [".c.x", 'query/evaluation: cannot index a list with "x" (1:3)'],
    [".c | .[null]", "query/evaluation: cannot index a list with null (1:7)"],
    [".m[.c]", "query/evaluation: cannot index a map with a list (1:3)"],
    [".a[0:1]", "query/evaluation: cannot slice a number (1:3)"],
    [".m[0:1]", "query/evaluation: cannot slice a map (1:3)"],
    ['.c["a":]', "query/evaluation: a slice is bounded by whole numbers (1:3)"],
  ];
  for (const [query, error] of cases) {
    assert.throws(() => compileQuery(query)(value), (thrown) => {
      assert.ok(thrown instanceof ConfigError, query);
      assert.equal(`${thrown.code}: ${thrown.title}`, error, query);
      return true;
    });
  }
});
