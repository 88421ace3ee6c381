/** The order of keys in what is printed. Pure. Follows stacks §6. */
import { isTree } from "./merge.ts";

/** Maps with their keys in order, at every depth. */
export function sortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedKeys);
  if (!isTree(value)) return value;
  const entries = Object.entries(value).sort(([a], [b]) => a < b ? -1 : Number(a > b));
  return Object.fromEntries(entries.map(([key, member]) => [key, sortedKeys(member)]));
}
