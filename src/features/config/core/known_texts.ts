/** What a file says itself: a document as texts, with nothing in the places of functions. Pure. Follows config §9.5.
 *  Invariants: a function may give any value, so its place counts as empty; a tag that is no function is a finding. */
import { type Issue, type KeyPath, plainScalar, type Texts } from "@/base/schema/reading.ts";
import { tagFault, type TreePlace } from "@/features/functions/core/tagged_tree.ts";
import { isTagged, type Tagged } from "@/lang/yaml/parse.ts";

/** What reading of a document needs. */
export interface KnownReading extends TreePlace {
  report(issue: Issue): void;
}

/** The texts of a document that `parseYaml` answered. Reports `functions/unsupported-tag`, `functions/append-without-list`. */
export function knownTexts(document: unknown, reading: KnownReading): Texts {
  const made = new Map<object, Texts>();
  const build = (value: unknown, path: KeyPath): Texts => {
    if (value === null || value === undefined) return null;
    if (typeof value === "string") return value;
    if (typeof value !== "object") return plainScalar(String(value), value as number);
    const known = made.get(value) ?? buildObject(value, path);
    made.set(value, known);
    return known;
  };
  const buildObject = (value: object, path: KeyPath): Texts => {
    if (isTagged(value)) return behindTag(value, path);
    if (Array.isArray(value)) return value.map((item, index) => build(item, [...path, index]));
    const own = Object.entries(value).map(([key, member]) => [key, build(member, [...path, key])] as const);
    return Object.fromEntries(own.filter(([key]) => key !== "<<"));
  };
  const behindTag = (node: Tagged, path: KeyPath): Texts => {
    const fault = tagFault(node, path, reading);
    if (fault) {
      const { code, title, hints, at } = fault;
      reading.report({ severity: "error", code, title, hints, path, at });
    }
    return node.tag === "!append" && Array.isArray(node.value) ? build(node.value, path) : null;
  };
  return build(document, []);
}
