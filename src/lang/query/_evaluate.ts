/** Evaluates parsed queries. Follows templates §5 (yq v4). Pure.
 *  Invariant: an expression maps the nodes at hand, all together, to its results in order; only `,`, `|`, literals and
 *  the arguments of functions see them together, everything else looks at one after the other. */
import type { Budget } from "./_budget.ts";
import { fault } from "./_fault.ts";
import { findFunction } from "./functions/table.ts";
import { children, made, mapOf, type Node } from "./_node.ts";
import { operate } from "./_operators.ts";
import type { Entry, Expression, Operation } from "./_syntax.ts";
import { followSteps } from "./_traverse.ts";
import { assign } from "./_update.ts";
import { isScalar, isTrue, matches, nounOf, textOf } from "./_value.ts";

/** What an evaluation carries along. */
export interface Scope {
  readonly text: string;
  readonly budget: Budget;
  readonly variables: ReadonlyMap<string, Node>;
}

/** Evaluates an expression on nodes. */
export type Evaluate = (expression: Expression, nodes: readonly Node[], scope: Scope) => readonly Node[];

/** The results in order. @throws Config `query/evaluation` */
export function evaluate(expression: Expression, nodes: readonly Node[], scope: Scope): readonly Node[] {
  switch (expression.kind) {
    case "self":
      return nodes;
    case "pipe":
      return expression.parts.reduce((results, part) => evaluate(part, results, scope), nodes);
    case "union":
      scope.budget.spend(nodes.length * expression.parts.length);
      return expression.parts.flatMap((part) => evaluate(part, nodes, scope));
  }
  const results = nodes.flatMap((node) => evaluateOne(expression, node, scope));
  scope.budget.spend(nodes.length + results.length);
  return results;
}

function evaluateOne(expression: Expression, node: Node, scope: Scope): readonly Node[] {
  switch (expression.kind) {
    case "literal":
      return [made(expression.value)];
    case "text":
      return [made(interpolate(expression.parts, node, scope))];
    case "variable":
      return [scope.variables.get(expression.name) ?? made(null)];
    case "descent":
      return descend(node, scope);
    case "path":
      return followSteps(expression, node, { scope, evaluate });
    case "list":
      return [
        made(expression.body ? evaluate(expression.body, [node], scope).map(({ value }) => value) : []),
      ];
    case "map":
      return buildMaps(expression.entries, node, scope);
    case "call":
      return call(expression, node, scope);
    case "binary":
      return binary(expression, node, scope);
    case "assign":
      return [assign(expression, node, { scope, evaluate, operate: operateIn(expression, scope) })];
    case "bind":
      return evaluate(expression.source, [node], scope)
        .flatMap((value) => evaluate(expression.body, [node], bound(scope, expression.name, value)));
    case "reduce":
      return reduce(expression, node, scope);
  }
  return evaluate(expression, [node], scope);
}

function bound(scope: Scope, name: string, node: Node): Scope {
  return { ...scope, variables: new Map(scope.variables).set(name, detached(node)) };
}

/** What a variable holds knows its path, but does not stand in the input any more. */
function detached({ value, key, parent }: Node): Node {
  return { value, key, parent: parent && detached(parent) };
}

/** An interpolated expression contributes its first result. */
function interpolate(parts: readonly (string | Expression)[], node: Node, scope: Scope): string {
  const texts = parts.map((part) => {
    if (typeof part === "string") return part;
    const value = evaluate(part, [node], scope)[0]?.value;
    scope.budget.weigh(value);
    return value === undefined ? "" : textOf(value);
  });
  const text = texts.join("");
  scope.budget.spend(text.length / 16);
  return text;
}

function descend(start: Node, scope: Scope): readonly Node[] {
  const found: Node[] = [];
  const waiting = [start];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    found.push(node);
    const below = children(node);
    scope.budget.spend(1 + below.length);
    for (let index = below.length - 1; index >= 0; index--) waiting.push(below[index] ?? node);
  }
  return found;
}

/** One map for each way to choose a key and a value per entry, the last entry changing first. An entry without a value
 *  is left out, a map of such entries only is none. */
