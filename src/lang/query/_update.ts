/** Assignments and deletions as new values. Follows templates §5 (yq v4). Pure.
 *  Invariant: the result stands where the input stood; what the paths do not reach is shared with it. */
import type { Budget } from "./_budget.ts";
import type { Traversal } from "./_traverse.ts";
import { type Draft, draftOf } from "./_draft.ts";
import { fault } from "./_fault.ts";
import { type Key, type Node, pathOf, replaced } from "./_node.ts";
import type { Operation } from "./_syntax.ts";
import { nounOf } from "./_value.ts";

/** What assignments need beside the traversal. */
export interface Assigning extends Traversal {
  operate(operator: string, left: unknown, right: unknown): unknown;
}

/** `=` takes the last result of its right side, for the input; `|=` the first, for the old value; `+=` and its like
 *  put the operator between the old value and the last result for the input. No result changes nothing. */
export function assign(
  { operator, left, right, at }: Operation & { readonly at: number },
  input: Node,
  { scope, evaluate, operate }: Assigning,
): Node {
  const tools = {
    budget: scope.budget,
    error: (text: string) => fault("query/evaluation", { ...scope, at }, text),
  };
  const targets = evaluate(left, [input], scope);
  const result = operator === "|=" ? undefined : evaluate(right, [input], scope).at(-1);
  if (operator !== "|=" && result === undefined) return input;
  const binary = operator.startsWith("*=") ? `*${operator.slice(2)}` : operator.slice(0, -1);
  return changeTargets(targets, input, {
    ...tools,
    change: (old, target) => {
      const wanted = result ?? evaluate(right, [replaced(target, old)], scope)[0];
      if (wanted === undefined || operator === "=" || operator === "|=") return wanted?.value;
      return operate(binary, old, wanted.value);
    },
  });
}

/** What updates need to pay and to fail. */
export interface UpdateTools {
  readonly budget: Budget;
  /** Makes the error to throw. */
  error(message: string): Error;
}

/** What changes targets one by one: from the value that stands there now to another; undefined changes nothing. */
export interface Change extends UpdateTools {
  change(old: unknown, target: Node): unknown;
}

/** The input with its targets changed, in order. */
export function changeTargets(targets: readonly Node[], input: Node, change: Change): Node {
  const draft = draftOf(input.value, change.budget.spend);
  for (const target of targets) {
    const path = targetPath(target, input, change);
    const value = change.change(draft.get(path) ?? null, target);
    if (value !== undefined) setIn(draft, { path, value }, change);
  }
  return replaced(input, draft.value);
}

/** The input without the targets, which stand in it. */
export function deleteTargets(targets: readonly Node[], input: Node, tools: UpdateTools): Node {
  const draft = draftOf(input.value, tools.budget.spend);
  for (const target of targets) {
    const path = targetPath(target, input, tools);
    if (path.length === 0) throw tools.error("the whole value cannot be deleted");
    tools.budget.spend(path.length);
    draft.remove(path);
  }
  draft.sweep();
  return replaced(input, draft.value);
}

/** The input with the values of nodes that stand in it; others change nothing. */
export function writeBack(nodes: readonly Node[], input: Node, tools: UpdateTools): Node {
  const draft = draftOf(input.value, tools.budget.spend);
  for (const node of nodes) {
    const path = pathOf(node, input);
    if (path) setIn(draft, { path, value: node.value }, tools);
  }
  return replaced(input, draft.value);
}

function targetPath(target: Node, input: Node, { error }: UpdateTools): readonly Key[] {
  const path = pathOf(target, input);
  if (path) return path;
  throw error("cannot change a value that does not stand in the input");
}

function setIn(
  draft: Draft,
  { path, value }: { readonly path: readonly Key[]; readonly value: unknown },
  { budget, error }: UpdateTools,
): void {
  const container = draft.get(path.slice(0, -1));
  const [key] = path.slice(-1);
  budget.spend(path.length + 1);
  path.forEach((key, index) => {
    if (typeof key === "number") budget.spend(Math.max(0, key - sizeOf(draft.get(path.slice(0, index)))));
  });
  if (draft.set(path, value)) return;
  throw error(`cannot set ${JSON.stringify(key)} in ${nounOf(container)}`);
}

function sizeOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}
