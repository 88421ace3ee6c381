/** Trees of dependents: which items are already part of another one. Pure. Follows stacks §13.4. */

/** An item with what depends on it. */
export interface Branch {
  readonly stack_slug: string;
  readonly dependents: readonly Branch[] | null;
}

/**
 * The items, with `included_in_dependents` where somebody who follows the tree of another one comes by. Of items that
 * depend on each other the first one stands for itself.
 */
export function markIncluded<T extends Branch>(
  items: readonly T[],
): readonly (T & { readonly included_in_dependents: boolean })[] {
  return items.map((item, index) => {
    const isIncluded = items.some((other, at) =>
      at !== index && holds(other, item) && !(index < at && holds(item, other))
    );
    return {
      ...item,
      dependents: item.dependents === null
        ? null
        : isIncluded
        ? item.dependents
        : markIncluded(item.dependents),
      included_in_dependents: isIncluded,
    };
  });
}

function holds({ dependents }: Branch, wanted: Branch): boolean {
  return (dependents ?? []).some((each) => each.stack_slug === wanted.stack_slug || holds(each, wanted));
}
