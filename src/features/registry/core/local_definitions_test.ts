import assert from "node:assert/strict";
import { parseYamlStrings, type YamlStrings } from "@/lang/yaml/parse.ts";
import { localDefinitions } from "./local_definitions.ts";

function tools(yaml: string): YamlStrings {
  return parseYamlStrings(yaml, { file: "t.yaml" }).value;
}

Deno.test("localDefinitions() knows ids and every name of a program", () => {
  const cases: [yaml: string, id: string, names: readonly string[]][] = [
    ["acme/tool: {}", "acme/tool", ["tool"]],
    ["tool: {}", "local/tool", ["tool"]],
    ["tool: {repo_owner: acme}", "acme/tool", ["tool"]],
    ["tool: {repo_owner: acme, repo_name: big-tool}", "acme/tool", ["tool", "big-tool"]],
    ["a/b/c: {binary_name: d}", "a/b/c", ["c", "d"]],
    ["a/b: {name: x/y/z, files: [{name: p}, {name: q, src: s}]}", "a/b", ["b", "z", "p", "q"]],
    ["a/b: {version_overrides: [{files: [{name: v}], overrides: [{files: [{name: w}]}]}]}", "a/b", [
      "b",
      "v",
      "w",
    ]],
    ["a/b: {version_constraints: [{binary_name: c}], overrides: [{files: [{name: o}]}]}", "a/b", [
      "b",
      "c",
      "o",
    ]],
    ["a/b: {files: [{name: b}, text, {src: x}], binary_name: [odd]}", "a/b", ["b"]],
    ["__proto__: {binary_name: x}", "local/__proto__", ["__proto__", "x"]],
  ];
  for (const [yaml, id, names] of cases) {
    const [tool, ...others] = localDefinitions(tools(yaml));
    assert.deepEqual([tool?.id, tool?.names, others], [id, names, []], yaml);
  }
});

Deno.test("localDefinitions() keeps the order, and names what is no definition too", () => {
  assert.deepEqual(localDefinitions(tools("b: {}\na: {}\nc: text\nd:\ne: [1]")).map(({ key }) => key), [
    "b",
    "a",
    "c",
    "d",
    "e",
  ]);
  for (const odd of [undefined, null, "text", []]) assert.deepEqual(localDefinitions(odd), []);
});
