import { deepEqual } from "node:assert/strict";
import { aliasChain } from "./alias_chain.ts";

Deno.test("aliasChain() ends at a name that is no alias, one that stands for itself, or a repetition", () => {
  const aliases = { a: "b", b: "o/r", self: "self", to: "self", x: "y", y: "x", z: "x" };
  const cases: [name: string, names: string[], isCircle: boolean][] = [
    ["none", ["none"], false],
    ["constructor", ["constructor"], false],
    ["a", ["a", "b", "o/r"], false],
    ["self", ["self"], false],
    ["to", ["to", "self"], false],
    ["x", ["x", "y", "x"], true],
    ["z", ["z", "x", "y", "x"], true],
  ];
  for (const [name, names, isCircle] of cases) {
    deepEqual(aliasChain(aliases, name), { names, isCircle }, name);
  }
});
