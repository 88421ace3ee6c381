import { assertRefusals, assertResults, sample } from "../../../../tests/support/query_cases.ts";

const value = {
  ...sample,
  "u": "a😀b",
  "words": ["b/**", "s*", "cat"],
};

Deno.test("compileQuery() matches and replaces with Go's expressions", () => {
  assertResults([
    ['.s | test("B")', [false]],
    ['.s | test("(?i)B")', [true]],
    ['.s | test("^b")', [false]],
    ['.s | match("b")', [{ "string": "b", "offset": 1, "length": 1, "captures": [] }]],
    ['.s | match("(?P<x>b)(z)?")', [{
      "string": "b",
      "offset": 1,
      "length": 1,
      "captures": [{ "string": "b", "offset": 1, "length": 1, "name": "x" }, {
        "string": null,
        "offset": -1,
        "length": 0,
      }],
    }]],
    ['[.s | match("[a-z]"; "g")]', [[{ "string": "a", "offset": 0, "length": 1, "captures": [] }, {
      "string": "b",
      "offset": 1,
      "length": 1,
      "captures": [],
    }, { "string": "c", "offset": 2, "length": 1, "captures": [] }]]],
    ['.u | match("b") | .offset', [5]],
    ['.s | match("zzz")', []],
    ['"abc" | [match(""; "g") | .offset]', [[0, 1, 2, 3]]],
    ['.s | capture("(?P<x>a)(?P<y>b)")', [{ "x": "a", "y": "b" }]],
    ['.s | capture("(?P<n>z)?")', [{ "n": null }]],
    ['.s | capture("a")', [{}]],
    ['[.s | capture("(?P<q>[ab])"; "g")]', [[{ "q": "a" }, { "q": "b" }]]],
    ['.s | sub("b", "X")', ["aXc"]],
    ['.s | sub("b"; "X")', ["aXc"]],
    ['.s | sub("[a-c]", "<$0>")', ["<a><b><c>"]],
    ['.s | sub("(?P<q>b)", "<${q}>")', ["a<b>c"]],
    ['"aaa" | sub("a", "b")', ["bbb"]],
    ['"aXbX" | [match("X"; "g").offset]', [[1, 3]]],
    ['"ab" | sub("(a)(b)", "${2}${1}")', ["ba"]],
    ['"abab" | sub("a", "x", "g")', ["xbxb"]],
    ['.words | map(select(test("^c")))', [["cat"]]],
    ['.words | map(sub("a", "o"))', [["b/**", "s*", "cot"]]],
    ['"" | [match(""; "g")] | length', [1]],
  ], value);
});

Deno.test("compileQuery() refuses what cannot be: regexps", () => {
  assertRefusals([
    ['.a | test("1")', "query/evaluation: cannot match a number, only a string (1:6)"],
    [
      '.s | test("[")',
      'query/evaluation: bad regular expression "[": error parsing regexp: missing closing ]: `[` (1:6)',
    ],
    [
      '.s | test("b"; "i")',
      'query/evaluation: unknown option "i", write (?i) in front of the expression to ignore case (1:6)',
    ],
    ['.a | sub("1", "X")', "query/evaluation: cannot match a number, only a string (1:6)"],
    ['"ab" | sub("a")', 'query/evaluation: expected sub("expression", "replacement") (1:8)'],
    ['"ab" | sub("a"; "b"; "i")', 'query/evaluation: expected sub("expression", "replacement") (1:8)'],
    ['"a" | test("a", "g")', "query/evaluation: expected one value as argument 1, found 2 (1:7)"],
    ['"a" | test(1)', "query/evaluation: expected a string as argument 1 (1:7)"],
    [
      '"a" | test("a(?=b)")',
      'query/evaluation: bad regular expression "a(?=b)": error parsing regexp: invalid or unsupported Perl syntax: `(?=` (1:7)',
    ],
  ], value);
});
