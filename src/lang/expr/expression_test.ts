import { equal, ok, throws } from "node:assert/strict";
import { ConfigError } from "@/base/errors.ts";
import type { EnvironmentKind, ExpressionValues } from "./environment.ts";
import { compileExpression, type Expression } from "./expression.ts";

/** Stands in for RE2: only a leading `(?i)` is translated. */
function compileRegexp(pattern: string): (text: string) => boolean {
  const regexp = pattern.startsWith("(?i)") ? new RegExp(pattern.slice(4), "i") : new RegExp(pattern);
  return (text) => regexp.test(text);
}

function compile(text: string, kind: EnvironmentKind = "constraint"): Expression {
  return compileExpression(text, kind, compileRegexp);
}

function valuesOf(Version: string): ExpressionValues {
  return { Version, SemVer: Version.replace(/^v/, "") };
}

function evaluate(text: string, version = "v1.2.3"): boolean {
  return compile(text).evaluate(valuesOf(version));
}

/** Code and title of the error, or the result. */
function outcome(text: string, version = "v1.2.3"): string {
  try {
    return String(evaluate(text, version));
  } catch (error) {
    ok(error instanceof ConfigError, `${text}: ${error}`);
    return `${error.code}: ${error.title}`;
  }
}

Deno.test("compileExpression() evaluates conditions of definitions", () => {
  const cases: [text: string, version: string, expected: boolean][] = [
    ["true", "", true],
    ['semver(">= 1.0.0, < 2")', "v1.9.0", true],
    ['not semver(">= 1.0.0")', "35661968adb8fa29ab1d4a8713c0547d9a6007bb", true],
    ['Version not in ["v1"]', "v1.2.3", true],
    ['!(Version startsWith "x")', "v1.2.3", true],
    ['Version not startsWith "x" and Version endsWith "3"', "v1.2.3", true],
    ['Version matches "^v\\\\d+"', "v1.2.3", true],
    ["Version matches `^v\\d+`", "v1.2.3", true],
    ['Version matches "(?i)V1"', "v1.2.3", true],
    ['trimPrefix(Version, "v") == "1.2.3"', "v1.2.3", true],
    ['trimPrefix("v", Version) == "1.2.3"', "v1.2.3", false],
    ['semverWithVersion(">= 1.0.0", trimPrefix(Version, "cli-"))', "cli-v1.2.3", true],
    ['Version == "a" ? true : semver(">= 1")', "v1.2.3", true],
    ['if Version == "a" { false } else if SemVer == "1.2.3" { true } else { false }', "v1.2.3", true],
    ['any(["a", "v1"], {Version startsWith #})', "v1.2.3", true],
    ['let x = "v1"; Version startsWith x', "v1.2.3", true],
    ['let words = ["lsp", "nightly"];\r\nnot any(words, {Version matches #})\n', "v1.2.3", true],
    ['Version == "a" or Version == "b" and false', "a", true],
    ['Version < "v1.10.0"', "v1.2.3", false],
    ['Version[0:2] == "v1" && Version[-1:] == "3"', "v1.2.3", true],
    ['split(Version, ".")[0] == "v1"', "v1.2.3", true],
    ['Version | hasPrefix("v1")', "v1.2.3", true],
    ['Version == "v1.2.3" // comment', "v1.2.3", true],
    ["/* c */ Version == 'v1.2.3' /* d */", "v1.2.3", true],
    ["false; true", "v1.2.3", true],
  ];
  for (const [text, version, expected] of cases) equal(evaluate(text, version), expected, text);
});

Deno.test("compileExpression() follows the precedence of the language", () => {
  const cases = [
    "1 + 2 * 3 == 7",
    "-2 ** 2 == -4",
    "2 ** 3 ** 2 == 512",
    "10 - 2 - 3 == 5",
    "7 % 4 + 6 / 4 == 4.5",
    "1..3 == [1, 2, 3]",
    "1 + 1..2 + 2 == [2, 3, 4]",
    "1 < 2 < 3",
    "not (3 < 2 < 1)",
    "not true == false",
    "true or false and false",
    "false ? false : true ? true : false",
    "(nil ?? 1) == 1",
    '"a" + "b" == "ab" and "b" in ["a", "b"]',
    '"a" not in ["b"] and not ("a" in ["b"])',
  ];
  for (const text of cases) equal(outcome(text), "true", text);
});

