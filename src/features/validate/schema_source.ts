/** Schemas out of files and addresses. Follows stacks §16. */
import { ConfigError } from "@/base/errors.ts";
import { baseName } from "@/base/path.ts";
import { isRemote } from "@/features/functions/core/include_format.ts";
import { remoteText } from "@/features/stacks/remote_text.ts";
import { readOnce, type Session } from "@/features/stacks/session.ts";
import { type CheckValue, compileSchema } from "@/lang/jsonschema/json_schema.ts";
import { parseYaml } from "@/lang/yaml/parse.ts";

/** Remembers what was read. */
export type Texts = Pick<Session, "ctx" | "texts">;

/** A schema that was found. */
export interface SchemaSource {
  /** As users know it. */
  readonly name: string;
  readonly text: string;
}

/**
 * The first of several places that is there.
 * @param places absolute paths, or one address
 */
export async function findSchema(
  session: Texts,
  name: string,
  places: readonly string[],
): Promise<SchemaSource | undefined> {
  for (const place of places) {
    const text = isRemote(place) ? await remoteText(session, place) : await fileText(session, place);
    if (text !== undefined) return { name, text };
  }
  return undefined;
}

async function fileText(session: Texts, file: string): Promise<string | undefined> {
  if ((await session.ctx.disk.stat(file))?.kind !== "file") return undefined;
  return await readOnce(session, file);
}

/** @throws Config `validate/broken-schema`, `json-schema/invalid` */
export function checkWith({ name, text }: SchemaSource): CheckValue {
  return compileSchema(parsed(name, text), name);
}

function parsed(name: string, text: string): unknown {
  if (/\.ya?ml$/.test(baseName(name))) return parseYaml(text, { file: name }).value;
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new ConfigError("validate/broken-schema", `${name} is no valid JSON`, {
      explanation: error instanceof Error ? error.message : undefined,
      at: { file: name },
      cause: error,
    });
  }
}
