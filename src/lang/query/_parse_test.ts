import assert from "node:assert/strict";
import { ConfigError } from "@/base/errors.ts";
import { compileQuery } from "./query.ts";

function thrownBy(query: string): ConfigError {
  try {
    compileQuery(query);
  } catch (error) {
    assert.ok(error instanceof ConfigError, `${query}: ${error}`);
    return error;
  }
  assert.fail(`${query} compiles`);
}

Deno.test("compileQuery() says where it stopped understanding and what it expected", () => {
  const cases: [query: string, error: string][] = [
    [".[[[", "query/syntax: bad query: expected a value, found the end (1:5)"],
    [".vars[", "query/syntax: bad query: expected a value, found the end (1:7)"],
    [".a |", "query/syntax: bad query: expected a value, found the end (1:5)"],
    ["| .a", "query/syntax: bad query: expected a value, found | (1:1)"],
    [".a b", "query/syntax: bad query: expected an operator, found b (1:4)"],
    ["(.a", "query/syntax: bad query: expected ), found the end (1:4)"],
    [".a)", "query/syntax: bad query: expected an operator, found ) (1:3)"],
    ["[.a", "query/syntax: bad query: expected ], found the end (1:4)"],
    ["{.a", "query/syntax: bad query: expected :, found the end (1:4)"],
    ['{"a"}', "query/syntax: bad query: expected :, found } (1:5)"],
    ["{a}", "query/unsupported: unsupported yq expression: a"],
    [".a,", "query/syntax: bad query: expected a value, found the end (1:4)"],
    [",", "query/syntax: bad query: expected a value, found , (1:1)"],
    ["()", "query/syntax: bad query: expected a value, found ) (1:2)"],
    ["[,]", "query/syntax: bad query: expected a value, found , (1:2)"],
    [".a =", "query/syntax: bad query: expected a value, found the end (1:5)"],
    ["select()", "query/syntax: bad query: expected a value, found ) (1:8)"],
    ["select", "query/syntax: bad query: select takes 1 argument, as select(…) (1:1)"],
    ["map(", "query/syntax: bad query: expected a value, found the end (1:5)"],
    [".c | join", "query/syntax: bad query: join takes 1 argument, as join(…) (1:6)"],
    [".a.", "query/syntax: bad query: expected a key or [ after ., found the end (1:4)"],
    [".m..", "query/syntax: bad query: expected an operator, found .. (1:3)"],
    ["..a", "query/syntax: bad query: expected an operator, found a (1:3)"],
    [".?", "query/syntax: bad query: expected a key after . (1:1)"],
    [
      "'a'",
      String
        .raw`query/syntax: bad query: unexpected character "'", strings are written with double quotes (1:1)`,
    ],
    ['"abc', 'query/syntax: bad query: expected " to close the string (1:1)'],
    [
      String.raw`"\(.a"`,
      String
        .raw`query/syntax: bad query: unclear key .a": expected blanks around an operator, or .["a\""] for the key (1:4)`,
    ],
    [String.raw`"\(.a b)"`, "query/syntax: bad query: expected an operator, found b (1:7)"],
    ["$x", "query/syntax: bad query: $x is not known here (1:1)"],
    [".a as x | 1", "query/syntax: bad query: expected a variable such as $x, found x (1:7)"],
    [".a as $x", "query/syntax: bad query: expected | or ireduce, found the end (1:9)"],
    [".a as $x, $x", "query/syntax: bad query: expected | or ireduce, found , (1:9)"],
    [".c[] as $i ireduce 0", "query/syntax: bad query: expected (, found 0 (1:20)"],
    [".a ireduce (0; 1)", "query/syntax: bad query: expected `as $name` before ireduce (1:4)"],
    [
      ".a>1",
      'query/syntax: bad query: unclear key .a>1: expected blanks around an operator, or .["a>1"] for the key (1:1)',
    ],
    [
      ".a<1",
      'query/syntax: bad query: unclear key .a<1: expected blanks around an operator, or .["a<1"] for the key (1:1)',
    ],
    [
      ".a+1",
      'query/syntax: bad query: unclear key .a+1: expected blanks around an operator, or .["a+1"] for the key (1:1)',
    ],
    [
      ".a+.b",
      'query/syntax: bad query: unclear key .a+: expected blanks around an operator, or .["a+"] for the key (1:1)',
    ],
    [
      ".a//5",
      'query/syntax: bad query: unclear key .a//5: expected blanks around an operator, or .["a//5"] for the key (1:1)',
    ],
    [
      ".a*=2",
      'query/syntax: bad query: unclear key .a*: expected blanks around an operator, or .["a*"] for the key (1:1)',
    ],
    [
      ".+1",
      'query/syntax: bad query: unclear key .+1: expected blanks around an operator, or .["+1"] for the key (1:1)',
    ],
    ["-", "query/syntax: bad query: expected a value, found the end (1:2)"],
    ["!.a", 'query/syntax: bad query: unexpected character "!", write `| not` (1:1)'],
    [".a && .b", 'query/syntax: bad query: unexpected character "&", write `and` (1:4)'],
    [".a || .b", "query/syntax: bad query: expected a value, found | (1:5)"],
    [".a == = 1", "query/syntax: bad query: expected a value, found = (1:7)"],
    ["1_000", "query/syntax: bad query: expected an operator, found _000 (1:2)"],
    ["9223372036854775808", "query/syntax: bad query: the number 9223372036854775808 is out of range (1:1)"],
    [".a ? 1 : 2", "query/syntax: bad query: expected an operator, found ? (1:4)"],
    ["@foo", "query/unsupported: unsupported yq expression: @foo"],
    ["env(HOME)", "query/unsupported: unsupported yq expression: env"],
    ["strenv(HOME)", "query/unsupported: unsupported yq expression: strenv"],
    ["$ENV", "query/syntax: bad query: $ENV is not known here (1:1)"],
    ['load("x")', "query/unsupported: unsupported yq expression: load"],
    ['system("ls")', "query/unsupported: unsupported yq expression: system"],
    ["now", "query/unsupported: unsupported yq expression: now"],
    ["if .a then 1 else 2 end", "query/unsupported: unsupported yq expression: if"],
    ["reduce .[] as $i (0; . + $i)", "query/unsupported: unsupported yq expression: reduce"],
    ['startswith("a")', "query/unsupported: unsupported yq expression: startswith"],
    ["last", "query/unsupported: unsupported yq expression: last"],
    ["sort_byy(.a)", "query/unsupported: unsupported yq expression: sort_byy"],
    ['... comments = ""', "query/unsupported: unsupported yq expression: ..."],
    ['.a style = "double"', "query/syntax: bad query: expected an operator, found style (1:4)"],
    [".a *c .b", "query/unsupported: unsupported yq expression: *c"],
    ["ref $x", "query/unsupported: unsupported yq expression: ref"],
    ["explode(.)", "query/unsupported: unsupported yq expression: explode"],
    ["~", "query/unsupported: unsupported yq expression: ~"],
    ['.["a', 'query/syntax: bad query: expected " to close the string (1:3)'],
    ['.["a"', "query/syntax: bad query: expected ], found the end (1:6)"],
    [".a[1:2:3]", "query/syntax: bad query: expected ], found : (1:7)"],
    ['{"a": 1, }', "query/syntax: bad query: expected a value, found } (1:10)"],
    ['{"a": 1 "b": 2}', 'query/syntax: bad query: expected , or }, found "b" (1:9)'],
    [".a;.b", "query/syntax: bad query: expected an operator, found ; (1:3)"],
    ['test("a"; "b"; "c")', "query/syntax: bad query: test takes 1 or 2 arguments (1:1)"],
    [".a | error", "query/syntax: bad query: error takes 1 argument, as error(…) (1:6)"],
    ["$__proto__", "query/syntax: bad query: $__proto__ is not known here (1:1)"],
    ["\n\n  .a |\n  é", 'query/syntax: bad query: unexpected character "é" (4:3)'],
    ['"😀" )', "query/syntax: bad query: expected an operator, found ) (1:5)"],
  ];
  for (const [query, error] of cases) {
    const { code, title, facts, explanation } = thrownBy(query);
    assert.ok(explanation?.startsWith(`The query is ${query}`), query);
    assert.equal(`${code}: ${title}`, error, query);
    assert.equal(facts["expression"], query);
  }
});

Deno.test("compileQuery() explains what it does not build", () => {
  const cases: [query: string, place: string, explanation: string | undefined][] = [
    [".a | env(HOME)", "1:6", "Queries see no environment variables."],
    ['load("x")', "1:1", "Queries read no files."],
    ["sort_byy(.a)", "1:1", "Did you mean sort_by?"],
    ["now_or_never", "1:1", undefined],
    ["constructor", "1:1", undefined],
    ["__proto__", "1:1", undefined],
  ];
  for (const [query, place, explanation] of cases) {
    const error = thrownBy(query);
    assert.equal(error.code, "query/unsupported", query);
    assert.equal(error.facts["place"], place, query);
    assert.equal(error.explanation, `The query is ${query}${explanation ? `\n${explanation}` : ""}`, query);
  }
});
