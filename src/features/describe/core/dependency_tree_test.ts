import assert from "node:assert/strict";
import { dependencyLevels, dependencyTree, type TreeNode } from "./dependency_tree.ts";

/** Nodes of one stack; each text is `name needs…`. */
function graph(...texts: string[]): readonly TreeNode[] {
  const rows = texts.map((text) => text.split(" "));
  const nodes = rows.map(([component = ""]) => ({
    component,
    stack: component.startsWith("far") ? "two" : "one",
    type: "terraform",
    needs: [] as TreeNode[],
    neededBy: [] as TreeNode[],
  }));
  for (const [index, [, ...needs]] of rows.entries()) {
    for (const name of needs) {
      const from = nodes[index], to = nodes.find(({ component }) => component === name);
      assert.ok(from !== undefined && to !== undefined);
      from.needs.push(to);
      to.neededBy.push(from);
    }
  }
  return nodes;
}

Deno.test("dependencyTree(): branches, other stacks and circles", () => {
  const [a] = graph("a c b far", "b d", "c", "d a", "far");
  assert.equal(
    dependencyTree(a === undefined ? [] : [a], "forward"),
    ` Dependencies
Stack  Component              Type
one    a                      terraform
       ├──▶ b
       │  └──▶ d
       │     └──▶ a (circle)
       ├──▶ c
       └──▶ far (two)

`,
  );
});

Deno.test("dependencyTree(): nothing in a direction is said when both are shown", () => {
  const [a] = graph("a b", "b");
  const text = dependencyTree(a === undefined ? [] : [a], "both");
  assert.ok(text.endsWith("       └──required by ↑\n          └──(none)\n\n"), text);
  assert.equal(dependencyTree(a === undefined ? [] : [a], "reverse").split("\n").length, 5);
});

Deno.test("dependencyLevels(): each level needs only earlier ones; circles come last", () => {
  const names = (texts: string[]) =>
    dependencyLevels(graph(...texts)).map((level) => level.map((n) => n.component));
  assert.deepEqual(names(["a b c", "b c", "c", "d"]), [["c", "d"], ["b"], ["a"]]);
  assert.deepEqual(names(["a b", "b a", "c", "d a"]), [["c"], ["a", "b", "d"]]);
  assert.deepEqual(names([]), []);
});
