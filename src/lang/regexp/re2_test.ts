import assert from "node:assert/strict";
import { AtmosError } from "@/base/errors.ts";
import { compileRe2, type Re2Group } from "./re2.ts";

Deno.test("compileRe2() speaks RE2, not JavaScript", () => {
  const cases: [string, string, readonly (string | undefined)[] | undefined][] = [
    ["(?i)V1", "xv1", ["v1"]],
    ["^\\Q1.2+x\\E$", "1.2+x", ["1.2+x"]],
    ["(?P<major>\\d+)\\.(\\d+)?", "v12.", ["12.", "12", undefined]],
    ["[[:digit:]]+\\z", "a\n12", ["12"]],
    ["a|ab", "ab", ["a"]],
    ["x", "y", undefined],
    ["", "", [""]],
  ];
  for (const [pattern, text, groups] of cases) {
    const compiled = compileRe2(pattern);
    assert.deepEqual(compiled.findSubmatch(text), groups, pattern);
    assert.equal(compiled.test(text), groups !== undefined, pattern);
  }
});

Deno.test("compileRe2() refuses what RE2 refuses", () => {
  for (const pattern of ["(?=a)", "(a)\\1", "a(", "[z-a]", "a**"]) {
    assert.throws(
      () => compileRe2(pattern),
      (error) => error instanceof AtmosError && error.code === "regexp/syntax",
      pattern,
    );
  }
});

Deno.test("replaceAll() expands groups as Go does", () => {
  const cases: [string, string, string, string][] = [
    ["(a)(b)?", "ab-a", "<$1${2}>", "<ab>-<a>"],
    ["(?P<n>\\d)", "a1", "$n!", "a1!"],
    ["(\\d)", "a1", "$1x", "a"],
    ["a*", "baac", "x", "xbxcx"],
    ["b", "abc", "$$", "a$c"],
  ];
  for (const [pattern, text, replacement, expected] of cases) {
    assert.equal(compileRe2(pattern).replaceAll(text, replacement), expected, `${pattern} ${replacement}`);
  }
});

Deno.test("findAll() finds what Go finds, with the places of the groups", () => {
  const cases: [pattern: string, text: string, found: string][] = [
    ["a", "banana", "a@1 a@3 a@5"],
    ["a*", "baac", "@0 aa@1 @4"],
    ["(?P<x>n)(z)?", "an", "n@1,x=n@1,-"],
    ["x", "abc", ""],
    ["", "ab", "@0 @1 @2"],
  ];
  const show = ({ name, text, start }: Re2Group): string =>
    text === undefined ? "-" : `${name === undefined ? "" : `${name}=`}${text}@${start}`;
  for (const [pattern, text, found] of cases) {
    const matches = compileRe2(pattern).findAll(text);
    assert.equal(matches.map(({ groups }) => groups.map(show).join()).join(" "), found, pattern);
  }
  assert.equal(compileRe2("a").findAll("banana", 2).length, 2);
});
