/** Definitions that a project writes itself: `toolchain.tools`, `tools.yaml`, `registries[].tools`. Pure.
 *  Follows toolchain §7.3. Invariant: one bad entry is an issue with its key; the others still count. */
import type { YamlPath, YamlStrings } from "@/lang/yaml/parse.ts";
import { overlayVersion } from "./effective.ts";
import { flag, isMapping, list, record, text } from "./fields.ts";
import { localId } from "./local_definitions.ts";
import { packageFields, type PackageRecord, versionFields, type VersionOverride } from "./record.ts";

/** One entry of `version_constraints`: a definition for versions in a range of users' own dialect. */
export interface LocalAlternative {
  /** Absent: for every version. */
  readonly constraint: string | undefined;
  readonly overlay: VersionOverride;
}

/** A definition of a project. */
export interface LocalDefinition {
  /** As in `local_definitions.ts`. */
  readonly id: string;
  readonly record: PackageRecord;
  /** In the order in which they are tried. */
  readonly alternatives: readonly LocalAlternative[];
  /** Lies over the definition that the rest of the chain has for the id: always, or only when there is one. */
  readonly extends: "always" | "if-known" | "never";
}

/** An entry that cannot be used. `path` begins with its key in the map of tools. */
export interface LocalIssue {
  readonly path: YamlPath;
  readonly title: string;
}

/** What a map of tools holds. */
export interface LocalDefinitions {
  readonly definitions: readonly LocalDefinition[];
  readonly issues: readonly LocalIssue[];
}

const decodeEntry = record({
  ...packageFields,
  extends: flag,
  /** Of a whole package only a project says that it is not to be had. */
  error_message: text,
  version_constraints: list(record({ ...versionFields, constraint: text })),
});
type Entry = NonNullable<ReturnType<typeof decodeEntry>>;

/** Decodes a map `id or single name → definition` in its order. */
export function decodeLocalDefinitions(tools: YamlStrings): LocalDefinitions {
  if (tools === null) return { definitions: [], issues: [] };
  if (!isMapping(tools)) return { definitions: [], issues: [{ path: [], title: "tools must be a map" }] };
  const definitions: LocalDefinition[] = [];
  const issues: LocalIssue[] = [];
  for (const [key, value] of Object.entries(tools)) {
    const found: LocalIssue[] = [];
    const entry = decodeEntry(value, [key], (path, wanted) => {
      found.push({ path, title: `${path.slice(1).join(".") || key} must be ${wanted}` });
    });
    issues.push(...found);
    if (entry !== undefined && found.length === 0) definitions.push(definitionOf(key, entry));
  }
  return { definitions, issues };
}

function definitionOf(key: string, entry: Entry): LocalDefinition {
  const { extends: extend, version_constraints: alternatives, ...fields } = entry;
  const id = localId(key, fields.repo_owner ?? "");
  const segments = id.split("/");
  const isComplete = alternatives !== undefined || namesDownload(fields) || hasOwnRules(fields);
  const mode = extend === true ? "always" : extend === false || isComplete ? "never" : "if-known";
  const named = withFormat(
    withIdentity(fields, { id, owner: segments[0] ?? "", name: segments.at(-1) ?? "" }),
  );
  const completed = mode === "never" ? complete(named, (alternatives ?? []).length > 0) : named;
  return {
    id,
    record: completed,
    alternatives: (alternatives ?? []).map(({ constraint, ...overlay }) => ({
      constraint: constraint || undefined,
      overlay: withFormat(overlay),
    })),
    extends: mode,
  };
}

function namesDownload({ asset, url, path, crate }: VersionOverride): boolean {
  return Boolean(asset || url || path || crate);
}

/** The usual style of registries: the base has nothing, its rules have everything. */
function hasOwnRules({ version_overrides = [] }: PackageRecord): boolean {
  return version_overrides.some(namesDownload);
}

interface Identity {
  readonly id: string;
  readonly owner: string;
  readonly name: string;
}

function withIdentity(fields: PackageRecord, { id, owner, name }: Identity): PackageRecord {
  const repoOwner = fields.repo_owner || (owner === "local" ? undefined : owner);
  const repoName = fields.repo_name || name;
  const own = repoOwner ? { ...fields, repo_owner: repoOwner, repo_name: repoName } : fields;
  return { ...own, name: fields.name || id };
}

/** `gzip` is a word of older definitions. */
function withFormat<T extends { readonly format?: string }>(fields: T): T {
  return fields.format === "gzip" ? { ...fields, format: "gz" } : fields;
}

const defaultAsset = "{{.RepoName}}_{{.Version}}_{{.OS}}_{{.Arch}}.tar.gz";

/** Fills in the type and the asset of a definition that stands for itself. */
function complete(fields: PackageRecord, hasAlternatives: boolean): PackageRecord {
  const { url, ...rest } = fields;
  const hasScheme = url !== undefined && /^[a-z][a-z0-9+.-]*:\/\//i.test(url);
  const type = fields.type || (hasScheme ? "http" : "github_release");
  const needsNoAsset = hasAlternatives || hasOwnRules(fields);
  if (type !== "github_release" || fields.asset || needsNoAsset) return { ...fields, type };
  return url && !hasScheme ? { ...rest, type, asset: url } : { ...fields, type, asset: defaultAsset };
}

/**
 * The records to try for a version, in order.
 * @param base what the rest of the chain has for the id
 * @param satisfies tests a typed version against a range
 */
export function localRecords(
  definition: LocalDefinition,
  base: PackageRecord | undefined,
  isFor: (constraint: string) => boolean,
): readonly PackageRecord[] {
  const record = base !== undefined && definition.extends !== "never"
    ? patch(base, definition.record)
    : complete(definition.record, definition.alternatives.length > 0);
  if (definition.alternatives.length === 0) return [record];
  return definition.alternatives
    .filter(({ constraint }) => constraint === undefined || isFor(constraint))
    .map(({ overlay }) => overlayVersion(record, overlay));
}

/** Lays a definition over another so that its fields hold for every version; rules for platforms stay. */
function patch(base: PackageRecord, fields: PackageRecord): PackageRecord {
  const { name: _name, ...given } = fields;
  const patched = new Set(Object.keys(given));
  const rules = given.version_overrides ?? base.version_overrides ?? [];
  const merged = { ...base, ...given };
  if (given.version_constraint !== undefined) {
    return { ...merged, version_overrides: given.version_overrides ?? [] };
  }
  return {
    ...merged,
    version_overrides: rules.map((rule) =>
      Object.fromEntries(Object.entries(rule).filter(([key]) => !patched.has(key)))
    ),
  };
}
