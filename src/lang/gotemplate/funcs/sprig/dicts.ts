/** Sprig's functions of maps. Pure but for `set`, `unset` and `merge…`, which change the map that they are given, as Go's do.
 *  Follows templates §3.1 (Dicts). Invariant: only maps of the template's own data are ever changed; whoever renders hands
 *  over copies. */
import { printValue } from "../../format.ts";
import { func, type FunctionSet, GoError, variadic } from "../../function.ts";
import { type Dict, isDict, isList, keysOf, member, typed, typeName, type Value } from "../../value.ts";
import { isEmpty } from "../_empty.ts";

const MAP = "map[string]interface {}";

type Open = Record<string, Value>;

/** The functions. */
export const dicts: FunctionSet = {
  dict: variadic([], "any", (...values) => paired(values)),
  get: func([MAP, "string"], (map, key) => {
    const value = member(map, key);
    return value === undefined ? "" : value;
  }),
  set: func([MAP, "string", "any"], (map, key, value) => {
    (map as Open)[key] = value;
    return map;
  }),
  unset: func([MAP, "string"], (map, key) => {
    delete (map as Open)[key];
    return map;
  }),
  hasKey: func([MAP, "string"], (map, key) => member(map, key) !== undefined),
  pluck: variadic(["string"], MAP, (key, ...maps) =>
    maps.flatMap((map) => {
      const value = member(map, key);
      return value === undefined ? [] : [value];
    })),
  keys: variadic([], MAP, (...maps) => typed(maps.flatMap((map) => keysOf(map)), "[]string")),
  values: func([MAP], (map) => keysOf(map).map((key) => member(map, key) ?? null)),
  pick: variadic([MAP], "string", (map, ...keys) => filtered(map, (key) => keys.includes(key))),
  omit: variadic([MAP], "string", (map, ...keys) => filtered(map, (key) => !keys.includes(key))),
  merge: variadic(
    [MAP],
    MAP,
    (into, ...maps) => maps.reduce<Dict>((all, map) => mergeInto(all, map, false), into),
  ),
  mustMerge: variadic(
    [MAP],
    MAP,
    (into, ...maps) => maps.reduce<Dict>((all, map) => mergeInto(all, map, false), into),
  ),
  mergeOverwrite: variadic(
    [MAP],
    MAP,
    (into, ...maps) => maps.reduce<Dict>((all, map) => mergeInto(all, map, true), into),
  ),
  mustMergeOverwrite: variadic(
    [MAP],
    MAP,
    (into, ...maps) => maps.reduce<Dict>((all, map) => mergeInto(all, map, true), into),
  ),
  deepCopy: func(["any"], deepCopy),
  mustDeepCopy: func(["any"], deepCopy),
  dig: variadic([], "any", (...values) => dig(values)),
};

/** A key without a value gets an empty text. */
function paired(values: readonly Value[]): Value {
  const map: Open = {};
  for (let i = 0; i < values.length; i += 2) {
    const value = values[i + 1];
    setOwn(map, printValue(values[i] ?? ""), value === undefined ? "" : value);
  }
  return map;
}

function setOwn(map: Open, key: string, value: Value): void {
  Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true });
}

function filtered(map: Dict, isKept: (key: string) => boolean): Value {
  const kept: Open = {};
  for (const key of keysOf(map)) if (isKept(key)) setOwn(kept, key, member(map, key) ?? null);
  return kept;
}

/** Fills what is missing or zero in the first map; with `overwrite` the other one wins. */
function mergeInto(into: Dict, from: Dict, overwrite: boolean): Dict {
  for (const key of keysOf(from)) {
    const own = member(into, key), other = member(from, key) ?? null;
    if (isDict(own) && isDict(other)) mergeInto(own, other, overwrite);
    else if (own === undefined || isEmpty(own) || (overwrite && !isEmpty(other))) {
      setOwn(into as Open, key, other);
    } else if (overwrite && other !== null) setOwn(into as Open, key, other);
  }
  return into;
}

/** A value that shares no map and no list with the other. */
export function deepCopy(value: Value): Value {
  if (isList(value)) return value.map(deepCopy);
  if (!isDict(value)) return value;
  const copy: Open = {};
  for (const key of keysOf(value)) setOwn(copy, key, deepCopy(member(value, key) ?? null));
  return copy;
}

/** `dig k… default map`. */
function dig(values: readonly Value[]): Value | undefined {
  if (values.length < 3) throw new GoError("dig needs at least three arguments");
  const map = values.at(-1), fallback = values.at(-2), keys = values.slice(0, -2);
  if (!isDict(map)) {
    throw new GoError(`interface conversion: interface {} is ${typeName(map)}, not map[string]interface {}`);
  }
  let at: Value = map;
  for (const key of keys) {
    if (!isDict(at)) {
      throw new GoError(`interface conversion: interface {} is ${typeName(at)}, not map[string]interface {}`);
    }
    const next = member(at, printValue(key));
    if (next === undefined) return fallback;
    at = next;
  }
  return at;
}
