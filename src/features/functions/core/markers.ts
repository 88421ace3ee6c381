/** What stays of a function that only a merge of layers can carry out, `!append` and `!unset`, or that no later pass may
 *  touch, `!literal`. Pure. Follows config §4.3 and §4.5, stacks §3.2. Invariant: no mapping of a document can be taken for
 *  a marker. */

const mark = Symbol("merge marker");

/** Says how its value is to be merged: `items` are added to the list of the layers below, or the key is removed. */
export interface Marker {
  readonly [mark]: "append" | "unset" | "literal";
  /** The resolved list behind `!append`; empty for `!unset`; the one value behind `!literal`. */
  readonly items: readonly unknown[];
}

/** The marker of `!append` with its items. */
export function appendMarker(items: readonly unknown[]): Marker {
  return { [mark]: "append", items };
}

/** The marker of `!unset`. */
export function unsetMarker(): Marker {
  return { [mark]: "unset", items: [] };
}

/** The marker of `!literal`. */
export function literalMarker(value: unknown): Marker {
  return { [mark]: "literal", items: [value] };
}

/** Whether a value is kept from templates and functions; it is its only item. */
export function isLiteral(value: unknown): value is Marker {
  return kindOf(value) === "literal";
}

/** Whether a value is to be added to the list below it. */
export function isAppend(value: unknown): value is Marker {
  return kindOf(value) === "append";
}

/** Whether a value removes its key from the layers below it. */
export function isUnset(value: unknown): boolean {
  return kindOf(value) === "unset";
}

function kindOf(value: unknown): string | undefined {
  return typeof value === "object" && value !== null && mark in value ? (value as Marker)[mark] : undefined;
}