Deno.test("compileExpression() knows the functions that definitions use", () => {
  const cases = [
    'trim(" a ") + trim("xxaxx", "x") + trimSuffix("a!", "!") == "aaa"',
    'upper("é") == "É" and lower("ABC") == "abc"',
    'split("a,b,c", ",", 2) == ["a", "b,c"] and split("ab", "") == ["a", "b"]',
    'replace("aaa", "a", "b", 2) == "bba" and replace("ab", "", "-") == "-a-b-"',
    'repeat("ab", 2) == "abab" and join(["a", "b"], "-") == "a-b" and join(split("a.b", ".")) == "ab"',
    'indexOf("héllo", "l") == 3 and lastIndexOf("abab", "b") == 3 and indexOf("a", "z") == -1',
    'hasPrefix(Version, "v") and hasSuffix(Version, "3")',
    'len("héllo") == 5 and len([1, 2]) == 2 and len({a: 1}) == 1',
    'int("12") == 12 and int(1.9) == 1 and float("1.5") == 1.5 and float(1) == 1.0',
    'string(12) + string([1, "a"]) + string(nil) == "12[1 a]<nil>" and string({b: 1, a: 2}) == "map[a:2 b:1]"',
    'first(["a", "b"]) == "a" and last([1, 2]) == 2 and first([]) == nil',
    "all([1, 2], # > 0) and none([1, 2], # > 2) and one([1, 2], # == 2)",
    "count([1, 2, 3], # > 1) == 2 and count([true, false]) == 1",
    'filter(["a", "bb"], len(#) == 2) == ["bb"] and map(["a"], # + "!") == ["a!"] and map([5, 5], #index) == [0, 1]',
    "find([1, 2], # > 1) == 2 and find([1], # > 1) == nil and findIndex([1, 2], # == 2) == 1",
    "any([1, 2], any([2, 3], # == 2) and # == 1)",
    '{"a": {b: 1}}.a.b == 1 and {a: 1}["a"] == 1 and {a: 1}?.b?.c == nil and "a" in {a: 1}',
    '["a", "b"][-1] == "b" and [1, 2, 3][1:] == [2, 3] and [1, 2, 3][:-1] == [1, 2]',
  ];
  for (const text of cases) equal(outcome(text), "true", text);
});

Deno.test("compileExpression() refuses what is no expression, with the place", () => {
  const cases: [text: string, title: string][] = [
    ["", "unexpected token EOF (1:1)"],
    ["Version == ", "unexpected token EOF (1:11)"],
    ['Version = "v1"', 'unexpected token Operator("=") (1:9)'],
    ["true\nand )", 'unexpected token Bracket(")") (2:5)'],
    ['Version matches "^v\\d+"', "invalid char escape (1:21)"],
    ['"a', "literal not terminated (1:3)"],
    ['"a\nb"', "literal not terminated (1:3)"],
    ["`a", "literal not terminated (1:3)"],
    ["true /* no end", "unclosed comment (1:15)"],
    ["1abc == 1", 'bad number syntax: "1a" (1:2)'],
    ["é == @", "unrecognized character: U+0040 '@' (1:6)"],
    ["any([1], {# > 0}", "unexpected token EOF (1:16)"],
    ["any([1])", "expected at least 2 arguments (1:8)"],
    ["Version not == 1", 'unexpected token Operator("==") (1:13)'],
    [
      'Version ?? "x" == "x"',
      "Operator (==) and coalesce expressions (??) cannot be mixed. Wrap either by parentheses. (1:16)",
    ],
    ["1e == 1", "invalid number literal: 1e (1:1)"],
    ["9007199254740993 == 1", "integer literal is too large (1:1)"],
    ["let x = 1", "unexpected token EOF (1:9)"],
  ];
  for (const [text, title] of cases) equal(outcome(text), `expr/syntax: ${title}`, text);
});

