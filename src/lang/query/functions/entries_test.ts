import { assertRefusals, assertResults } from "../../../../tests/support/query_cases.ts";

Deno.test("compileQuery() turns maps into entries and back", () => {
  assertResults([
    [".m | to_entries", [[{ "key": "y", "value": { "z": [1] } }, { "key": "x", "value": 1 }]]],
    [".c | to_entries", [[{ "key": 0, "value": 3 }, { "key": 1, "value": 1 }, { "key": 2, "value": 2 }, {
      "key": 3,
      "value": 1,
    }]]],
    [".n | to_entries", []],
    ['[{"key":"a","value":1}] | from_entries', [{ "a": 1 }]],
    ['[{"key":1,"value":1}] | from_entries', [{ "1": 1 }]],
    ['.m | with_entries(.key |= "p_" + .)', [{ "p_y": { "z": [1] }, "p_x": 1 }]],
    ['.m | with_entries(select(.key == "x"))', [{ "x": 1 }]],
    ['.ms | with_entries(select(.value != "x"))', [{ "q": 2, "p": 1 }]],
    [".m | with_entries(.value = 1)", [{ "y": 1, "x": 1 }]],
    [".c | with_entries(.value |= . + 1)", [{ "0": 4, "1": 2, "2": 3, "3": 2 }]],
    [String.raw`.ms | to_entries | map("\(.key)=\(.value)") | join(",")`, ["q=2,p=1,r=x"]],
    ['.ms | to_entries | map(.key + "=" + .value) | join(",")', ["q=2,p=1,r=x"]],
    [".ms | with_entries(.) | length", [3]],
    [".n | with_entries(.)", []],
    ['{"__proto__":1} | to_entries', [[{ "key": "__proto__", "value": 1 }]]],
    ['[{"key":"__proto__","value":1}] | from_entries | keys', [["__proto__"]]],
    ['{"a":1,"b":2} | with_entries(.key = "z")', [{ "z": 2 }]],
    ['{"a":1} | with_entries(.key = null)', [{ "null": 1 }]],
    ['{"a":1} | toEntries', [[{ "key": "a", "value": 1 }]]],
  ]);
});

Deno.test("compileQuery() refuses what cannot be: entries", () => {
  assertRefusals([
    [".s | to_entries", "query/evaluation: a string has no entries (1:6)"],
    ['[{"key":"b"}] | from_entries', "query/evaluation: entry 0 has no value (1:17)"],
    ['{"a":1} | with_entries(.key = [])', "query/evaluation: the key of entry 0 is a list (1:11)"],
    [".m | from_entries", "query/evaluation: expected a list of entries, found a map (1:6)"],
  ]);
});
