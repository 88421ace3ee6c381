import { assertRefusals, assertResults, sample } from "../../../../tests/support/query_cases.ts";

const value = {
  ...sample,
  "mix": [3, "b", null, true, 1.5, "a", false, "B", "é"],
  "nest": [1, [2, [3, [4]]]],
};

Deno.test("compileQuery() sorts, groups and compares members", () => {
  assertResults([
    [".c | sort", [[1, 1, 2, 3]]],
    [".mix | sort", [[null, false, true, 1.5, 3, "B", "a", "b", "é"]]],
    [".nest | sort", [[[2, [3, [4]]], 1]]],
    [".ms | sort", [{ "p": 1, "q": 2, "r": "x" }]],
    [".l | sort_by(-.b) | map(.b)", [[7, 4, 2]]],
    [".l | sort_by(.a)", [[{ "a": 1, "b": 2 }, { "a": 1, "b": 7 }, { "a": 3, "b": 4 }]]],
    [".l | sort_by(.a, .b)", [[{ "a": 1, "b": 2 }, { "a": 1, "b": 7 }, { "a": 3, "b": 4 }]]],
    [".l | sort_by(.b) | reverse", [[{ "a": 1, "b": 7 }, { "a": 3, "b": 4 }, { "a": 1, "b": 2 }]]],
    [".l | sort_by(.nope)", [[{ "a": 1, "b": 2 }, { "a": 3, "b": 4 }, { "a": 1, "b": 7 }]]],
    [".m | sort_keys(.)", [{ "x": 1, "y": { "z": [1] } }]],
    ["sort_keys(.m) | .m | keys", [["x", "y"]]],
    ['{"b":{"d":1,"c":2},"a":[{"z":1,"y":2}]} | sort_keys(..)', [{
      "a": [{ "y": 2, "z": 1 }],
      "b": { "c": 2, "d": 1 },
    }]],
    ['["b","A","a","_"] | sort', [["A", "_", "a", "b"]]],
    ['[10,9,"10","9"] | sort', [[9, 10, "10", "9"]]],
    [".c | unique", [[3, 1, 2]]],
    ['[null,1,"a",1] | unique', [[null, 1, "a"]]],
    [".l | unique_by(.a)", [[{ "a": 1, "b": 2 }, { "a": 3, "b": 4 }]]],
    ['[{"a":1},{"a":1}] | unique', [[{ "a": 1 }]]],
    [".l | group_by(.a)", [[[{ "a": 1, "b": 2 }, { "a": 1, "b": 7 }], [{ "a": 3, "b": 4 }]]]],
    [".l | group_by(.zz)", [[[{ "a": 1, "b": 2 }, { "a": 3, "b": 4 }, { "a": 1, "b": 7 }]]]],
    ['.l | group_by(.a) | map({"a": .[0].a, "n": length})', [[{ "a": 1, "n": 2 }, { "a": 3, "n": 1 }]]],
    [".c | reverse", [[1, 2, 1, 3]]],
    [".c | min", [1]],
    [".c | max", [3]],
    [".e | max", []],
    ['["b","a"] | max', ["b"]],
    ['[1,"1",true,"true"] | unique', [[1, "1", true, "true"]]],
    ['[{"a":1,"b":2},{"b":2,"a":1}] | unique', [[{ "a": 1, "b": 2 }]]],
    ["[null,1] | min", [1]],
    ["[null] | max", [null]],
    ["[] | min", []],
    [".ms | sort_by(.)", [{ "p": 1, "q": 2, "r": "x" }]],
    [".l | sort_by(.b, .a) | map(.b)", [[2, 4, 7]]],
    ["sort_keys(.m, .ms) | .ms | keys", [["p", "q", "r"]]],
    ['["😀","�"] | sort', [["�", "😀"]]],
    ["[[2],[1]] | sort", [[[2], [1]]]],
    ["[9007199254740993, 9007199254740992] | sort", [[9007199254740992n, 9007199254740993n]]],
    ['["b","ab","a"] | sort | sort_by(length)', [["a", "b", "ab"]]],
    ["[] | group_by(.a)", [[]]],
  ], value);
});

Deno.test("compileQuery() refuses what cannot be: order", () => {
  assertRefusals([
    [".n | sort", "query/evaluation: cannot sort null (1:6)"],
    [".s | reverse", "query/evaluation: cannot reverse a string, only a list (1:6)"],
    ['[2,"a"] | max', "query/evaluation: cannot compare a string with a number (1:11)"],
    [".l | sort_by(.a; .b)", "query/syntax: bad query: sort_by takes 1 argument (1:6)"],
  ], value);
});
