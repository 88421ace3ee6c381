/** Functions for the columns of lists, over Sprig's of the same name. Pure. Follows templates §6.
 *  Invariant: nothing in a row is no error, but an empty text, 0 or false. */
import { printValue } from "../format.ts";
import { func, type FunctionSet, GoError } from "../function.ts";
import { isDict, isList, isTrue, member, typed, type Value } from "../value.ts";

/** The functions. */
export const columnFunctions: FunctionSet = {
  toString: func(["any"], textOf),
  // As far as digits go: `12x` is 12.
  toInt: func(["any"], (value) => Number(/^\s*[+-]?\d{1,15}/.exec(textOf(value))?.[0] ?? 0)),
  toBool: func(["any"], (value) => /^(true|yes|1)$/i.test(textOf(value))),
  truncate: func(["string", "int"], (text, length) => {
    const bytes = new TextEncoder().encode(text), most = Math.max(0, length);
    if (bytes.length <= most) return text;
    const cut = (count: number) => new TextDecoder().decode(bytes.subarray(0, count));
    return most <= 3 ? cut(most) : `${cut(most - 3)}...`;
  }),
  pad: func(["string", "int"], (text, length) => {
    if (length > MOST_PADDED) throw new GoError(`pad: ${length} is more than ${MOST_PADDED}`);
    return text.padEnd(length);
  }),
  upper: func(["string"], (text) => text.toUpperCase()),
  lower: func(["string"], (text) => text.toLowerCase()),
  get: func(["any", "string"], (map, key) => found(map, key) ?? null),
  getOr: func(["any", "string", "any"], (map, key, otherwise) => found(map, key) ?? otherwise),
  has: func(["any", "string"], (map, key) => found(map, key) !== undefined),
  len: func(["any"], sizeOf),
  join: func(["any", "string"], (list, between) => {
    if (list === null) return "";
    if (!isList(list)) throw new GoError("join: the first argument is no list");
    return list.map(textOf).join(between);
  }),
  split: func(["string", "string"], (text, between) => typed(text.split(between), "[]string")),
  ternary: func(["any", "any", "any"], (condition, yes, no) => isTrue(condition) ? yes : no),
};

/** Wider cells are a mistake. */
const MOST_PADDED = 10_000;

function textOf(value: Value): string {
  return value === null ? "" : printValue(value);
}

function found(map: Value, key: string): Value | undefined {
  return isDict(map) ? member(map, key) : undefined;
}

function sizeOf(value: Value): number {
  if (value === null) return 0;
  if (typeof value === "string") return new TextEncoder().encode(value).length;
  if (isList(value)) return value.length;
  if (isDict(value)) return Object.keys(value).length;
  throw new GoError("len: neither a text nor a list nor a map");
}
