/** The tree of an expression, and its errors. Pure. */
import { ConfigError } from "@/base/errors.ts";

/** An expression. */
export type Node =
  | { readonly kind: "self" | "descend" | "empty" }
  | { readonly kind: "literal"; readonly value: unknown }
  /** `.a`, `.["a"]`, `.[expr]`. */
  | { readonly kind: "field"; readonly of: Node; readonly key: Node; readonly optional: boolean }
  | { readonly kind: "each"; readonly of: Node; readonly optional: boolean }
  | {
    readonly kind: "slice";
    readonly of: Node;
    readonly from: Node | undefined;
    readonly to: Node | undefined;
  }
  | { readonly kind: "binary"; readonly operator: string; readonly left: Node; readonly right: Node }
  | { readonly kind: "negative"; readonly of: Node }
  | { readonly kind: "list"; readonly of: Node | undefined }
  | { readonly kind: "map"; readonly entries: readonly { readonly key: Node; readonly value: Node }[] }
  | { readonly kind: "bind"; readonly of: Node; readonly name: string; readonly body: Node }
  | { readonly kind: "variable"; readonly name: string }
  | { readonly kind: "text"; readonly parts: readonly (string | Node)[] }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Node[] };

/** An expression that cannot be read. */
export function badSyntax(text: string, at: number, wanted: string): ConfigError {
  const before = text.slice(0, at).split("\n");
  return new ConfigError("query/syntax", `bad query: ${wanted}`, {
    explanation: `In ${text}, at ${before.length}:${(before.at(-1)?.length ?? 0) + 1}.`,
    facts: { query: text },
  });
}

/** A part of yq that is not here. */
export function unsupported(text: string, part: string): ConfigError {
  return new ConfigError("query/unsupported", `unsupported yq expression: ${part}`, {
    explanation: `In ${text}.`,
    facts: { query: text },
  });
}

/** An expression that does not fit the data. */
export function badEvaluation(text: string, title: string): ConfigError {
  return new ConfigError("query/evaluation", title, { explanation: `In ${text}.`, facts: { query: text } });
}
