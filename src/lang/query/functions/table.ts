/** All functions of queries by name. Follows templates §5 (yq v4). Pure.
 *  Invariant: a name in no chapter is refused when a query is compiled, never when it runs. */
import { encodings } from "./encodings.ts";
import { entries } from "./entries.ts";
import type { Chapter, QueryFunction } from "./function.ts";
import { members } from "./members.ts";
import { order } from "./order.ts";
import { regexps } from "./regexps.ts";
import { scalars } from "./scalars.ts";
import { updates } from "./updates.ts";

const CHAPTERS: readonly Chapter[] = [members, entries, order, scalars, regexps, encodings, updates];
const FUNCTIONS: ReadonlyMap<string, QueryFunction> = new Map(CHAPTERS.flatMap(Object.entries));
const SHORT: ReadonlyMap<string, string> = new Map(
  [...FUNCTIONS.keys()].filter((name) => !name.startsWith("any") && !name.startsWith("all"))
    .map((name) => [shorten(name), name]),
);
const ALIASES: Readonly<Record<string, string>> = {
  type: "tag",
  ascii_upcase: "upcase",
  ascii_downcase: "downcase",
};

/** A function under its full name, as `sort_by`, or a spelling that yq reads too, as `sortby`, `toEntries`. */
export function findFunction(name: string): (QueryFunction & { readonly name: string }) | undefined {
  const known = Object.hasOwn(ALIASES, name) ? ALIASES[name] ?? name : name;
  const full = FUNCTIONS.has(known) ? known : SHORT.get(shorten(known));
  const found = full === undefined ? undefined : FUNCTIONS.get(full);
  return found && full !== undefined ? { ...found, name: full } : undefined;
}

/** All full names. */
export function functionNames(): readonly string[] {
  return [...FUNCTIONS.keys()];
}

/** Words are joined by underscores, capitals or nothing. */
function shorten(name: string): string {
  return name.replace(/_|([a-z])([A-Z])/g, "$1$2").toLowerCase();
}
