/** Checks single manifests with a schema: ours, or that of the project. Follows stacks §16.1. */
import { ConfigError, type SourcePosition } from "@/base/errors.ts";
import { isAbsolute, relativePath, resolvePath } from "@/base/path.ts";
import { nearestNames } from "@/base/text/suggest.ts";
import { isRemote } from "@/features/functions/core/include_format.ts";
import { deprecatedKeys } from "@/features/stacks/core/deprecated_keys.ts";
import { manifestJson } from "@/features/stacks/core/manifest_json.ts";
import { manifestSchema } from "@/features/stacks/core/manifest_schema.ts";
import { type Part, TOP } from "@/features/stacks/manifest.ts";
import { readManifestFile } from "@/features/stacks/manifest_file.ts";
import type { Session } from "@/features/stacks/session.ts";
import { type CheckValue, compileSchema, type SchemaFinding } from "@/lang/jsonschema/json_schema.ts";
import { isTagged } from "@/lang/yaml/parse.ts";
import { type Finding, shownKey } from "./core/finding.ts";
import { checkWith, findSchema } from "./schema_source.ts";

type ManifestPart = Pick<Part, "file" | "tree" | "positionOf">;

/** The check of one run. */
export interface CheckManifest {
  findings(part: ManifestPart): readonly Finding[];
  /** A manifest by itself; undefined when it cannot be read. */
  read(file: string): Promise<ManifestPart | undefined>;
}

/** @throws Config `validate/no-schema`, `validate/broken-schema`, `json-schema/invalid` */
export async function manifestCheck(
  session: Session,
  { schema, strict }: { readonly schema: string; readonly strict: boolean },
): Promise<CheckManifest> {
  const own = schema || configured(session);
  const check = own === "" ? ours() : await theirs(session, own);
  return {
    findings(part) {
      const file = relativePath(session.ctx.cwd, part.file);
      const found = check(manifestJson(part.tree)).map((each) =>
        own === "" && each.keyword === "additionalProperties"
          ? unknownKey(part, each, strict)
          : misfit(part, each)
      );
      return [...found, ...own === "" ? deprecated(part) : []].map((each) => ({
        ...each,
        at: { ...each.at, file },
      }));
    },
    async read(file) {
      try {
        return { file, ...await readManifestFile(session, file, { ...TOP, chain: [file] }) };
      } catch (error) {
        if (error instanceof ConfigError) return undefined; // told by whoever loads it with its imports
        throw error;
      }
    },
  };
}

function configured({ settings: { config: { schemas } } }: Session): string {
  const { atmos } = schemas;
  if (typeof atmos === "string") return atmos;
  const manifest = typeof atmos === "object" && atmos !== null ? Reflect.get(atmos, "manifest") : undefined;
  return typeof manifest === "string" ? manifest : "";
}

function ours(): CheckValue {
  return compileSchema(manifestSchema(), "the schema of manifests");
}

async function theirs(session: Session, path: string): Promise<CheckValue> {
  const { ctx, settings: { basePath } } = session;
  const places = isRemote(path) || isAbsolute(path)
    ? [path]
    : [resolvePath(basePath, path), resolvePath(ctx.cwd, path)];
  const source = await findSchema(session, path, places);
  if (source !== undefined) return checkWith(source);
  throw new ConfigError("validate/no-schema", `the schema of manifests was not found: ${path}`, {
    explanation: `Looked for ${[...new Set(places)].join(", ")}.`,
    hints: [
      "Set schemas.atmos.manifest in atmos.yaml, ATMOS_SCHEMAS_ATMOS_MANIFEST or --schemas-atmos-manifest to a file or an address.",
      "Without any of them the schema inside of atmos counts.",
    ],
  });
}

function misfit({ tree, positionOf, file }: ManifestPart, { path, message }: SchemaFinding): Finding {
  const key = shownKey(path), at = positionOf(path) ?? { file };
  return {
    severity: "error",
    at: withTag(at, valueAt(tree, path)),
    message: key === "" ? message : `${key}: ${message}`,
  };
}

function unknownKey({ positionOf, file }: ManifestPart, found: SchemaFinding, strict: boolean): Finding {
  const name = String(found.path.at(-1)), above = shownKey(found.path.slice(0, -1));
  const near = nearestNames(name, found.names).slice(0, 1);
  return {
    severity: strict ? "error" : "warning",
    at: positionOf(found.path, "key") ?? { file },
    message: [`${above}: unknown key '${name}'`, ...near.map((each) => `did you mean ${each}?`)].join("; "),
  };
}

function deprecated({ tree, positionOf, file }: ManifestPart): readonly Finding[] {
  return deprecatedKeys(tree).map(({ path, instead }) => ({
    severity: "warning",
    at: positionOf(path, "key") ?? { file },
    message: `${shownKey(path)} is deprecated, use ${instead}`,
  }));
}

/** The place of a value with its tag, which is one blank before its text. */
function withTag(at: SourcePosition, value: unknown): SourcePosition {
  if (!isTagged(value) || value.value === "" || typeof value.value !== "string") return at;
  const column = (at.column ?? 0) - value.tag.length - 1;
  return column > 0 ? { ...at, column } : at;
}

function valueAt(tree: unknown, [key, ...rest]: SchemaFinding["path"]): unknown {
  if (key === undefined || typeof tree !== "object" || tree === null) return tree;
  return valueAt(Reflect.get(tree, key), rest);
}
