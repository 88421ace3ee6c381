import assert from "node:assert/strict";
import { globTest } from "./glob.ts";

Deno.test("globTest() reads patterns as users of the real program write them", () => {
  const cases: [pattern: string, yes: readonly string[], no: readonly string[]][] = [
    ["*.yaml", ["a.yaml", ".a.yaml"], ["a.yml", "b/a.yaml", "yaml"]],
    ["**/*", ["a", "b/a", "c/b/.a"], []],
    ["**/*.yaml", ["a.yaml", "b/c/a.yaml"], ["a.yml"]],
    ["parts/**/*.yaml", ["parts/a.yaml", "parts/b/a.yaml"], ["a.yaml", "part/a.yaml"]],
    ["?.yml", ["a.yml"], ["ab.yml", "/.yml"]],
    ["[bc].*", ["b.yml", "c.yaml"], ["a.yml"]],
    ["[!b].x", ["a.x"], ["b.x"]],
    ["{b,a}.yaml", ["a.yaml", "b.yaml"], ["c.yaml"]],
    ["a+(b).x", ["a+(b).x"], ["ab.x"]],
    ["!a", ["!a"], ["b"]],
  ];
  for (const [pattern, yes, no] of cases) {
    const test = globTest(pattern);
    for (const path of yes) assert.equal(test(path), true, `${pattern} ${path}`);
    for (const path of no) assert.equal(test(path), false, `${pattern} ${path}`);
  }
});
