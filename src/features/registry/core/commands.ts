/** Which commands a package gives. Pure. Follows aqua-registry §4. */
import { hasControlCharacters } from "@/base/text/control_characters.ts";
import { type FileRecord, packageName, type PackageRecord } from "./record.ts";

/** The command of a package that lists no files. */
export function defaultCommand(pkg: PackageRecord): string {
  if (pkg.repo_owner && pkg.repo_name) return pkg.name ? lastSegment(pkg.name) : pkg.repo_name;
  return lastSegment((pkg.type === "go_install" && pkg.path) || packageName(pkg) || "");
}

function lastSegment(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1);
}

/** The files of an effective record: as listed, else the one default. `binary_name` renames the first. */
export function filesOf(pkg: PackageRecord): readonly (FileRecord & { readonly name: string })[] {
  const listed = (pkg.files ?? []).flatMap((file) => file.name ? [{ ...file, name: file.name }] : []);
  const [first, ...rest] = listed.length > 0 ? listed : [{ name: defaultCommand(pkg) }];
  if (first === undefined) return [];
  return [pkg.binary_name ? { ...first, name: pkg.binary_name } : first, ...rest];
}

/**
 * Whether a text can be the name of a program in its tool's folder: one segment of a path on every system, and none of the
 * names that the installer uses itself.
 */
export function isProgramName(name: string): boolean {
  const isSegment = name !== "" && !/[/\\:]/.test(name) && !hasControlCharacters(name);
  return isSegment && !/^(\.{1,2}|\.pkg|\.atmos.*)$/i.test(name);
}

/** Every command that some version or platform of a package may give, in the order of the record, none twice. */
export function possibleCommands(pkg: PackageRecord): readonly string[] {
  const rules = [pkg, ...(pkg.version_overrides ?? [])];
  const binaryNames = rules.flatMap((rule) => rule.binary_name ? [rule.binary_name] : []);
  const lists = rules.flatMap((rule) => [rule, ...(rule.overrides ?? []), rule.build ?? {}])
    .flatMap(({ files }) => files === undefined ? [] : [files]);
  const usesDefault = (pkg.files ?? []).length === 0 || lists.some((files) => files.length === 0);
  const listed = lists.flat().flatMap(({ name }) => name ? [name] : []);
  return [...new Set([...binaryNames, ...listed, ...(usesDefault ? [defaultCommand(pkg)] : [])])];
}

/** The commands of the newest versions: of the root unless its constraint is plainly false, else of the last rule, as
 *  registries list the oldest versions first. */
export function newestCommands(pkg: PackageRecord): readonly string[] {
  const newest = pkg.version_constraint === "false" ? pkg.version_overrides?.at(-1) : undefined;
  const { files = pkg.files, binary_name = pkg.binary_name } = newest ?? {};
  const named = { ...pkg, ...(files && { files }), ...(binary_name && { binary_name }) };
  return filesOf(named).map(({ name }) => name);
}
