/** What `*` makes of two maps or two lists. Follows templates §5 (yq v4). Pure.
 *  Invariant: neither side is changed; keys keep the order of the left side, new ones follow. */
import type { Budget } from "./_budget.ts";
import { isMap, mapOf, type Members } from "./_node.ts";

/** The letters behind `*`: `+` appends lists, `d` merges lists by index, `n` writes only what is missing or null,
 *  `?` only what is there. */
export interface MergeOptions {
  readonly append: boolean;
  readonly deep: boolean;
  readonly onlyNew: boolean;
  readonly onlyKnown: boolean;
  readonly budget: Budget;
}

/** Merges maps, and the maps in them. */
export function mergeMaps(left: Members, right: Members, options: MergeOptions): Members {
  const merged = new Map(Object.entries(left));
  options.budget.spend(merged.size);
  for (const [key, value] of Object.entries(right)) {
    options.budget.spend(1);
    if (merged.has(key)) merged.set(key, mergeValues(merged.get(key), value, options));
    else if (!options.onlyKnown) merged.set(key, value);
  }
  return mapOf(merged);
}

/** The right list, or both in one, or one of merged members. */
export function mergeLists(
  left: readonly unknown[],
  right: readonly unknown[],
  options: MergeOptions,
): readonly unknown[] {
  options.budget.spend(left.length + right.length);
  if (options.append) return [...left, ...right];
  if (!options.deep) return right;
  const merged = left.map((member, index) =>
    index < right.length ? mergeValues(member, right[index], options) : member
  );
  return options.onlyKnown ? merged : [...merged, ...right.slice(left.length)];
}

function mergeValues(left: unknown, right: unknown, options: MergeOptions): unknown {
  if (isMap(left) && isMap(right)) return mergeMaps(left, right, options);
  if (Array.isArray(left) && Array.isArray(right) && !options.onlyNew) {
    return mergeLists(left, right, options);
  }
  return options.onlyNew && left !== null ? left : right;
}
