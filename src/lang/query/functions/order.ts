/** Functions that order, group and compare members. Follows templates §5 (yq v4). Pure.
 *  Invariant: sorting is stable; of equals the first stays. */
import { children, isMap, made, mapOf, type Node } from "../_node.ts";
import { orderOf } from "../_operators.ts";
import { changeTargets } from "../_update.ts";
import { compareTexts, compareValues, identityOf, nounOf } from "../_value.ts";
import type { Call, Chapter } from "./function.ts";

/** `sort`, `sort_by`, `unique`, `group_by`, `min` … */
export const order: Chapter = {
  sort: { arity: [0, 0], run: (call) => [made(sorted(call, (node) => [node]))] },
  sort_by: { arity: [1, 1], run: (call) => [made(sorted(call, (node) => call.args[0]?.([node]) ?? []))] },
  sort_keys: { arity: [1, 1], run: sortKeys },
  reverse: { arity: [0, 0], run: (call) => [made(elements(call, "reverse").map(valueOf).reverse())] },
  unique: {
    arity: [0, 0],
    run: (call) => [made(groups(call, (node) => [node]).flatMap((each) => each.slice(0, 1)))],
  },
  unique_by: {
    arity: [1, 1],
    run: (call) => [
      made(groups(call, (node) => call.args[0]?.([node]) ?? []).flatMap((each) => each.slice(0, 1))),
    ],
  },
  group_by: { arity: [1, 1], run: (call) => [made(groups(call, (node) => call.args[0]?.([node]) ?? []))] },
  min: { arity: [0, 0], run: (call) => extreme(call, (order) => order < 0) },
  max: { arity: [0, 0], run: (call) => extreme(call, (order) => order > 0) },
};

type KeysOf = (node: Node) => readonly Node[];

/** A list sorted by its members' keys, or a map by those of its values. */
function sorted({ input, budget, error }: Call, keysOf: KeysOf): unknown {
  if (!Array.isArray(input.value) && !isMap(input.value)) throw error(`cannot sort ${nounOf(input.value)}`);
  const rows = children(input).map((node) => ({ node, keys: keysOf(node).map(valueOf) }));
  budget.spend(rows.length * 4);
  rows.sort((a, b) => compareKeys(a.keys, b.keys));
  if (Array.isArray(input.value)) return rows.map(({ node }) => node.value);
  return mapOf(rows.map(({ node }) => [String(node.key), node.value]));
}

function compareKeys(left: readonly unknown[], right: readonly unknown[]): number {
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    const order = compareValues(left[index], right[index]);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

/** The maps among the targets get their keys in order. */
function sortKeys({ input, args, budget, error }: Call): readonly Node[] {
  const change = (old: unknown) => isMap(old) ? inOrder(old) : undefined;
  return [changeTargets(args[0]?.([input]) ?? [], input, { budget, error, change })];
}

function inOrder(map: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return mapOf(Object.entries(map).sort(([a], [b]) => compareTexts(a, b)));
}

/** Members with the same keys, groups in the order of their first member. */
function groups(call: Call, keysOf: KeysOf): readonly (readonly unknown[])[] {
  const found = Map.groupBy(elements(call, "group"), (node) => {
    const keys = keysOf(node).map(valueOf);
    call.budget.weigh(keys);
    return identityOf(keys);
  });
  return [...found.values()].map((nodes) => nodes.map(valueOf));
}

/** The member that is before, or behind, all others; null does not count beside others. */
function extreme({ input, error }: Call, wins: (order: number) => boolean): readonly Node[] {
  const [first, ...others] = children(input).filter(({ value }) => value !== null);
  if (!first) return children(input).slice(0, 1);
  return [others.reduce((best, node) => {
    const order = orderOf(node.value, best.value);
    if (order === undefined) throw error(`cannot compare ${nounOf(node.value)} with ${nounOf(best.value)}`);
    return wins(order) ? node : best;
  }, first)];
}

function elements({ input, error }: Call, doing: string): readonly Node[] {
  if (Array.isArray(input.value)) return children(input);
  throw error(`cannot ${doing} ${nounOf(input.value)}, only a list`);
}

function valueOf({ value }: Node): unknown {
  return value;
}
