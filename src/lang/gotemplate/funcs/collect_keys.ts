/** Atmos' own function of maps. Pure. Follows templates §3.4. */
import { type FunctionSet, GoError, variadic } from "../function.ts";
import { isDict, keysOf, member, typed, typeName, type Value } from "../value.ts";

/** `collectKeys`: sorted keys of a map, or of the maps under a key of each of its members. */
export const collecting: FunctionSet = {
  collectKeys: variadic(["any"], "string", (map, nested) => collected(map, nested)),
};

function collected(map: Value, nested: string | undefined): Value {
  if (!isDict(map)) {
    throw new GoError(
      `collectKeys: argument is not a map: collectKeys: expected a map, got ${typeName(map)}`,
    );
  }
  if (nested === undefined) return typed(keysOf(map), "[]string");
  const keys = keysOf(map).flatMap((key) => {
    const inner = member(map, key), found = isDict(inner) ? member(inner, nested) : undefined;
    return isDict(found) ? keysOf(found) : [];
  });
  return typed([...new Set(keys)].sort(), "[]string");
}
