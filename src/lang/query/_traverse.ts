/** Follows the steps of a path: keys, wildcards, indices, slices. Follows templates §5 (yq v4). Pure.
 *  Invariant: what is missing is null and knows where it would stand; scalars have no members. */
import type { Evaluate, Scope } from "./_evaluate.ts";
import { fault } from "./_fault.ts";
import { children, isMap, made, type Node } from "./_node.ts";
import type { Expression, Step } from "./_syntax.ts";
import { globMatches, isNumber, isScalar, nounOf, textOf } from "./_value.ts";

/** What steps need to evaluate what is in brackets. */
export interface Traversal {
  readonly scope: Scope;
  readonly evaluate: Evaluate;
}

/** The nodes at the end of a path that begins at a node. @throws Config `query/evaluation` */
export function followSteps(
  { base, steps }: Expression & { readonly kind: "path" },
  start: Node,
  traversal: Traversal,
): readonly Node[] {
  let nodes = traversal.evaluate(base, [start], traversal.scope);
  for (const step of steps) {
    nodes = followStep(step, nodes, { ...traversal, start });
    traversal.scope.budget.spend(1 + nodes.length);
  }
  return nodes;
}

function followStep(
  step: Step,
  nodes: readonly Node[],
  { scope, evaluate, start }: Traversal & { readonly start: Node },
): readonly Node[] {
  const error = (message: string) => fault("query/evaluation", { text: scope.text, at: step.at }, message);
  switch (step.kind) {
    case "each":
      return nodes.flatMap(children);
    case "slice": {
      const bound = (node: Node, expression: Expression | undefined) =>
        expression && oneNumber(evaluate(expression, [node], scope), error);
      return nodes.map((node) => slice(node, [bound(node, step.from), bound(node, step.to)], error));
    }
    case "key":
      return nodes.flatMap((node) => members(node, step.name, step.optional ? undefined : error));
    case "index": {
      const keys = evaluate(step.keys, [start], scope);
      return nodes.flatMap((node) =>
        keys.flatMap(({ value }) => members(node, value, step.optional ? undefined : error))
      );
    }
  }
}

type MakeError = (message: string) => Error;

/** @param error undefined = what cannot be is no result */
function members(parent: Node, key: unknown, error: MakeError | undefined): readonly Node[] {
  const { value } = parent;
  if (value !== null && isScalar(value)) return [];
  if (!isScalar(key) || key === null) {
    if (!error) return [];
    throw error(`cannot index ${nounOf(value)} with ${nounOf(key)}`);
  }
  if (Array.isArray(value)) return element(parent, value, { key, error });
  if (value === null) {
    if (isNumber(key) && key < 0 && error) throw error(`index ${key} is out of range, the list is empty`);
    return [{ value: null, parent, key: isNumber(key) ? Number(key) : textOf(key) }];
  }
  const name = textOf(key);
  const found = /[*?]/.test(name)
    ? children(parent).filter((child) => globMatches(name, String(child.key)))
    : [];
  if (found.length > 0) return found;
  const member = isMap(value) && Object.hasOwn(value, name) ? value[name] : null;
  return [{ value: member ?? null, parent, key: name }];
}

/** Beyond the end is null, before the beginning is an error. */
function element(
  parent: Node,
  list: readonly unknown[],
  { key, error }: { readonly key: unknown; readonly error: MakeError | undefined },
): readonly Node[] {
  const index = isNumber(key) || typeof key === "string" && /^-?\d+$/.test(key) ? Number(key) : NaN;
  const from = index < 0 ? index + list.length : index;
  if (Number.isInteger(from) && from >= 0) return [{ value: list[from] ?? null, parent, key: from }];
  if (!error) return [];
  const shown = JSON.stringify(textOf(key));
  throw error(
    Number.isInteger(index)
      ? `index ${index} is out of range, the list has ${list.length} members`
      : `cannot index a list with ${typeof key === "string" ? shown : textOf(key)}`,
  );
}

function oneNumber(nodes: readonly Node[], error: MakeError): number {
  const [first, second] = nodes;
  if (first && !second && isNumber(first.value) && Number.isInteger(Number(first.value))) {
    return Number(first.value);
  }
  throw error("a slice is bounded by whole numbers");
}

/** Part of a list, or of a string by characters; null has no parts. */
function slice(
  { value }: Node,
  [from, to]: readonly [number | undefined, number | undefined],
  error: MakeError,
): Node {
  if (value === null) return made([]);
  if (Array.isArray(value)) return made(value.slice(from ?? 0, to));
  if (typeof value === "string") return made([...value].slice(from ?? 0, to).join(""));
  throw error(`cannot slice ${nounOf(value)}`);
}
