/** Checks a component with the schemas and policies that it names. Follows stacks §16.2.
 *  Invariant: every check runs, whatever the others find. */
import { AtmosError, ConfigError } from "@/base/errors.ts";
import { relativePath, resolvePath } from "@/base/path.ts";
import { jsonLine } from "@/base/text/json_text.ts";
import { describeInstance } from "@/features/describe/component.ts";
import { manifestJson } from "@/features/stacks/core/manifest_json.ts";
import { isTree, type Tree } from "@/features/stacks/core/merge.ts";
import type { EvaluateOptions } from "@/features/stacks/evaluate.ts";
import type { Instance } from "@/features/stacks/instances.ts";
import type { Session } from "@/features/stacks/session.ts";
import type { ValidationEntry } from "./core/validation_entries.ts";
import { checkWith, findSchema } from "./schema_source.ts";

/** What the checks see: everything that is known of the component, and the environment. */
export async function validationInput(
  session: Session,
  instance: Instance,
  options: EvaluateOptions,
): Promise<Tree> {
  const { component_type: _, ...record } = await describeInstance(session, instance, options);
  return { ...record, process_env: session.ctx.env, cli_args: null };
}

/** @throws Config `validate/component` that sums up what the checks found */
export async function validateComponent(
  session: Session,
  input: Tree,
  entries: readonly ValidationEntry[],
): Promise<void> {
  const faults: AtmosError[] = [];
  for (const entry of entries) {
    try {
      const fault = entry.type === "opa"
        ? await byOpa(session, input, entry)
        : await bySchema(session, input, entry);
      if (fault !== undefined) faults.push(fault);
    } catch (error) {
      if (!(error instanceof AtmosError)) throw error;
      faults.push(error);
    }
  }
  if (faults.length === 0) return;
  throw new ConfigError("validate/component", "Component validation failed", {
    cause: faults,
    hints: [...new Set(faults.flatMap(({ hints }) => hints))],
  });
}

async function bySchema(
  session: Session,
  input: Tree,
  { name, path }: ValidationEntry,
): Promise<ConfigError | undefined> {
  const places = placesOf(session, "jsonschema", path);
  const source = await findSchema(session, path, places);
  if (source === undefined) throw notFound(session, { name, path, type: "jsonschema" }, places);
  const found = checkWith(source)(manifestJson(input));
  if (found.length === 0) return undefined;
  const shown = found.map((each) => ({
    instanceLocation: each.path.map((step) => `/${step}`).join(""),
    error: each.message,
  }));
  return new ConfigError("validate/json-schema", `${path}: JSON Schema violations (${name})`, {
    explanation: JSON.stringify(shown, undefined, 2),
  });
}

async function byOpa(
  session: Session,
  input: Tree,
  { name, path, modules, timeoutSeconds }: ValidationEntry,
): Promise<ConfigError | undefined> {
  const { ctx } = session, files: string[] = [];
  for (const wanted of [path, ...modules]) {
    const places = placesOf(session, "opa", wanted);
    const file = await firstThere(session, places);
    if (file === undefined) throw notFound(session, { name, path: wanted, type: "opa" }, places);
    files.push(file);
  }
  const { askOpa } = await import("./opa.ts");
  const messages = await askOpa(ctx, {
    files,
    input: jsonLine(manifestJson(input)),
    timeoutSeconds,
    name: path,
  });
  if (messages.length === 0) return undefined;
  return new ConfigError("validate/policy", `OPA policy violations detected (${name})`, {
    explanation: messages.join("\n"),
  });
}

/** Below `schemas.<type>.base_path`, else below the base path. */
function placesOf(
  { settings: { basePath, config: { schemas } } }: Session,
  type: ValidationEntry["type"],
  path: string,
): readonly string[] {
  const section = schemas[type];
  const base = isTree(section) ? section["base_path"] : section;
  const below = resolvePath(basePath, typeof base === "string" ? base : "");
  return [...new Set([resolvePath(below, path), resolvePath(basePath, path)])];
}

async function firstThere({ ctx }: Session, places: readonly string[]): Promise<string | undefined> {
  for (const place of places) {
    if (await ctx.disk.stat(place) !== undefined) return place;
  }
  return undefined;
}

function notFound(
  { ctx }: Session,
  { name, path, type }: Pick<ValidationEntry, "name" | "path" | "type">,
  places: readonly string[],
): ConfigError {
  return new ConfigError("validate/no-schema", `${path} does not exist`, {
    explanation: `${name} names it. Looked for ${
      places.map((place) => relativePath(ctx.cwd, place)).join(", ")
    }.`,
    hints: [`Correct the path, or schemas.${type}.base_path in atmos.yaml.`],
  });
}
