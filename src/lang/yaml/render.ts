/** Writes values as YAML. Pure. Follows deno §10.
 *  Invariant: what is written is read back as the same value, by readers of YAML 1.1 and 1.2. */
import { writeValue } from "./_js_yaml.ts";

/** How YAML is written. */
export interface RenderOptions {
  /** Spaces of one level; 2 unless given. */
  readonly indent?: number;
  /** Whether keys are put in order; a map has number-like keys first by itself. */
  readonly sortKeys?: boolean;
}

/**
 * A value as one YAML document with a final newline: block style, keys in the order of the value, lines never folded,
 * texts quoted when they would read as something else (`"1.10"`, `"yes"`, `"0755"`). Members that are undefined or
 * functions are left out; a value that stands at several places is written at each of them.
 * @example renderYaml({ terraform: "1.10", tags: ["ci"] }) // "terraform: \"1.10\"\ntags:\n  - ci\n"
 */
export function renderYaml(value: unknown, options: RenderOptions = {}): string {
  return writeValue(value, options.indent ?? 2, options.sortKeys ?? false);
}
