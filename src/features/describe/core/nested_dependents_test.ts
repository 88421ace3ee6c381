import assert from "node:assert/strict";
import { type Branch, markIncluded } from "./nested_dependents.ts";

function branch(stack_slug: string, ...dependents: Branch[]): Branch {
  return { stack_slug, dependents };
}

Deno.test("markIncluded(): part of another tree, at any depth; of a circle the first one stands", () => {
  const included = (items: Branch[]) => markIncluded(items).map((item) => item.included_in_dependents);
  assert.deepEqual(included([branch("a", branch("b", branch("c"))), branch("c"), branch("d")]), [
    false,
    true,
    false,
  ]);
  assert.deepEqual(included([branch("a", branch("b")), branch("b", branch("a"))]), [false, true]);
  assert.deepEqual(included([{ stack_slug: "a", dependents: null }]), [false]);
});

Deno.test("markIncluded(): the same among the dependents of an item", () => {
  const [a] = markIncluded([branch("a", branch("b"), branch("c", branch("b")))]);
  const marks = a?.dependents?.map((each) =>
    (each as { included_in_dependents?: boolean }).included_in_dependents
  );
  assert.deepEqual(marks, [true, false]);
});
