/** Sprig's functions of lists. Pure. Follows templates §3.1 (Lists). Invariant: lists are never changed. */
import { func, type FunctionSet, GoError, variadic } from "../../function.ts";
import { intOf, isInteger, isList, type List, typed, typeName, type Value } from "../../value.ts";
import { deepEqual } from "../_equal.ts";
import { isEmpty } from "../_empty.ts";

const append = func(["any", "any"], (list, value) => [...itemsOf(list, "push"), value]);
const prepend = func(["any", "any"], (list, value) => [value, ...itemsOf(list, "prepend")]);
const first = func(["any"], (list) => itemsOf(list, "first")[0]);
const last = func(["any"], (list) => itemsOf(list, "last").at(-1));
const rest = func(["any"], (list) => itemsOf(list, "rest").slice(1));
const initial = func(["any"], (list) => itemsOf(list, "initial").slice(0, -1));
const reverse = func(["any"], (list) => itemsOf(list, "reverse").toReversed());
const compact = func(["any"], (list) => itemsOf(list, "compact").filter((item) => !isEmpty(item)));
const uniq = func(["any"], (list) => unique(itemsOf(list, "uniq")));
const without = variadic(
  ["any"],
  "any",
  (list, ...dropped) =>
    itemsOf(list, "without").filter((item) => !dropped.some((each) => deepEqual(each, item))),
);
const has = func(["any", "any"], (value, list) => {
  return list !== null && itemsOf(list, "has").some((item) => deepEqual(item, value));
});
const slice = variadic(["any"], "any", (list, ...places) => {
  if (isList(list)) return sliced(list, places);
  throw new GoError(
    `list should be type of slice or array but ${list === null ? "invalid" : typeName(list)}`,
  );
});
const chunk = func(["int", "any"], (size, list) => chunked(size, itemsOf(list, "chunk")));

/** The functions; those with `must` differ only in how Go passes the error on. */
export const lists: FunctionSet = {
  list: variadic([], "any", (...values) => values),
  tuple: variadic([], "any", (...values) => values),
  first,
  mustFirst: first,
  last,
  mustLast: last,
  rest,
  mustRest: rest,
  initial,
  mustInitial: initial,
  append,
  mustAppend: append,
  push: append,
  mustPush: append,
  prepend,
  mustPrepend: prepend,
  concat: variadic([], "any", (...all) => all.flatMap((list) => [...concatenated(list)])),
  reverse,
  mustReverse: reverse,
  uniq,
  mustUniq: uniq,
  without,
  mustWithout: without,
  has,
  mustHas: has,
  compact,
  mustCompact: compact,
  slice,
  mustSlice: slice,
  chunk,
  mustChunk: chunk,
  all: variadic([], "any", (...values) => values.every((value) => !isEmpty(value))),
  any: variadic([], "any", (...values) => values.some((value) => !isEmpty(value))),
};

const DOING: Readonly<Record<string, string>> = {
  push: "push on",
  prepend: "prepend on",
  first: "find first on",
  last: "find last on",
  rest: "find rest on",
  initial: "find initial on",
  reverse: "find reverse on",
  compact: "compact on",
  uniq: "find uniq on",
  without: "find without on",
  has: "find has on",
  chunk: "chunk type",
};

/** The items; an error in sprig's words for anything else. */
function itemsOf(value: Value, name: string): readonly Value[] {
  if (isList(value)) return value;
  if (value === null) throw new GoError("runtime error: invalid memory address or nil pointer dereference");
  const kind = typeName(value).startsWith("map[") ? "map" : typeName(value);
  const words = DOING[name] ?? `find ${name} on`;
  throw new GoError(name === "chunk" ? `Cannot ${words} ${kind}` : `Cannot ${words} type ${kind}`);
}

function concatenated(value: Value): readonly Value[] {
  if (isList(value)) return value;
  throw new GoError(`Cannot concat type ${value === null ? "invalid" : typeName(value)} as list`);
}

function unique(items: readonly Value[]): readonly Value[] {
  return items.filter((item, index) => items.findIndex((other) => deepEqual(other, item)) === index);
}

function sliced(items: readonly Value[], places: readonly Value[]): Value {
  if (items.length === 0) return null;
  const [from = 0, to = items.length] = places.map((place) => isInteger(place) ? Number(intOf(place)) : 0);
  if (from < 0 || to > items.length || from > to) {
    throw new GoError(`reflect.Value.Slice: slice index out of bounds`);
  }
  return items.slice(from, to);
}

function chunked(size: number, items: readonly Value[]): Value {
  if (size < 1) throw new GoError("runtime error: integer divide by zero");
  const count = Math.ceil(items.length / size);
  const parts = Array.from(
    { length: count },
    (_, index): List => items.slice(index * size, (index + 1) * size),
  );
  return typed(parts, "[][]interface {}");
}
