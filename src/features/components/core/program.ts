/** The `command` of a component: a name, a path, or a tool with its version. Pure. Follows components §5.2. */

/** What a text means. */
export type ProgramWord =
  | { readonly kind: "name"; readonly name: string }
  /** As written. */
  | { readonly kind: "path"; readonly path: string }
  | { readonly kind: "tool"; readonly name: string; readonly version: string };

/**
 * @example parseProgram("opentofu@1.10.3") // { kind: "tool", name: "opentofu", version: "1.10.3" }
 * @example parseProgram("./bin/tofu") // { kind: "path", path: "./bin/tofu" }
 */
export function parseProgram(text: string): ProgramWord {
  if (/^(?:\/|\.\.?\/|~|[A-Za-z]:[\\/]|\.\.?\\)/.test(text)) return { kind: "path", path: text };
  const at = text.lastIndexOf("@");
  if (at <= 0 || at === text.length - 1) return { kind: "name", name: text };
  return { kind: "tool", name: text.slice(0, at), version: text.slice(at + 1) };
}
