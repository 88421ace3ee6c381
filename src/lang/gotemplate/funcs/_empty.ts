/** What sprig takes for nothing. Pure. Follows templates §3.1 (Defaults). */
import { isTrue, Struct, type Value } from "../value.ts";

/** Whether a value is false, zero, an empty text, list or map, or nothing at all. */
export function isEmpty(value: Value | undefined): boolean {
  if (value === undefined || value === null) return true;
  return value instanceof Struct ? false : !isTrue(value);
}
