/** Gomplate's `coll`, `test`, and the functions of that kind without a namespace. Pure. Follows templates §3.2.
 *  Invariant: neither lists nor maps are ever changed. */
import { func, type FunctionSet, GoError, variadic } from "../../function.ts";
import {
  compareStrings,
  type Dict,
  floatOf,
  intOf,
  isDict,
  isInteger,
  isList,
  keysOf,
  kindName,
  kindOf,
  type List,
  member,
  typed,
  typeName,
  type Value,
} from "../../value.ts";
import { deepEqual } from "../_equal.ts";
import { isNumber, itemsOf, optional, toBool, toInt, toText } from "./namespace.ts";
import { jsonPath } from "./_json_path.ts";

const MAP = "map[string]interface {}";

/** The members of `coll`. */
export const coll: FunctionSet = {
  Dict: variadic([], "any", (...values) => paired(values)),
  Slice: variadic([], "any", (...values) => values),
  Has: func(["any", "any"], has),
  Keys: variadic([], MAP, (...maps) => typed(some(maps).flatMap(keysOf), "[]string")),
  Values: variadic(
    [],
    MAP,
    (...maps) => some(maps).flatMap((map) => keysOf(map).map((key) => member(map, key) ?? null)),
  ),
  Append: func(["any", "any"], (value, list) => [...itemsOf(list), value]),
  Prepend: func(["any", "any"], (value, list) => [value, ...itemsOf(list)]),
  Uniq: func(["any"], (list) => unique(itemsOf(list))),
  Reverse: func(["any"], (list) => itemsOf(list).toReversed()),
  Merge: variadic([MAP], MAP, (map, ...others) => others.reduce(filled, map)),
  Sort: optional("Sort", [1, 2], (...values) => {
    return sorted(values.at(-1) ?? null, values.length === 2 ? toText(values[0]) : "");
  }),
  Flatten: optional("Flatten", [1, 2], (...values) => {
    return flattened(itemsOf(values.at(-1) ?? null), values.length === 2 ? toInt(values[0] ?? null) : -1);
  }),
  JSONPath: func(["string", "any"], jsonPath),
  Pick: variadic(["any"], "any", (...values) => chosen(values, true)),
  Omit: variadic(["any"], "any", (...values) => chosen(values, false)),
};

/** The members of `test`. */
export const test: FunctionSet = {
  Assert: optional("Assert", [1, 2], (...values) => {
    if (toBool(values.at(-1) ?? null)) return "";
    const [message] = values;
    throw new GoError(values.length === 2 ? `assertion failed: ${toText(message)}` : "assertion failed");
  }),
  Fail: optional("Fail", [0, 1], (...values) => {
    const [message] = values;
    throw new GoError(
      message === undefined ? "template generation failed" : `template generation failed: ${toText(message)}`,
    );
  }),
  Required: optional("Required", [1, 2], (...values) => {
    const value = values.at(-1) ?? null;
    if (value !== null && value !== "") return value;
    const [message] = values;
    throw new GoError(
      values.length === 2 ? toText(message) : "can not render template: a required value was not set",
    );
  }),
  Ternary: func(["any", "any", "any"], (yes, no, condition) => toBool(condition) ? yes : no),
  Kind: func(["any"], kindName),
  IsKind: func(["string", "any"], (kind, value) => {
    return kind === "number" ? isNumber(value) : kindName(value) === kind;
  }),
};

function some(maps: readonly Dict[]): readonly Dict[] {
  if (maps.length === 0) throw new GoError("need at least one argument");
  return maps;
}

/** A key without a value gets an empty text. */
function paired(values: readonly Value[]): Dict {
  const entries: [string, Value][] = [];
  for (let i = 0; i < values.length; i += 2) {
    entries.push([toText(values[i]), i + 1 < values.length ? values[i + 1] ?? null : ""]);
  }
  return Object.fromEntries(entries);
}

function has(container: Value, key: Value): boolean {
  if (isDict(container)) return typeof key === "string" && member(container, key) !== undefined;
  return isList(container) && container.some((item) => deepEqual(item, key));
}

function unique(items: List): List {
  return items.filter((item, index) => items.findIndex((other) => deepEqual(other, item)) === index);
}

/** What the first map does not have comes from the second. */
function filled(map: Dict, other: Dict): Dict {
  const entries = keysOf(other).map((key): [string, Value] => {
    const own = member(map, key), theirs = member(other, key) ?? null;
    if (own === undefined) return [key, theirs];
    return [key, isDict(own) && isDict(theirs) ? filled(own, theirs) : own];
  });
  const rest = keysOf(map).filter((key) => member(other, key) === undefined);
  return Object.fromEntries([
    ...entries,
    ...rest.map((key): [string, Value] => [key, member(map, key) ?? null]),
  ]);
}

/** Items of one kind in their order; a list of several kinds stays. */
function sorted(list: Value, key: string): Value {
  if (list === null) return null;
  const items = itemsOf(list), [first] = items;
  const isMixed = items.some((item) => kindName(item) !== kindName(first ?? null));
  return isMixed ? items : items.toSorted((a, b) => order(a, b, key));
}

function order(a: Value, b: Value, key: string): number {
  if (isInteger(a) && isInteger(b)) return intOf(a) < intOf(b) ? -1 : intOf(a) > intOf(b) ? 1 : 0;
  if (typeof a === "string" && typeof b === "string") return compareStrings(a, b);
  if (isDict(a) && isDict(b)) {
    const left = member(a, key), right = member(b, key);
    return left === undefined || right === undefined ? 0 : order(left, right, "");
  }
  return kindOf(a) === "float" && kindOf(b) === "float" ? floatOf(a as number) - floatOf(b as number) : 0;
}

function flattened(items: List, depth: number): List {
  if (depth === 0) return items;
  return items.flatMap((item) => isList(item) ? flattened(item, depth - 1) : [item]);
}

/** Keys, one by one or as one list, then the map. */
function chosen(values: readonly Value[], isPick: boolean): Dict {
  const map = values.at(-1) ?? null;
  if (!isDict(map)) throw new GoError(`wrong map type: must be map[string]interface{}, got ${typeName(map)}`);
  const keys = values.slice(0, -1).flatMap((key) => isList(key) ? key : [key]).map(toText);
  const kept = keysOf(map).filter((key) => keys.includes(key) === isPick);
  return Object.fromEntries(kept.map((key) => [key, member(map, key) ?? null]));
}