Deno.test("compileExpression() refuses unknown names and wrong types in branches that would never run", () => {
  const cases: [text: string, title: string][] = [
    ['semver(">= 1.0.0") or foo', "unknown name foo (1:23)"],
    ["true or foo()", "unknown name foo (1:9)"],
    ['GOOS == "linux"', "unknown name GOOS (1:1)"],
    ["TRUE", "unknown name TRUE (1:1)"],
    ["1", "expected bool, but got int"],
    ["Version", "expected bool, but got string"],
    ['"true"', "expected bool, but got string"],
    ["nil", "expected bool, but got unknown"],
    ['not Version in ["v1"]', "invalid operation: not (mismatched type string) (1:1)"],
    ['not Version startsWith "v"', "invalid operation: not (mismatched type string) (1:1)"],
    ["Version == 1", "invalid operation: == (mismatched types string and int) (1:9)"],
    ["Version and true", "invalid operation: and (mismatched types string and bool) (1:9)"],
    ["Version in [1]", "cannot use string as type int in array (1:9)"],
    ["semver(1)", "cannot use int as argument (type string) to call semver  (1:8)"],
    ["semver(nil)", "cannot use nil as argument (type string) to call semver (1:8)"],
    ["semver()", "not enough arguments to call semver (1:1)"],
    ['semver("1", "2")', "too many arguments to call semver (1:1)"],
    ["len(1) == 1", "invalid argument for len (type int) (1:1)"],
    ["Version[0] == Version", "type string[int] is undefined (1:8)"],
    ["Version.x == 1", "type string has no field x (1:9)"],
    ["any(Version, true)", "builtin any takes only array (got string) (1:5)"],
    ["any([1], #)", "predicate should return boolean (got int) (1:10)"],
    ["any([1], #index > 0)", "unknown pointer #index (1:10)"],
    ["let Version = 1; true", "cannot redeclare Version (1:5)"],
    ["let len = 1; true", "cannot redeclare builtin len (1:5)"],
    ["let a = 1; let a = 2; true", "cannot redeclare variable a (1:16)"],
    ["1 ? true : false", "non-bool expression (type int) used as condition (1:1)"],
  ];
  for (const [text, title] of cases) equal(outcome(text), `expr/type: ${title}`, text);
});

Deno.test("compileExpression() compiles literal patterns at once and others when they are met", () => {
  throws(() => compile('Version matches "("'), { code: "expr/type" });
  const late = compile("any([Version], {Version matches #})");
  equal(late.evaluate(valuesOf("v1")), true);
  throws(() => late.evaluate(valuesOf("(")), { code: "expr/run" });
  equal(late.evaluate(valuesOf("v2")), true);
});

Deno.test("evaluate() fails with the place when a value does not fit", () => {
  const cases: [text: string, title: string][] = [
    [
      'semver("1.2.3")',
      "invalid operator. Operator must be one of >=, >, <, <=, !=, = (1:1)",
    ],
    ['true and semver("~> 1.2")', "invalid operator. Operator must be one of >=, >, <, <=, !=, = (1:10)"],
    ['int("x") == 1', "invalid operation: int(x) (1:1)"],
    ["[1][3] == 1", "index out of range: 3 (array length is 1) (1:4)"],
    ['[1, "a"][1] + 1 == 2', "invalid operation: string + int (1:13)"],
    ['[1, "a"][0]', "invalid operation: bool(int) (1:1)"],
    ['find(["a"], # == "b") != "a"', "a value is missing (1:23)"],
    ['findIndex(["a"], # == "b") != 3', "a value is missing (1:28)"],
    ['repeat("a", -1) == ""; true', "invalid argument for repeat (expected positive integer, got -1) (1:1)"],
    ["1 % 0 == 0", "integer divide by zero (1:3)"],
    ['repeat("a", -1) == ""', "invalid argument for repeat (expected positive integer, got -1) (1:1)"],
  ];
  for (const [text, title] of cases) equal(outcome(text), `expr/run: ${title}`, text);
});

