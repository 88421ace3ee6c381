/** `settings.validation` of a component. Pure. Follows stacks §16.2. */
import { ConfigError } from "@/base/errors.ts";
import { isTree } from "@/features/stacks/core/merge.ts";

/** One check. */
export interface ValidationEntry {
  /** Where it is written, for errors. */
  readonly name: string;
  readonly type: "jsonschema" | "opa";
  readonly path: string;
  readonly modules: readonly string[];
  readonly timeoutSeconds: number;
}

const DEFAULT_SECONDS = 20;

/** Those that are not disabled, in their order. @throws Config `validate/bad-entry`, `validate/schema-type` */
export function validationEntries(settings: unknown): readonly ValidationEntry[] {
  const validation = isTree(settings) ? settings["validation"] : undefined;
  if (validation === undefined || validation === null) return [];
  if (!isTree(validation)) throw badEntry("settings.validation", "It is a map of checks.");
  return Object.entries(validation).flatMap(([key, entry]) => {
    const name = `settings.validation.${key}`;
    if (!isTree(entry)) throw badEntry(name, "A check is a map with schema_type and schema_path.");
    return entry["disabled"] === true ? [] : [entryOf(name, entry)];
  });
}

function entryOf(name: string, entry: Readonly<Record<string, unknown>>): ValidationEntry {
  const { schema_path: path, module_paths: modules = [], timeout = DEFAULT_SECONDS } = entry;
  const type = schemaType(entry["schema_type"], name);
  if (typeof path !== "string" || path === "") throw badEntry(name, "schema_path is missing.");
  if (!Array.isArray(modules) || !modules.every((each) => typeof each === "string")) {
    throw badEntry(name, "module_paths is a list of paths.");
  }
  if (typeof timeout !== "number" || !(timeout > 0)) throw badEntry(name, "timeout is a number of seconds.");
  return { name, type, path, modules, timeoutSeconds: timeout };
}

/** What words and flags say in the place of `settings.validation`. @throws Config `validate/schema-type` */
export function givenEntry(
  given: Pick<ValidationEntry, "path" | "modules"> & {
    readonly type: string | undefined;
    readonly timeoutSeconds: number | undefined;
  },
): ValidationEntry {
  return {
    ...given,
    name: "--schema-path",
    type: schemaType(given.type, "--schema-type"),
    timeoutSeconds: given.timeoutSeconds ?? DEFAULT_SECONDS,
  };
}

function schemaType(word: unknown, name: string): ValidationEntry["type"] {
  if (word === "jsonschema" || word === "opa") return word;
  const title = word === undefined || word === ""
    ? "the schema type is missing"
    : `invalid schema type: ${word}`;
  throw new ConfigError("validate/schema-type", title, {
    explanation: `In ${name}. Known are jsonschema and opa.`,
  });
}

function badEntry(name: string, explanation: string): ConfigError {
  return new ConfigError("validate/bad-entry", `${name} is not valid`, { explanation });
}
