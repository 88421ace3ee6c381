/** What resolving needs from the expression and template languages. Pure. */
import type { YamlStrings } from "@/lang/yaml/parse.ts";

/** Values of a template by name; `Vars` holds the user's. */
export type TemplateValues = Readonly<Record<string, string | Readonly<Record<string, YamlStrings>>>>;

/** Evaluates the texts of definitions. Make one per request; it remembers what it has parsed. */
export interface Evaluator {
  /** Whether a version constraint is true; one that fails to compile or run, or gives no boolean, is not. */
  holds(constraint: string, version: { readonly Version: string; readonly SemVer: string }): boolean;
  /** Whether a version filter is true for a tag; failures as in `holds`. */
  accepts(filter: string, tag: string): boolean;
  /** Whether a version filter or a version constraint compiles. */
  compiles(text: string, kind: "filter" | "constraint"): boolean;
  /** Renders a template.
   *  Throws ConfigError `registry/template` for a bad template, an unknown function, a function that fails, and a value
   *  that does not exist. */
  render(template: string, values: TemplateValues): string;
}
