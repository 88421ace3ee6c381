import { deepEqual, throws } from "node:assert/strict";
import { distinctInstances } from "./duplicates.ts";

const net = (key: string, vars: unknown, stack = "one") => ({
  name: "net",
  type: "terraform",
  stack,
  key,
  sections: { vars },
});

Deno.test("distinctInstances() takes the first of equal definitions", () => {
  const all = [net("a", { x: 1, y: 2n }), net("b", { y: 2n, x: 1 }), net("c", { x: 1 }, "two")];
  deepEqual(distinctInstances(all).map(({ key }) => key), ["a", "c"]);
});

Deno.test("distinctInstances() names every manifest of definitions that differ", () => {
  throws(() => distinctInstances([net("a", {}), net("b", {}), net("c", { x: 1 })]), {
    code: "stacks/duplicate",
    explanation: /a, b, c/,
  });
});
