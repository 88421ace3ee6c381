/** From what people call a tool to the id of its package. Pure.
 *  Follows aqua-registry §4, toolchain §6.1 (rows 4, 6, 7). Invariants: the first package of an id wins; an alias never
 *  hides an id; an alias is the same package when short names are counted (toolchain trap 51). */
import { defaultCommand, newestCommands, possibleCommands } from "./commands.ts";
import type { NamedPackage } from "./decode.ts";
import type { PackageRecord } from "./record.ts";

/** The names of a registry. Plain JSON data. */
export interface RegistryNames {
  /** Ids in the order of the registry, none twice. */
  readonly ids: readonly string[];
  /** Other full names → id. */
  readonly aliases: Readonly<Record<string, string>>;
  /** Short names → the ids of the best rank, more than one when the name is ambiguous. */
  readonly shortNames: Readonly<Record<string, readonly string[]>>;
}

/** What a name means: an id, several equally good ones, or nothing. */
export type FoundName =
  | { readonly kind: "id"; readonly id: string }
  | { readonly kind: "ambiguous"; readonly ids: readonly string[] }
  | { readonly kind: "unknown" };

/** Keeps the first package of every id, in the order given. */
export function firstOfEachId(packages: readonly NamedPackage[]): readonly NamedPackage[] {
  const seen = new Set<string>();
  return packages.filter(({ name }) => !seen.has(name) && seen.add(name));
}

/** Collects the names of packages; `packages` has no id twice. */
export function collectNames(packages: readonly NamedPackage[]): RegistryNames {
  const ids = packages.map(({ name }) => name);
  const known = new Set(ids);
  const aliases = new Map<string, string>();
  for (const { name, record } of packages) {
    for (const alias of record.aliases ?? []) {
      if (alias.name && !known.has(alias.name) && !aliases.has(alias.name)) aliases.set(alias.name, name);
    }
  }
  return { ids, aliases: Object.fromEntries(aliases), shortNames: shortNames(packages) };
}

/**
 * Finds a full name (with a slash) among ids and aliases, or a short one.
 * Case counts first; a full name that nobody has in this case is compared without.
 */
export function findName(names: RegistryNames, name: string): FoundName {
  if (!name.includes("/")) return foundAmong(own(names.shortNames, name) ?? []);
  const id = names.ids.includes(name) ? name : own(names.aliases, name);
  if (id !== undefined) return { kind: "id", id };
  const lower = name.toLowerCase();
  const ids = names.ids.filter((id) => id.toLowerCase() === lower);
  if (ids.length > 0) return foundAmong(ids);
  const aliased = Object.keys(names.aliases).filter((alias) => alias.toLowerCase() === lower);
  return foundAmong([...new Set(aliased.flatMap((alias) => own(names.aliases, alias) ?? []))]);
}

function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function foundAmong(ids: readonly string[]): FoundName {
  const [id] = ids;
  if (id === undefined) return { kind: "unknown" };
  return ids.length === 1 ? { kind: "id", id } : { kind: "ambiguous", ids };
}

interface Claim {
  readonly id: string;
  /** Lower is better; see `rank`. */
  readonly rank: number;
}

function shortNames(packages: readonly NamedPackage[]): Record<string, readonly string[]> {
  const claims = new Map<string, Claim[]>();
  for (const { name: id, record } of packages) {
    for (const name of new Set([binaryOf(record), ...possibleCommands(record)])) {
      const claim = { id, rank: rank(id, record, name) };
      const others = claims.get(name);
      if (others === undefined) claims.set(name, [claim]);
      else others.push(claim);
    }
  }
  return Object.fromEntries([...claims].map(([name, all]) => {
    const best = Math.min(...all.map(({ rank }) => rank));
    return [name, all.filter(({ rank }) => rank === best).map(({ id }) => id)];
  }));
}

function binaryOf(pkg: PackageRecord): string {
  return pkg.binary_name || defaultCommand(pkg);
}

/** Tools that only choose among versions of the tool that is meant. */
const versionManagers = new Set(["tofuutils/tenv", "tofuutils/tofuenv", "tfutils/tfenv", "tgenv/tgenv"]);

/** Program and repository bear the name, the program does, a file of the newest versions does, some file does; then,
 *  among these: not a version manager, not a crate, the package has no other command. */
function rank(id: string, pkg: PackageRecord, name: string): number {
  const commands = newestCommands(pkg);
  const isFile = commands.includes(name) ? 2 : 3;
  const kind = binaryOf(pkg) !== name ? isFile : pkg.repo_name === name ? 0 : 1;
  const isWrapper = versionManagers.has(id) ? 1 : 0;
  const isCrate = id.startsWith("crates.io/") ? 1 : 0;
  const hasOthers = commands.length > 1 ? 1 : 0;
  return kind * 8 + isWrapper * 4 + isCrate * 2 + hasOthers;
}
