/** Operators on two values. Pure. Follows templates §5: numbers, texts, lists and maps; `==` knows `*` and `?` of texts. */
import { badEvaluation } from "./_syntax.ts";

/** Null and false are missing. */
export function isTruthy(value: unknown): boolean {
  return value !== null && value !== undefined && value !== false;
}

/** @throws Config `query/evaluation` */
export function binary(
  operator: string,
  { left, right }: { readonly left: unknown; readonly right: unknown },
  text: string,
): unknown {
  switch (operator) {
    case "==":
      return isEqual(left, right);
    case "!=":
      return !isEqual(left, right);
    case "<":
      return compare(left, right) < 0;
    case "<=":
      return compare(left, right) <= 0;
    case ">":
      return compare(left, right) > 0;
    case ">=":
      return compare(left, right) >= 0;
  }
  const result = operator === "+"
    ? plus(left, right)
    : operator === "-"
    ? minus(left, right)
    : operator === "*"
    ? times(left, right)
    : divided(operator, left, right);
  if (result !== undefined) return result;
  throw badEvaluation(text, `cannot take ${shown(left)} ${operator} ${shown(right)}`);
}

/** Texts on the right may be patterns. */
function isEqual(left: unknown, right: unknown): boolean {
  if (typeof left === "string" && typeof right === "string") {
    return left === right || wildcard(right).test(left);
  }
  if (isNumber(left) && isNumber(right)) return Number(left) === Number(right);
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) {
    return left === right;
  }
  return JSON.stringify(ordered(left)) === JSON.stringify(ordered(right));
}

function wildcard(pattern: string): RegExp {
  const source = pattern.replace(/[\\^$.|+()[\]{}]/g, "\\$&").replace(/\*+/g, ".*").replaceAll("?", ".");
  return new RegExp(`^${source}$`, "s");
}

/** With the keys of maps in one order, for comparisons. */
export function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value === "bigint") return String(value);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1).map(([k, v]) => [k, ordered(v)]),
  );
}

const RANKS = ["null", "boolean", "number", "string", "list", "map"];

function rankOf(value: unknown): number {
  const kind = value === null || value === undefined
    ? "null"
    : Array.isArray(value)
    ? "list"
    : typeof value === "object"
    ? "map"
    : typeof value === "bigint"
    ? "number"
    : typeof value;
  return RANKS.indexOf(kind);
}

/** The order of all values: null, truth values, numbers, texts, lists, maps. */
export function compare(left: unknown, right: unknown): number {
  const byKind = rankOf(left) - rankOf(right);
  if (byKind !== 0) return byKind;
  const [a, b] = [left, right].map((value) =>
    typeof value === "object" ? JSON.stringify(ordered(value)) : value
  ) as [
    string,
    string,
  ];
  return a < b ? -1 : Number(a > b);
}

function plus(left: unknown, right: unknown): unknown {
  if (left === null || left === undefined) return right;
  if (right === null || right === undefined) return left;
  if (isNumber(left) && isNumber(right)) return Number(left) + Number(right);
  if (Array.isArray(left)) return [...left, ...Array.isArray(right) ? right : [right]];
  if (isPlainMap(left) && isPlainMap(right)) return { ...left, ...right };
  const isText = typeof left === "string" || typeof right === "string";
  return isText && typeof left !== "object" && typeof right !== "object" ? `${left}${right}` : undefined;
}

function minus(left: unknown, right: unknown): unknown {
  if (isNumber(left) && isNumber(right)) return Number(left) - Number(right);
  if (!Array.isArray(left) || !Array.isArray(right)) return undefined;
  return left.filter((member) => !right.some((other) => isEqual(member, other)));
}

function times(left: unknown, right: unknown): unknown {
  if (isNumber(left) && isNumber(right)) return Number(left) * Number(right);
  if (typeof left === "string" && isNumber(right)) {
    return left.repeat(Math.min(Math.max(0, Number(right)), 10_000));
  }
  if (left === null && isPlainMap(right)) return right;
  if (isPlainMap(left) && right === null) return left;
  return isPlainMap(left) && isPlainMap(right) ? deepMerged(left, right) : undefined;
}

function deepMerged(left: Record<string, unknown>, right: Record<string, unknown>): Record<string, unknown> {
  const merged = new Map(Object.entries(left));
  for (const [key, value] of Object.entries(right)) {
    const known = merged.get(key);
    merged.set(key, isPlainMap(known) && isPlainMap(value) ? deepMerged(known, value) : value);
  }
  return Object.fromEntries(merged);
}

function divided(operator: string, left: unknown, right: unknown): unknown {
  if (operator === "/" && typeof left === "string" && typeof right === "string") return left.split(right);
  if (!isNumber(left) || !isNumber(right) || Number(right) === 0) return undefined;
  return operator === "/" ? Number(left) / Number(right) : Number(left) % Number(right);
}

function isNumber(value: unknown): value is number | bigint {
  return typeof value === "number" || typeof value === "bigint";
}

function isPlainMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  const text = typeof value === "bigint" ? String(value) : JSON.stringify(value) ?? "null";
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
