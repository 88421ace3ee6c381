/** The nodes of a document, with what people call them. Pure. Follows config §9.3.
 *  Invariants: a node comes before those below it, keys in their order; functions are shown as written. */
import { dottedPath, type KeyPath } from "@/base/schema/reading.ts";
import { isTagged, type YamlDocument } from "@/lang/yaml/parse.ts";

/** A node of a document. */
export interface ConfigNode {
  /** As `config get` takes it. */
  readonly path: string;
  readonly type: "object" | "array" | "string" | "number" | "bool" | "null";
  /** A scalar as text; `{2 keys}`, `[3 items]`. */
  readonly value: string;
}

/** The nodes below the root of what `parseYaml` answered; numbers and truth values as they are written (`1.10`). */
export function nodesOf(document: Pick<YamlDocument, "value" | "sourceTextOf">): readonly ConfigNode[] {
  const nodesAt = (value: unknown, path: KeyPath): readonly ConfigNode[] => {
    const below = membersOf(value).flatMap(([step, member]) => nodesAt(member, [...path, step]));
    if (path.length === 0) return below;
    const { type, value: text } = described(value);
    const isWritten = type === "number" || type === "bool";
    const written = isWritten && !isTagged(value) ? document.sourceTextOf(path) : undefined;
    return [{ path: dottedPath(path), type, value: written ?? text }, ...below];
  };
  return nodesAt(document.value, []);
}

function membersOf(value: unknown): readonly (readonly [string | number, unknown])[] {
  if (isTagged(value)) return membersOf(value.value);
  if (Array.isArray(value)) return [...value.entries()];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1);
}

function described(value: unknown): Pick<ConfigNode, "type" | "value"> {
  if (isTagged(value)) {
    const { type, value: text } = described(value.value);
    return { type, value: `${value.tag} ${text}`.trimEnd() };
  }
  if (Array.isArray(value)) return { type: "array", value: `[${value.length} items]` };
  switch (typeof value) {
    case "object":
      return value === null
        ? { type: "null", value: "null" }
        : { type: "object", value: `{${Object.keys(value).length} keys}` };
    case "string":
      return { type: "string", value };
    case "boolean":
      return { type: "bool", value: `${value}` };
    default:
      return { type: "number", value: `${value}` };
  }
}
