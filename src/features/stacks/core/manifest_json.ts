/** A manifest as JSON, for schemas. Pure. Follows stacks §16.1. Invariant: keys and lists keep their places. */
import { isAppend, isLiteral, isUnset } from "@/features/functions/core/markers.ts";
import { isTagged, untagged } from "@/lang/yaml/parse.ts";
import { callText, isTree } from "./merge.ts";

/** The value with functions as texts; what a function removes is left out of maps and null in lists. */
export function manifestJson(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  if (isLiteral(value)) return manifestJson(value.items[0]);
  if (isAppend(value)) return value.items.map(manifestJson);
  if (isUnset(value)) return null;
  if (isTagged(value)) {
    const bare = untagged(value);
    return typeof bare === "object" && bare !== null ? manifestJson(bare) : callText(value);
  }
  if (Array.isArray(value)) return value.map(manifestJson);
  if (!isTree(value)) return value;
  const members = Object.entries(value).filter(([, member]) => !isUnset(member));
  return Object.fromEntries(members.map(([key, member]) => [key, manifestJson(member)]));
}
