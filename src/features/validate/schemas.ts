/** Checks files of a project with the schemas of atmos.yaml. Follows stacks §16.3.
 *  Invariant: a file or schema that is wrong does not keep others from being checked. */
import { ConfigError, LookupError } from "@/base/errors.ts";
import { isAbsolute, joinPath, relativePath, resolvePath } from "@/base/path.ts";
import { splitGlob } from "@/base/text/glob_parts.ts";
import { nearestNames } from "@/base/text/suggest.ts";
import type { Whole } from "@/features/config/whole.ts";
import { isRemote } from "@/features/functions/core/include_format.ts";
import { manifestJson } from "@/features/stacks/core/manifest_json.ts";
import { isTree } from "@/features/stacks/core/merge.ts";
import { listFiles } from "@/io/disk/list_files.ts";
import type { CheckValue, SchemaFinding } from "@/lang/jsonschema/json_schema.ts";
import { parseYaml } from "@/lang/yaml/parse.ts";
import { type Finding, shownKey } from "./core/finding.ts";
import { checkWith, findSchema, type Texts } from "./schema_source.ts";

/** An entry of `schemas`. */
export interface FileSchema {
  readonly key: string;
  /** Path, address, or JSON. */
  readonly schema: string;
  /** Patterns of files, seen from the base path. */
  readonly matches: readonly string[];
}

/** A file that was checked, as users know it. */
export interface CheckedFile {
  readonly file: string;
  readonly findings: readonly Finding[];
}

/** Keys of `schemas` that mean something else. */
const OTHERS: readonly string[] = ["cue", "opa", "jsonschema", "atmos"];

/** The entries that have a schema and files. */
export function fileSchemas({ config: { schemas } }: Pick<Whole, "config">): readonly FileSchema[] {
  return Object.entries(schemas).flatMap(([key, entry]) => {
    if (OTHERS.includes(key) || !isTree(entry)) return [];
    const { schema, matches } = entry;
    if (typeof schema !== "string" || schema === "" || !Array.isArray(matches)) return [];
    return [{ key, schema, matches: matches.map(String) }];
  });
}

/** Lookup `validate/unknown-schema`. */
export function unknownSchema(key: string, known: readonly string[]): LookupError {
  return new LookupError("validate/unknown-schema", `atmos.yaml has no schema ${key}`, {
    explanation: `Known are ${known.join(", ")}.`,
    hints: nearestNames(key, known).map((near) => `atmos validate schema ${near}`),
  });
}

/**
 * The files of an entry with what was found, sorted.
 * @throws Config `validate/no-schema`, `validate/broken-schema`, `json-schema/invalid`
 */
export async function checkFiles(
  texts: Texts,
  { basePath: { absolute: root } }: Pick<Whole, "basePath">,
  entry: FileSchema,
): Promise<readonly CheckedFile[]> {
  const check = await checkOf(texts, root, entry);
  const files = await matching(texts, root, entry.matches);
  return await Promise.all(files.map(async (path) => {
    const file = relativePath(texts.ctx.cwd, path), text = await texts.ctx.disk.readText(path) ?? "";
    return { file, findings: findingsIn(text, file, check) };
  }));
}

async function checkOf(texts: Texts, root: string, { key, schema }: FileSchema): Promise<CheckValue> {
  const name = `schemas.${key}`;
  if (schema.trimStart().startsWith("{")) return checkWith({ name, text: schema });
  const places = isRemote(schema) || isAbsolute(schema) ? [schema] : [resolvePath(root, schema)];
  const source = await findSchema(texts, schema, places);
  if (source !== undefined) return checkWith(source);
  throw new ConfigError("validate/no-schema", `the schema ${schema} was not found`, {
    explanation: `${name} names it. Looked for ${places.join(", ")}.`,
    hints: [`Correct ${name}.schema in atmos.yaml: a path, an address, or JSON.`],
  });
}

async function matching(
  { ctx: { disk } }: Texts,
  root: string,
  patterns: readonly string[],
): Promise<readonly string[]> {
  const { globTest } = await import("@/lang/glob/glob.ts");
  const found = await Promise.all(patterns.map(async (pattern) => {
    const [dir, rest] = splitGlob(resolvePath(root, pattern)), fits = globTest(rest);
    return (await listFiles(disk, dir)).filter(fits).map((path) => joinPath(dir, path));
  }));
  return [...new Set(found.flat())].sort();
}

function findingsIn(text: string, file: string, check: CheckValue): readonly Finding[] {
  try {
    const { value, positionOf } = parseYaml(text, { file });
    return check(manifestJson(value)).map((found) => ({
      severity: "error",
      at: positionOf(found.path),
      message: messageOf(found),
    }));
  } catch (error) {
    if (!(error instanceof ConfigError) || !error.code.startsWith("yaml/")) throw error;
    return [{ severity: "error", at: error.at ?? { file }, message: error.title }];
  }
}

function messageOf({ path, keyword, names, message }: SchemaFinding): string {
  const key = shownKey(path);
  const text = keyword === "required" ? names.map((name) => `${name} is required`).join(", ") : message;
  return key === "" ? text : `${key}: ${text}`;
}
