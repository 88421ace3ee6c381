/** Finds the id behind a name without any registry. Pure. Follows toolchain §6.1 rows 1–5 and 6.2.
 *  Invariant: a user's alias wins over everything that ships with the program. */
import { ConfigError, type SourcePosition } from "@/base/errors.ts";
import { idsNamed, type LocalName } from "@/features/registry/core/local_definitions.ts";
import { aliasChain } from "@/features/config/core/alias_chain.ts";

/** Where names are known without a registry. */
export interface NameTables {
  /** `toolchain.aliases`. */
  readonly aliases: Readonly<Record<string, string>>;
  readonly builtin: Readonly<Record<string, string>>;
  /** Definitions of the project's own files, those of the highest registry first. */
  readonly local: readonly (readonly LocalName[])[];
  /** What receipts say of names that nothing else explains. */
  readonly installed?: Readonly<Record<string, string>>;
  /** Where an alias stands. */
  aliasAt?(name: string): SourcePosition | undefined;
}

/** How a name was found. */
export type NameSource = "alias" | "builtin" | "local" | "id" | "receipt";

/** An id and how it was found. */
export interface NamedTool {
  readonly id: string;
  readonly source: NameSource;
}

/**
 * Resolves a name by aliases, local definitions and its own shape.
 * @returns undefined for a short name that only a registry can know, or that means several definitions
 * @throws Config `toolchain/alias-cycle` (exit 2)
 */
export function localIdOf(name: string, tables: NameTables): NamedTool | undefined {
  const aliased = followAliases(name, tables);
  if (aliased !== undefined) return { id: lookUp(aliased, tables)?.id ?? aliased, source: "alias" };
  return lookUp(name, tables);
}

/** The names by which the Go program may have filed a package: two-segment aliases of longer ids. */
export function olderIds(id: string, builtin: Readonly<Record<string, string>>): readonly string[] {
  if (id.split("/").length <= 2) return [];
  return Object.keys(builtin).filter((name) => name.includes("/") && own(builtin, name) === id);
}

function lookUp(name: string, tables: NameTables): NamedTool | undefined {
  const local = tables.local.flat();
  const exact = local.find((definition) => definition.id === name || definition.key === name);
  if (exact) return { id: exact.id, source: "local" };
  const builtin = own(tables.builtin, name);
  if (builtin !== undefined) return { id: builtin, source: "builtin" };
  const [named, ...others] = tables.local.map((each) => idsNamed(each, name)).find(isNotEmpty) ?? [];
  if (others.length > 0) return undefined; // the registries tell which ones
  const lower = name.toLowerCase();
  const id = named ?? local.find((definition) => definition.id.toLowerCase() === lower)?.id;
  if (id !== undefined) return { id, source: "local" };
  if (name.includes("/")) return { id: name, source: "id" };
  const installed = own(tables.installed ?? {}, name);
  return installed === undefined ? undefined : { id: installed, source: "receipt" };
}

function isNotEmpty(ids: readonly string[]): boolean {
  return ids.length > 0;
}

function followAliases(name: string, { aliases, aliasAt }: NameTables): string | undefined {
  if (!Object.hasOwn(aliases, name)) return undefined;
  const { names, isCircle } = aliasChain(aliases, name);
  if (isCircle) throw circle(names, aliasAt?.(name));
  return names.at(-1);
}

function circle(names: readonly string[], at: SourcePosition | undefined): ConfigError {
  return new ConfigError("toolchain/alias-cycle", `alias "${names[0]}" leads back to itself`, {
    explanation: `The chain is ${names.join(" → ")}.`,
    hints: ["Let one of them name a tool, in toolchain.aliases of atmos.yaml."],
    exitCode: 2,
    at,
  });
}

function own(record: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