Deno.test("evaluate() does not look at a side that does not matter", () => {
  equal(outcome('true or semver("1.2.3")'), "true");
  equal(outcome('semver("1.2.3") and false'), "false");
  equal(outcome('Version == "x" and semver("1.2.3")'), "false");
  equal(outcome('semver("> 9, 1.2.3")'), "false");
});

Deno.test("compileExpression() gives filters the whole tag and no SemVer", () => {
  const values = { Version: "cli-v1.2.3", SemVer: "1.2.3" };
  equal(compile('semver(">= 1.0.0")').evaluate(values), true);
  equal(compile('semver(">= 1.0.0")', "filter").evaluate(values), false);
  equal(
    compile('semverWithVersion(">= 1.0.0", trimPrefix(Version, "cli-"))', "filter").evaluate(values),
    true,
  );
  throws(() => compile('SemVer == "1.2.3"', "filter"), { code: "expr/type" });
});

Deno.test("compileExpression() says which functions of the language are not built", () => {
  for (const text of ["now() == nil", "sortBy([1], #) == []", "[1] | sum() == 1"]) {
    ok(outcome(text).startsWith("expr/not-built: "), text);
  }
});

Deno.test("compileExpression() refuses expressions that are too deep or too long", () => {
  const deep = ["(", "[", "not ", "-", "!", "any([1], {", "let a = ", "true ? ", "{a: ", "len(", "if "];
  for (const opening of deep) ok(outcome(opening.repeat(5_000)).startsWith("expr/syntax: "), opening);
  for (const link of [" or true", " + 1", " < 1", "[0]", ".a", " ? 1 : 1", " | len()"]) {
    ok(outcome(`true${link.repeat(5_000)}`).startsWith("expr/"), link);
  }
  ok(outcome(`Version in [${'"a",'.repeat(20_000)}]`).startsWith("expr/syntax: "));
  equal(outcome(`Version in [${'"a",'.repeat(5_000)} "v1.2.3"]`), "true");
  equal(outcome(Array(200).fill('Version == "a"').join(" or ")), "false");
  equal(outcome(`${"(".repeat(200)}true${")".repeat(200)}`), "true");
});

Deno.test("evaluate() ends hostile work soon", () => {
  const cases = [
    "any(1..999999, {any(1..999999, {any(1..999999, {false})})})",
    "len(1..99999999) == 1",
    "any(1..1000, {(1..999999)[0] == 0})",
    'let a = repeat("x", 999999); any(1..1000, {a contains "y"})',
    'let a = repeat("x", 999999); a + a == a',
    'replace(repeat("x", 99999), "x", repeat("y", 99999)) == ""',
    'let a = repeat("x", 999999); string([a, a]) == ""',
    'let a = split(repeat("a", 9999), ""); len(map(a, {map(a, #)})) == 0',
  ];
  for (const text of cases) ok(outcome(text).includes("memory budget exceeded"), text);
});

Deno.test("compileExpression() answers or refuses whatever it is given", () => {
  let state = 77;
  const next = (bound: number) => (state = (state * 1103515245 + 12345) % 2147483648) % bound;
  const pieces = [
    ...[
      '"',
      "'",
      "`",
      "(",
      ")",
      "[",
      "]",
      "{",
      "}",
      "#",
      ".",
      "?.",
      "??",
      ":",
      ";",
      ",",
      "let ",
      "if ",
      "not ",
      "in ",
    ],
    ...[
      "Version",
      "semver(",
      "any(",
      '"v1"',
      "1",
      "1.5",
      "==",
      "and ",
      "or ",
      "|",
      "+",
      "-",
      "..",
      "//",
      "/*",
      "\n",
    ],
    ...["\\", "\u{1F4A1}", "é", "\0", "nil", "true", "matches "],
  ];
  for (let i = 0; i < 4_000; i++) {
    const text = Array.from({ length: 1 + next(9) }, () => pieces[next(9973) % pieces.length]).join("");
    outcome(text);
  }
});
