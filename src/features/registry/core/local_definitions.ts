/** The tools that a project defines itself, and the names that lead to them, without decoding a definition. Pure.
 *  Follows toolchain §6.1 row 3, §7.3. Invariant: hot commands load this file, so it imports nothing but types. */
import type { YamlStrings } from "@/lang/yaml/parse.ts";

/** A tool of `toolchain.tools`, `tools.yaml` or `registries[].tools`. */
export interface LocalName {
  /** The key, or `owner/key` when the key is a single name; `local/key` without an owner. */
  readonly id: string;
  readonly key: string;
  /** Short names: of the id and the repository, then of programs, in the order of the text, none twice. */
  readonly names: readonly string[];
}

/** A map with texts for keys. */
type Mapping = Readonly<Record<string, YamlStrings>>;

/** Names of a map `id or single name → definition`, in its order, also of entries that cannot be used. */
export function localDefinitions(tools: YamlStrings | undefined): readonly LocalName[] {
  return Object.entries(mapping(tools)).map(([key, entry]) => localName(key, mapping(entry)));
}

function localName(key: string, fields: Mapping): LocalName {
  const id = localId(key, text(fields["repo_owner"]));
  const named = [id, text(fields["repo_name"]), text(fields["name"])].map(lastSegment);
  return { id, key, names: [...new Set([...named, ...programsIn(fields)])].filter((name) => name !== "") };
}

/** Ids behind a short name: a key, else a tool that is called so, else those with a program of the name. */
export function idsNamed(tools: readonly LocalName[], name: string): readonly string[] {
  const exact = tools.find(({ key }) => key === name);
  if (exact) return [exact.id];
  const ids = tools.filter(({ names }) => names.includes(name)).map(({ id }) => id);
  const called = ids.filter((id) => lastSegment(id) === name);
  return [...new Set(called.length > 0 ? called : ids)];
}

/** The id behind a key of a map of tools. */
export function localId(key: string, owner: string): string {
  return key.includes("/") ? key : `${owner || "local"}/${key}`;
}

/** Names of programs on every level of a definition: of the package, of versions, of platforms. */
function programsIn(value: YamlStrings): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(programsIn);
  return Object.entries(mapping(value)).flatMap(([key, member]) => {
    if (key === "binary_name") return [text(member)];
    if (key === "files" && Array.isArray(member)) return member.map((file) => text(mapping(file)["name"]));
    return programsIn(member);
  });
}

function mapping(value: YamlStrings | undefined): Mapping {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value as Mapping : {};
}

function text(value: YamlStrings | undefined): string {
  return typeof value === "string" ? value : "";
}

function lastSegment(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1);
}
