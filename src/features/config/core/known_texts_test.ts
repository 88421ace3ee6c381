import assert from "node:assert/strict";
import { type Issue, valuesOf } from "@/base/schema/reading.ts";
import { parseYaml } from "@/lang/yaml/parse.ts";
import { knownTexts } from "./known_texts.ts";

function known(text: string) {
  const issues: Issue[] = [];
  const { value, positionOf } = parseYaml(text, { file: "f" });
  const report = (issue: Issue) => void issues.push(issue);
  const texts = knownTexts(value, { functions: ["!env", "!include"], of: "", positionOf, report });
  return { value: valuesOf(texts), issues };
}

Deno.test("knownTexts() keeps what a file says and leaves the places of functions empty", () => {
  const cases: [string, unknown][] = [
    ["", null],
    ["a: {b: [1, x, true, null]}", { a: { b: [1, "x", true, null] } }],
    ["a: !env A\nb: !include [x]", { a: null, b: null }],
    ["a: !append [x, !env B]\nb: !unset", { a: ["x", null], b: null }],
    ["a: {<<: !include .env, b: 1}", { a: { b: 1 } }],
    ["x: &x {b: 1}\na: {<<: *x, c: 2}", { x: { b: 1 }, a: { c: 2, b: 1 } }],
  ];
  for (const [text, value] of cases) assert.deepEqual(known(text), { value, issues: [] }, text);
});

Deno.test("knownTexts() reports every tag that is no function, with its place", () => {
  const { value, issues } = known("a: !envv A\nb:\n  - !append x\n  - !other [!third y]\n");
  assert.deepEqual(value, { a: null, b: [null, null] });
  assert.deepEqual(issues.map(({ code, path, at }) => [code, path, at?.line]), [
    ["functions/unsupported-tag", ["a"], 1],
    ["functions/append-without-list", ["b", 0], 3],
    ["functions/unsupported-tag", ["b", 1], 4],
  ]);
});
