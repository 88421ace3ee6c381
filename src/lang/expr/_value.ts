/** The values of the expression language: equality, order, shape of texts.
 *  Follows aqua-registry §10. Pure.
 *  Invariant: texts are measured and ordered by their UTF-8 bytes, as the registry's authors see them. Integers
 *  and floats are both numbers: a float without a fraction counts as an integer once its type is unknown. */

/** A value. Functions never are values here. */
export type Value = null | boolean | number | string | readonly Value[] | ReadonlyMap<string, Value>;

/** A failure while an expression runs; whoever knows the place turns it into an error with a position. */
export class RunFailure extends Error {}

/** Whether two values are equal: numbers by value, lists and maps by content. */
export function isEqual(left: Value, right: Value): boolean {
  if (left === right) return true;
  if (isList(left) && isList(right)) {
    return left.length === right.length && left.every((item, i) => isEqual(item, right[i] ?? null));
  }
  if (left instanceof Map && right instanceof Map) {
    return left.size === right.size &&
      [...left].every(([key, item]) => right.has(key) && isEqual(item, right.get(key) ?? null));
  }
  return false;
}

/** Orders two numbers or two texts. Throws RunFailure for anything else. */
export function compareValues(left: Value, right: Value, operator: string): number {
  if (typeof left === "number" && typeof right === "number") return left - right;
  if (typeof left === "string" && typeof right === "string") return compareBytes(left, right);
  throw new RunFailure(`invalid operation: ${typeName(left)} ${operator} ${typeName(right)}`);
}

/** The value as the text that it must be. Throws RunFailure. */
export function asText(value: Value | undefined): string {
  return typeof value === "string" ? value : wrongType(value, "string");
}

/** The value as the number that it must be. Throws RunFailure. */
export function asNumber(value: Value | undefined): number {
  return typeof value === "number" ? value : wrongType(value, "int");
}

/** The value as the boolean that it must be. Throws RunFailure. */
export function asBool(value: Value): boolean {
  return typeof value === "boolean" ? value : wrongType(value, "bool");
}

/** The value as the list that it must be. Throws RunFailure. */
export function asList(value: Value | undefined): readonly Value[] {
  return value !== undefined && isList(value) ? value : wrongType(value, "[]interface {}");
}

function wrongType(value: Value | undefined, wanted: string): never {
  const actual = value === undefined || value === null ? "nil" : typeName(value);
  throw new RunFailure(`interface conversion: interface {} is ${actual}, not ${wanted}`);
}

/** Whether the value is a list. */
export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

/** The Go name of the type of a value. */
export function typeName(value: Value): string {
  if (value === null) return "<nil>";
  if (typeof value === "number") return Number.isInteger(value) ? "int" : "float64";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "string") return "string";
  return isList(value) ? "[]interface {}" : "map[string]interface {}";
}

/** `text[from:to]` in bytes; negative positions count from the end. Halves of characters become U+FFFD. */
export function sliceText(text: string, from: number | undefined, to: number | undefined): string {
  if (isAscii(text)) return text.slice(...bounds(text.length, from, to));
  const bytes = new TextEncoder().encode(text);
  return new TextDecoder().decode(bytes.slice(...bounds(bytes.length, from, to)));
}

/** `list[from:to]`; negative positions count from the end. */
export function sliceList(
  list: readonly Value[],
  from: number | undefined,
  to: number | undefined,
): readonly Value[] {
  return list.slice(...bounds(list.length, from, to));
}

/** Byte offset of a UTF-16 offset, which may be -1. */
export function byteOffset(text: string, offset: number): number {
  return offset < 0 || isAscii(text) ? offset : new TextEncoder().encode(text.slice(0, offset)).length;
}

function bounds(length: number, from: number | undefined, to: number | undefined): [number, number] {
  const end = Math.min(length, fromEnd(length, to ?? length));
  return [Math.min(end, fromEnd(length, from ?? 0)), end];
}

function fromEnd(length: number, position: number): number {
  return Math.max(0, position < 0 ? length + position : position);
}

function isAscii(text: string): boolean {
  // deno-lint-ignore no-control-regex
  return /^[\x00-\x7F]*$/.test(text);
}

/** Orders texts by their UTF-8 bytes: the order of code points, which UTF-16 order is not. */
export function compareBytes(left: string, right: string): number {
  if (isAscii(left) && isAscii(right)) return left === right ? 0 : left < right ? -1 : 1;
  const a = [...left];
  const b = [...right];
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const order = (a[i]?.codePointAt(0) ?? 0) - (b[i]?.codePointAt(0) ?? 0);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}
