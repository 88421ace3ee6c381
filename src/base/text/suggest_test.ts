import { deepEqual } from "node:assert/strict";
import { nearestNames } from "./suggest.ts";

const NAMES = ["install", "which", "path", "env", "exec", "list", "describe", "terraform"];

Deno.test("nearestNames() finds what was meant", () => {
  const cases: [word: string, expected: string[]][] = [
    ["instal", ["install"]],
    ["isntall", ["install"]],
    ["INSTALL", ["install"]],
    ["desc", ["describe"]],
    ["terrafrom", ["terraform"]],
    ["wich", ["which"]],
    ["ecec", ["exec"]],
    ["nonsense", []],
    ["x", []],
    ["", []],
    ["💡💡💡💡", []],
  ];
  for (const [word, expected] of cases) deepEqual(nearestNames(word, NAMES), expected, word);
});

Deno.test("nearestNames() answers three at most, the nearest first, whatever the order of the names", () => {
  const names = ["stack", "stacks", "stacked", "slacks", "tracks"];
  deepEqual(nearestNames("stacks", names), ["stacks", "slacks", "stack"]);
  deepEqual(nearestNames("stacks", names.toReversed()), ["stacks", "slacks", "stack"]);
  deepEqual(nearestNames("stacks", [...names, ...names]), ["stacks", "slacks", "stack"]);
});

Deno.test("nearestNames() stays fast with a huge word", () => {
  deepEqual(nearestNames("a".repeat(1_000_000), NAMES), []);
});