function buildMaps(entries: readonly Entry[], node: Node, scope: Scope): readonly Node[] {
  const choices = entries.map(({ key, value }) => {
    const values = evaluate(value, [node], scope);
    return evaluate(key, [node], scope).flatMap((name) =>
      values.map(({ value }) => [keyText(name.value, key.at, scope), value] as const)
    );
  });
  const given = choices.filter((choice) => choice.length > 0);
  if (given.length === 0 && entries.length > 0) return [];
  let rows: (readonly (readonly [string, unknown])[])[] = [[]];
  for (const choice of given) {
    scope.budget.spend(rows.length * choice.length * entries.length);
    rows = rows.flatMap((row) => choice.map((member) => [...row, member]));
  }
  return rows.map((row) => made(mapOf(row)));
}

function keyText(value: unknown, at: number, { text }: Scope): string {
  if (isScalar(value)) return textOf(value);
  throw fault("query/evaluation", { text, at }, `${nounOf(value)} cannot be a key`);
}

function call(
  { name, args, at }: Expression & { readonly kind: "call" },
  input: Node,
  scope: Scope,
): readonly Node[] {
  const found = findFunction(name);
  const error = (message: string) => fault("query/evaluation", { text: scope.text, at }, message);
  if (!found) throw error(`unknown function ${name}`); // cannot be: the parser asked the same table
  const bindings = args.map((arg) => (nodes: readonly Node[]) => evaluate(arg, nodes, scope));
  return found.run({ input, args: bindings, budget: scope.budget, error });
}

/** Applies an operator to two values at the place of an expression. */
function operateIn({ at }: { readonly at: number }, { text, budget }: Scope) {
  const error = (message: string) => fault("query/evaluation", { text, at }, message);
  return (operator: string, left: unknown, right: unknown) =>
    operate(operator, [left, right], { budget, error });
}

function binary(expression: Operation & { readonly at: number }, node: Node, scope: Scope): readonly Node[] {
  const { operator, left, right } = expression;
  const lefts = evaluate(left, [node], scope);
  if (operator === "and" || operator === "or") return logic(expression, lefts, { node, scope });
  if (operator === "//") {
    const missing = lefts.length === 0 || lefts.some(({ value }) => !isTrue(value));
    const others = missing ? evaluate(right, [node], scope) : [];
    if (lefts.length === 0) return others;
    return lefts.flatMap((each) => isTrue(each.value) || others.length === 0 ? [each] : others);
  }
  const rights = evaluate(right, [node], scope);
  if (lefts.length === 0 || rights.length === 0) return missingSide(operator, lefts, rights);
  const apply = operateIn(expression, scope);
  scope.budget.spend(lefts.length * rights.length);
  return lefts.flatMap((l) => rights.map((r) => made(apply(operator, l.value, r.value))));
}

/** A side without results is like null in comparisons, and leaves a sum to the other side. */
function missingSide(operator: string, lefts: readonly Node[], rights: readonly Node[]): readonly Node[] {
  const other = lefts.length > 0 ? lefts : rights;
  if (operator === "+") return other;
  if (operator === "==" || operator === "!=") {
    const values = other.length > 0 ? other : [made(null)];
    return values.map(({ value }) => made(matches(value, null) === (operator === "==")));
  }
  if (["<", "<=", ">", ">="].includes(operator)) return [made(other.length === 0 && operator.endsWith("="))];
  return [];
}

/** The right side is not asked where the left one decides. */
function logic(
  { operator, right }: Operation,
  lefts: readonly Node[],
  { node, scope }: { readonly node: Node; readonly scope: Scope },
): readonly Node[] {
  return (lefts.length > 0 ? lefts : [made(null)]).flatMap((left) => {
    if (isTrue(left.value) === (operator === "or")) return [made(operator === "or")];
    const rights = evaluate(right, [node], scope);
    return (rights.length > 0 ? rights : [made(null)]).map(({ value }) => made(isTrue(value)));
  });
}

function reduce(
  { source, name, initial, body }: Expression & { readonly kind: "reduce" },
  node: Node,
  scope: Scope,
): readonly Node[] {
  let results = evaluate(initial, [node], scope);
  for (const value of evaluate(source, [node], scope)) {
    results = evaluate(body, results, bound(scope, name, value));
  }
  return results;
}
