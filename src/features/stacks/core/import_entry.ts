/** The entries of `import` in a manifest. Pure. Follows stacks §5.1. Invariant: unknown keys of an entry are ignored. */
import { ConfigError, type SourcePosition } from "@/base/errors.ts";
import { isTagged } from "@/lang/yaml/parse.ts";
import { callText, isTree, type Tree } from "./merge.ts";

/** One entry; what is not said has its default. */
export interface ImportEntry {
  readonly path: string;
  /** Empty when there is none. */
  readonly context: Tree;
  readonly skipTemplates: boolean;
  readonly ignoreMissing: boolean;
  readonly skipIfMissing: boolean;
  readonly at: SourcePosition | undefined;
}

/** Where the section stands. */
export interface ImportPlace {
  /** As shown. */
  readonly file: string;
  positionOf(path: readonly (string | number)[]): SourcePosition | undefined;
}

/**
 * Reads the section; nothing and an empty value are no entries.
 * @throws Config `stacks/invalid-import-section`, `stacks/invalid-import`
 */
export function importEntries(section: unknown, place: ImportPlace): readonly ImportEntry[] {
  if (section === undefined || section === null) return [];
  if (!Array.isArray(section)) {
    throw new ConfigError("stacks/invalid-import-section", `invalid import section in ${place.file}`, {
      explanation: "`import` is a list of paths and maps with a path.",
      at: place.positionOf(["import"]),
    });
  }
  return section.map((item, index) => importEntry(item, index, place));
}

function importEntry(item: unknown, index: number, place: ImportPlace): ImportEntry {
  const at = place.positionOf(["import", index]);
  const fail = (explanation: string) =>
    new ConfigError("stacks/invalid-import", `invalid import in ${place.file}`, { explanation, at });
  const text = isTagged(item) ? callText(item) : item; // nothing evaluates it
  const entry = typeof text === "string" ? { path: text } : item;
  if (!isTree(entry)) throw fail(`An entry is a path or a map with \`path\`, not ${JSON.stringify(item)}.`);
  const { path, context } = entry;
  if (typeof path !== "string" || path === "") throw fail("An entry needs a `path`, a text.");
  if (context !== undefined && context !== null && !isTree(context)) throw fail("`context` is a map.");
  const nested = entry["nested_imports"];
  if (nested !== undefined && nested !== "local" && nested !== "remote") {
    throw fail(`\`nested_imports\` is local or remote, not ${JSON.stringify(nested)}.`);
  }
  const flag = (key: string): boolean => {
    const value = entry[key] ?? false;
    if (typeof value !== "boolean") throw fail(`\`${key}\` is true or false.`);
    return value;
  };
  return {
    path,
    context: isTree(context) ? context : {},
    skipTemplates: flag("skip_templates_processing"),
    ignoreMissing: flag("ignore_missing_template_values"),
    skipIfMissing: flag("skip_if_missing"),
    at,
  };
}
