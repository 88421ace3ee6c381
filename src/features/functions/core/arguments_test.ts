import { deepEqual, equal, throws } from "node:assert/strict";
import { argumentsOf, oneArgument } from "./arguments.ts";

function callOf(text: string) {
  return { tag: "!env", text, path: ["a"], place: { positionOf: () => undefined } };
}

Deno.test("argumentsOf() splits at blanks and keeps what is quoted together", () => {
  const cases: [string, readonly string[]][] = [
    ["", []],
    ["  \n ", []],
    ["NAME", ["NAME"]],
    [" NAME\tx \n y", ["NAME", "x", "y"]],
    ['NAME "two words"', ["NAME", "two words"]],
    ["NAME 'it''s'", ["NAME", "it's"]],
    ['"a ""b"" c" d', ['a "b" c', "d"]],
    [`'say "x"' "it's"`, ['say "x"', "it's"]],
    ['""', [""]],
    ['"a"b', ["a", "b"]],
    ['.a["b c"] | x', ['.a["b', 'c"]', "|", "x"]],
    ["grün 日本", ["grün", "日本"]],
  ];
  for (const [text, words] of cases) {
    deepEqual([...argumentsOf(callOf(text))].map((it) => it.value), words, text);
  }
});

Deno.test("argumentsOf() answers the rest of the text with every word, untouched", () => {
  const [path, query] = argumentsOf(callOf(`a.yaml  .x // "d  e" `));
  equal(path?.rest, `.x // "d  e"`);
  equal(query?.rest, `// "d  e"`);
  const [first] = argumentsOf(callOf(`a.yaml 'unterminated`)); // nobody asked for the second
  equal(first?.rest, "'unterminated");
});

Deno.test("argumentsOf() tells line and column of a quote that does not end", () => {
  const cases: [string, string][] = [
    ['NAME "abc', "1:6"],
    ["'", "1:1"],
    ['a\n  b "c\nd"', "2:5"],
  ];
  for (const [text, place] of cases) {
    throws(() => [...argumentsOf(callOf(text))], {
      code: "functions/bad-arguments",
      explanation: `Invalid function arguments at ${place}: unterminated quoted value.`,
    }, text);
  }
});

Deno.test("oneArgument() undoes the quotes of a single quoted value only", () => {
  const cases: [string, string][] = [
    [" a b ", "a b"],
    ['"a b"', "a b"],
    ["'it''s'", "it's"],
    ['"a" + "b"', '"a" + "b"'],
    ['"open', '"open'],
    ['""', ""],
    ["", ""],
  ];
  for (const [text, expected] of cases) equal(oneArgument(text), expected, text);
});
