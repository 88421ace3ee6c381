/** Evaluates the tree of an expression. Pure. Follows templates §5.
 *  Invariants: the data is never changed; a result that is a part of the data carries its path. */
import { badEvaluation, type Node } from "./_syntax.ts";
import { binary, isTruthy } from "./_operators.ts";
import { call } from "./_functions.ts";

/** A result, and where it stands in the data when it is a part of it. */
export interface Item {
  readonly value: unknown;
  readonly path: readonly (string | number)[] | undefined;
}

/** What evaluation knows. */
export interface Scope {
  /** The expression, for messages. */
  readonly text: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly steps: { left: number };
}

/** The results in their order. @throws Config `query/evaluation`, `query/unsupported` */
export function evaluate(node: Node, item: Item, scope: Scope): readonly Item[] {
  if (--scope.steps.left < 0) throw badEvaluation(scope.text, "the query needs too many steps");
  switch (node.kind) {
    case "self":
      return [item];
    case "empty":
      return [];
    case "descend":
      return descend(item);
    case "literal":
      return [made(node.value)];
    case "variable":
      return [made(variable(node.name, scope))];
    case "field":
      return evaluate(node.of, item, scope).flatMap((of) =>
        evaluate(node.key, item, scope).flatMap((key) =>
          field(of, key.value, { scope, optional: node.optional })
        )
      );
    case "each":
      return evaluate(node.of, item, scope).flatMap((of) => each(of, scope, node.optional));
    case "slice":
      return evaluate(node.of, item, scope).map((of) => slice(of, node, { item, scope }));
    case "negative":
      return evaluate(node.of, item, scope).map(({ value }) =>
        made(binary("-", { left: 0, right: value }, scope.text))
      );
    case "list":
      return [made(node.of ? evaluate(node.of, item, scope).map(({ value }) => value) : [])];
    case "map":
      return maps(node.entries, item, scope).map((entries) => made(Object.fromEntries(entries)));
    case "text":
      return [
        made(node.parts.map((part) => typeof part === "string" ? part : textOf(part, item, scope)).join("")),
      ];
    case "bind":
      return evaluate(node.of, item, scope).flatMap(({ value }) =>
        evaluate(node.body, item, { ...scope, variables: { ...scope.variables, [node.name]: value } })
      );
    case "binary":
      return operate(node, item, scope);
    case "call":
      return call(node, item, { scope, run: evaluate });
  }
}

/** A result that is no part of the data. */
export function made(value: unknown): Item {
  return { value, path: undefined };
}

function variable(name: string, { variables, text }: Scope): unknown {
  if (Object.hasOwn(variables, name)) return variables[name];
  throw badEvaluation(text, `$${name} is not bound`);
}

function operate(
  { operator, left, right }: Node & { kind: "binary" },
  item: Item,
  scope: Scope,
): readonly Item[] {
  switch (operator) {
    case "|":
      return evaluate(left, item, scope).flatMap((result) => evaluate(right, result, scope));
    case ",":
      return [...evaluate(left, item, scope), ...evaluate(right, item, scope)];
    case "//": {
      const found = evaluate(left, item, scope).filter(({ value }) => isTruthy(value));
      return found.length > 0 ? found : evaluate(right, item, scope);
    }
    case "and":
    case "or":
      return evaluate(left, item, scope).flatMap(({ value }) =>
        isTruthy(value) === (operator === "or")
          ? [made(operator === "or")]
          : evaluate(right, item, scope).map((other) => made(isTruthy(other.value)))
      );
  }
  const others = evaluate(right, item, scope);
  return evaluate(left, item, scope).flatMap(({ value }) =>
    others.map((other) => made(binary(operator, { left: value, right: other.value }, scope.text)))
  );
}

function field(
  { value, path }: Item,
  key: unknown,
  { scope, optional }: { readonly scope: Scope; readonly optional: boolean },
): readonly Item[] {
  if (value === null || value === undefined) return [{ value: null, path: below(path, key) }];
  if (Array.isArray(value) && typeof key === "number") {
    const at = key < 0 ? value.length + key : key;
    return [{ value: value[at] ?? null, path: below(path, at) }];
  }
  if (isMap(value) && (typeof key === "string" || typeof key === "number")) {
    const name = String(key);
    return [{ value: Object.hasOwn(value, name) ? value[name] : null, path: below(path, name) }];
  }
  if (optional) return [];
  throw badEvaluation(scope.text, `cannot index ${kindOf(value)} with ${JSON.stringify(key)}`);
}

function each({ value, path }: Item, { text }: Scope, optional: boolean): readonly Item[] {
  if (Array.isArray(value)) {
    return value.map((member, index) => ({ value: member, path: below(path, index) }));
  }
  if (isMap(value)) {
    return Object.entries(value).map(([key, member]) => ({ value: member, path: below(path, key) }));
  }
  if (value === null || optional) return [];
  throw badEvaluation(text, `cannot go through ${kindOf(value)}`);
}

function descend(item: Item): readonly Item[] {
  const { value, path } = item;
  if (typeof value !== "object" || value === null) return [item];
  const members = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [item, ...members.flatMap(([key, member]) => descend({ value: member, path: below(path, key) }))];
}

function slice(
  { value }: Item,
  { from, to }: Node & { kind: "slice" },
  { item, scope }: { readonly item: Item; readonly scope: Scope },
): Item {
  const bound = (node: Node | undefined) => {
    const found = node && evaluate(node, item, scope)[0]?.value;
    return typeof found === "number" ? found : undefined;
  };
  if (Array.isArray(value) || typeof value === "string") {
    return made(value.slice(bound(from) ?? 0, bound(to)));
  }
  if (value === null) return made(null);
  throw badEvaluation(scope.text, `cannot take a part of ${kindOf(value)}`);
}

type Entries = readonly (readonly [string, unknown])[];

/** Every combination of the results of its values. */
function maps(
  entries: readonly { readonly key: Node; readonly value: Node }[],
  item: Item,
  scope: Scope,
): readonly Entries[] {
  return entries.reduce<readonly Entries[]>((known, { key, value }) => {
    const keys = evaluate(key, item, scope), values = evaluate(value, item, scope);
    return known.flatMap((before) =>
      keys.flatMap((name) => values.map((each): Entries => [...before, [String(name.value), each.value]]))
    );
  }, [[]]);
}

function textOf(node: Node, item: Item, scope: Scope): string {
  const value = evaluate(node, item, scope)[0]?.value ?? "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function below(path: Item["path"], key: unknown): Item["path"] {
  return path && [...path, key as string | number];
}

/** Whether a value is a mapping. */
export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What a value is, in words. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return "null";
  if (Array.isArray(value)) return "a list";
  if (isMap(value)) return "a map";
  return typeof value === "boolean" ? "a truth value" : typeof value === "string" ? "a text" : "a number";
}
