/** Go's `reflect.DeepEqual` over template values. Pure. */
import {
  Float,
  floatOf,
  intOf,
  isDict,
  isInteger,
  isList,
  keysOf,
  member,
  SizedInt,
  typeName,
  type Value,
} from "../value.ts";

/** Whether two values have the same type and content. */
export function deepEqual(a: Value | undefined, b: Value | undefined): boolean {
  if (a === undefined || a === null || b === undefined || b === null) return (a ?? null) === (b ?? null);
  if (typeName(a) !== typeName(b)) return false;
  if (isInteger(a) && isInteger(b)) return intOf(a) === intOf(b);
  if (isFloat(a) && isFloat(b)) return floatOf(a) === floatOf(b);
  if (isList(a) && isList(b)) {
    return a.length === b.length && a.every((item, index) => deepEqual(item, b[index]));
  }
  if (isDict(a) && isDict(b)) {
    const keys = keysOf(a);
    return keys.length === keysOf(b).length &&
      keys.every((key) => member(b, key) !== undefined && deepEqual(member(a, key), member(b, key)));
  }
  return a === b;
}

function isFloat(value: Value): value is number | Float {
  return (typeof value === "number" && !(value as unknown instanceof SizedInt)) || value instanceof Float;
}
