import { assertRefusals, assertResults, sample } from "../../../../tests/support/query_cases.ts";

const value = {
  ...sample,
  "csv": [["a", "b c"], [1, null]],
  "cm": [{ "a": 1, "b": "x,y" }, { "a": 2 }],
  "json": '{"a":[1]}',
  "yaml": "a: 1\nb: [x]\n",
  "b64": "aGk=",
};

Deno.test("compileQuery() encodes and decodes", () => {
  assertResults([
    [".m | @json", ['{"y":{"z":[1]},"x":1}']],
    [".s | @json", ['"abc"']],
    [".m | to_json", ['{\n  "y": {\n    "z": [\n      1\n    ]\n  },\n  "x": 1\n}\n']],
    [".m | to_json(0)", ['{"y":{"z":[1]},"x":1}']],
    ['{"a":[],"b":{}} | to_json(2)', ['{\n  "a": [],\n  "b": {}\n}\n']],
    ['{"a":1,"b":[1,{"c":null}]} | to_json(4)', [
      '{\n    "a": 1,\n    "b": [\n        1,\n        {\n            "c": null\n        }\n    ]\n}\n',
    ]],
    [".m | @yaml", ['"y":\n  z:\n    - 1\nx: 1\n']],
    [".s | @yaml", ["abc\n"]],
    ['{"a":[],"b":{}} | @yaml', ["a: []\nb: {}\n"]],
    [".s | @base64", ["YWJj"]],
    ['"é" | @base64', ["w6k="]],
    [".b64 | @base64d", ["hi"]],
    [".csv | @csv", ["a,b c\n1,null"]],
    [".c | @csv", ["3,1,2,1"]],
    [".cm | @csv", ['a,b\n1,"x,y"\n2,']],
    [".csv | @tsv", ["a\tb c\n1\tnull"]],
    [String.raw`[1,"a,b","c\"d",null,true,"e f"] | @csv`, ['1,"a,b","c""d",null,true,e f']],
    [String.raw`[["x\ny","z"]] | @csv`, ['"x\ny",z']],
    ['"a b&c/d?e" | @uri', ["a+b%26c%2Fd%3Fe"]],
    [String.raw`"a+b é~*'()!" | @uri`, ["a%2Bb+%C3%A9~%2A%27%28%29%21"]],
    ['"a%20b+c" | @urid', ["a b c"]],
    ['"héllo wörld" | @sh', ["h'éllo wörld'"]],
    [String.raw`"it's" | @sh`, ["it\\'s"]],
    [String.raw`"a b'c$d" | @sh`, ["a' b'\\'c'$d'"]],
    ['"abc-_./:" | @sh', ["abc-_./:"]],
    [".json | from_json", [{ "a": [1] }]],
    [".yaml | from_yaml", [{ "a": 1, "b": ["x"] }]],
    [String.raw`"- 1\n- 2" | from_yaml | .[1]`, [2]],
    ['"!!str 5" | from_yaml', ["5"]],
    ['"5" | from_json', [5]],
    ["9007199254740993 | @json", ["9007199254740993"]],
    ['"9007199254740993" | from_json', [9007199254740993n]],
    [String.raw`"<a>&\u2028" | @json`, ['"<a>&\\\\u2028"']],
    [String.raw`{"q\"": 1} | to_json(0)`, ['{"q\\"":1}']],
    ['"" | from_yaml', [null]],
    ["[] | @csv", [""]],
    [String.raw`[[" a","b\tc"]] | @tsv`, ['" a"\t"b\tc"']],
    ['"" | @sh', [""]],
    [String.raw`"a: 1\n---\nb: 2" | from_yaml`, [{ "a": 1 }]],
    [".m | to_yaml(4)", ['"y":\n    z:\n        - 1\nx: 1\n']],
    ['{"a":"yes"} | @yaml', ['a: "yes"\n']],
  ], value);
});

Deno.test("compileQuery() refuses what cannot be: encodings", () => {
  assertRefusals([
    [".a | @base64", "query/evaluation: cannot encode or decode a number, only a string (1:6)"],
    ['[{"a":{"b":1}}] | @csv', "query/evaluation: a cell of a table cannot be a map (1:19)"],
    ['"a%zz" | @urid', "query/evaluation: the text has a bad % escape (1:10)"],
    [
      '"a: [1" | from_yaml',
      "query/evaluation: cannot decode the text: did not find expected ',' or ']' (1:11)",
    ],
    [".m | to_json(99)", "query/evaluation: the indent is a number up to 10 (1:6)"],
    ['"a: !env HOME" | from_yaml', "query/evaluation: the text has tags that YAML does not define (1:18)"],
    ['"/w==" | @base64d', "query/evaluation: the text is not base64 of UTF-8 text (1:10)"],
    ['"*" | @base64d', "query/evaluation: the text is not base64 of UTF-8 text (1:7)"],
    ['"x" | @csv', "query/evaluation: cannot make a table of a string, only of a list (1:7)"],
    ["[[1],2] | @csv", "query/evaluation: a row of a table cannot be a number (1:11)"],
    [".c | @uri", "query/evaluation: cannot encode or decode a list, only a string (1:6)"],
  ], value);
});
