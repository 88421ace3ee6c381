/** The registries of a project, asked in order. Follows toolchain §6.1 (rows 6, 7), §7.1, DECISIONS Toolchain.
 *  Invariant: nothing is read before the first question; a registry that cannot be read never hides another one, and
 *  is told when nobody else answers. */
import { AtmosError, ConfigError, LookupError, NetworkError } from "@/base/errors.ts";
import type { KeyPath } from "@/base/schema/reading.ts";
import { nearestNames } from "@/base/text/suggest.ts";
import { aquaMember } from "./_aqua_member.ts";
import type { FilesContext } from "./_files.ts";
import { localMember } from "./_local_member.ts";
import type { PackageRecord } from "./core/record.ts";
import type { DefinitionQuery, FoundDefinitions, Member } from "./member.ts";
import {
  INLINE_REGISTRY,
  LOCAL_REGISTRY,
  PUBLIC_REGISTRY,
  type RegistryEntry,
  type RegistrySettings,
} from "./settings.ts";

/** The chain of one call. */
export interface Registries {
  /**
   * The definitions of the first registry that knows an id; ids differ by case only when they must.
   * @param version as typed; picks among `version_constraints` of a project's own definition
   * @returns undefined when every registry says that it does not know it
   * @throws ConfigError `registry/bad-definition`; when nobody answers and a registry could not be read: its error, or
   *   Network `registry/unreadable` for several
   */
  find(id: string, version?: string): Promise<FoundDefinitions | undefined>;
  /**
   * The id behind a short name or an older id.
   * @throws LookupError `toolchain/ambiguous-tool`, `toolchain/unknown-tool` (exit 2), also when a registry that may
   *   know it could not be read
   */
  idOf(name: string): Promise<string>;
  /** The error for an id that nobody knows, or for what the user calls it: `toolchain/unknown-tool` (exit 2), with what was probably meant and
   *  the registries that could not be read so far. Asks nobody. */
  unknownTool(name: string): Promise<LookupError>;
  /** The packages of every registry, in chain order; one that cannot be read is told, and has its error. */
  packages(): Promise<readonly RegistryPackages[]>;
  /** Commits of the floating registries that were read so far, by name. */
  commits(): Readonly<Record<string, string>>;
}

/** What a registry has. */
export interface RegistryPackages {
  readonly registry: string;
  readonly packages: readonly PackageRecord[];
  /** Why it cannot be read; then it has no packages. */
  readonly error?: AtmosError | undefined;
}

/** The members and what was learnt about them in this call. */
interface Chain {
  readonly out: FilesContext["out"];
  readonly members: readonly Member[];
  /** Registries that could not be read, by name. */
  readonly failures: Map<string, AtmosError>;
  /** Those of them that the user was told about. */
  readonly told: Set<string>;
}

/**
 * Opens the registries of a project; reads nothing yet.
 * @throws ConfigError `registry/duplicate-name`
 */
export function openRegistries(ctx: FilesContext, settings: RegistrySettings): Registries {
  const members = membersOf(ctx, settings);
  const chain: Chain = { out: ctx.out, members, failures: new Map(), told: new Set() };
  return {
    find: (id, version) => findFrom(chain, 0, { id, version }),
    idOf: (name) => idOf(chain, name),
    unknownTool: (name) => unknownTool(chain, name),
    packages: () => packagesOf(chain),
    commits: () =>
      Object.fromEntries(members.flatMap((member) => {
        const commit = member.commit();
        return commit === undefined ? [] : [[member.name, commit]];
      })),
  };
}

function membersOf(ctx: FilesContext, settings: RegistrySettings): readonly Member[] {
  const entries = settings.registries.toSorted((a, b) => (b.priority ?? 0) - (a.priority ?? 0));
  refuseDuplicates(entries);
  const hasPublic = entries.some(({ type, source }) => type === "aqua" && !source);
  const usesPublic = !hasPublic && settings.fallback;
  const { tools, positionOf } = settings;
  return [
    localMember({
      name: LOCAL_REGISTRY,
      label: LOCAL_REGISTRY,
      tools,
      positionOf: positionOf && ((path) => positionOf(["tools", ...path])),
    }),
    ...entries.flatMap((entry) => entryMembers(ctx, settings, entry)),
    ...(usesPublic ? [aquaMember(ctx, settings, { name: PUBLIC_REGISTRY })] : []),
  ];
}

function refuseDuplicates(entries: readonly RegistryEntry[]): void {
  const twice = entries.find(({ name }, index) =>
    entries.findIndex((other) => other.name === name) !== index
  );
  if (twice === undefined) return;
  throw new ConfigError("registry/duplicate-name", `two registries are called "${twice.name}"`, {
    hints: ["Give each item of toolchain.registries a name of its own."],
    at: twice.at,
  });
}

/** The definitions of an entry, then what its source has. */
function entryMembers(
  ctx: FilesContext,
  settings: RegistrySettings,
  entry: RegistryEntry,
): readonly Member[] {
  const { name, type, tools = null, at, path } = entry;
  const label = type === "aqua" ? name : INLINE_REGISTRY;
  const positionOf = (below: KeyPath) => (path && settings.positionOf?.([...path, "tools", ...below])) ?? at;
  const local = localMember({ name, label, tools, positionOf });
  return type === "atmos" || type === "inline" ? [local] : [local, sourceMember(ctx, settings, entry)];
}

function sourceMember(ctx: FilesContext, settings: RegistrySettings, entry: RegistryEntry): Member {
  const { name, type, at } = entry;
  if (type !== "aqua") {
    const hints = ["Write type: aqua, or type: atmos for definitions in atmos.yaml itself."];
    const title = `registry "${name}" has the unknown type "${type}"`;
    return failingMember(name, new ConfigError("registry/unknown-registry-type", title, { hints, at }));
  }
  try {
    return aquaMember(ctx, settings, entry);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return failingMember(name, error);
  }
}

/** A registry that is configured wrongly fails when it is asked, like one that cannot be reached. */
function failingMember(name: string, error: AtmosError): Member {
  const fail = () => Promise.reject(error);
  return {
    name,
    mayFail: true,
    find: fail,
    lookUp: fail,
    packages: fail,
    knownNames: async () => [],
    commit: () => undefined,
  };
}

/** What the members from a place on have for an id. */
async function findFrom(
  chain: Chain,
  start: number,
  wanted: Omit<DefinitionQuery, "below">,
): Promise<FoundDefinitions | undefined> {
  const failed: string[] = [];
  for (const [index, member] of [...chain.members.entries()].slice(start)) {
    const below = () => findFrom(chain, index + 1, wanted);
    const answer = await ask(chain, member, () => member.find({ ...wanted, below }));
    if (answer === "failed") failed.push(member.name);
    else if (answer !== undefined) {
      tell(chain, failed, member.name);
      return answer;
    }
  }
  if (failed.length > 0) throw sumOf(chain, failed);
  return undefined;
}

async function idOf(chain: Chain, name: string): Promise<string> {
  const failed: string[] = [];
  for (const member of chain.members) {
    const answer = await ask(chain, member, () => member.lookUp(name));
    if (answer === "failed") failed.push(member.name);
    else if (answer.kind !== "unknown") {
      tell(chain, failed, member.name);
      if (answer.kind === "ambiguous") throw ambiguousTool(name, answer.ids);
      return answer.id;
    }
  }
  const bare = name.replace(/@.*/, "");
  const meaning = `Give it a meaning in toolchain.aliases of atmos.yaml: "${bare}: owner/repo".`;
  throw await unknownTool(chain, name, bare.includes("/") ? [] : [meaning]); // an id has one
}

async function ask<T>(chain: Chain, member: Member, question: () => Promise<T>): Promise<T | "failed"> {
  try {
    return await question();
  } catch (error) {
    if (!member.mayFail || !(error instanceof AtmosError) || isFinal(error)) throw error;
    chain.failures.set(member.name, error);
    return "failed";
  }
}

/** A registry that has a definition is the one that answers, even if nobody can use it: no other package of that name
 *  must step in. */
function isFinal({ kind, code }: AtmosError): boolean {
  return kind === "cancelled" || code === "registry/bad-definition";
}

/** Warns that somebody further down answers; once a registry. */
function tell(chain: Chain, failed: readonly string[], answering: string): void {
  for (const name of failed.filter((name) => !chain.told.has(name))) {
    chain.told.add(name);
    const reason = reasonOf(chain.failures.get(name));
    chain.out.say("warning", `registry "${name}" cannot be read, "${answering}" answers instead: ${reason}`);
  }
}

async function packagesOf(chain: Chain): Promise<readonly RegistryPackages[]> {
  const found: RegistryPackages[] = [];
  for (const member of chain.members) {
    const packages = await ask(chain, member, () => member.packages());
    if (packages !== "failed") found.push({ registry: member.name, packages });
    else {
      const error = chain.failures.get(member.name);
      chain.out.say("warning", `registry "${member.name}" cannot be read: ${reasonOf(error)}`);
      found.push({ registry: member.name, packages: [], error });
    }
  }
  return found;
}

/** What is wrong, with its place. */
function reasonOf(error: AtmosError | undefined): string {
  if (error === undefined) return "";
  const { title, at } = error;
  return at === undefined ? title : `${at.file}:${at.line ?? 1}:${at.column ?? 1}: ${title}`;
}

function sumOf({ failures }: Chain, names: readonly string[]): AtmosError {
  const errors = names.flatMap((name) => failures.get(name) ?? []);
  const [first, ...others] = errors;
  if (first !== undefined && others.length === 0) return first;
  return new NetworkError("registry/unreadable", `registries cannot be read: ${names.join(", ")}`, {
    explanation: errors.map(reasonOf).join("\n"),
    hints: [...new Set(errors.flatMap(({ hints }) => hints))],
    cause: errors,
  });
}

function ambiguousTool(name: string, ids: readonly string[]): LookupError {
  return new LookupError("toolchain/ambiguous-tool", `"${name}" may be several tools: ${ids.join(", ")}`, {
    explanation: "Several packages of the registry have a program of this name.",
    hints: [`Say which one in toolchain.aliases of atmos.yaml: "${name}: ${ids[0]}".`],
    facts: { name, candidates: ids.join(", ") },
    exitCode: 2,
  });
}

async function unknownTool(
  { members, failures }: Chain,
  name: string,
  hints: readonly string[] = [],
): Promise<LookupError> {
  const known = await Promise.all(members.map((member) => member.knownNames()));
  const bare = name.replace(/@.*/, "");
  const near = nearestNames(bare, known.flat()).filter((each) => each !== bare);
  const unread = [...failures].map(([registry, error]) =>
    `Registry "${registry}" cannot be read: ${reasonOf(error)}.`
  );
  const readable = failures.size === 0 ? "" : " that can be read";
  return new LookupError("toolchain/unknown-tool", `tool "${name}" is not in any registry${readable}`, {
    explanation: unread.length === 0 ? undefined : unread.join("\n"),
    hints: [
      ...(near.length > 0 ? [`Did you mean ${near.join(", ")}?`] : []),
      ...new Set([...failures.values()].flatMap(({ hints }) => hints)),
      ...hints,
    ],
    facts: { name },
    exitCode: 2,
    // The others are told above too; a list would be told twice.
    cause: [...failures.values()][0],
  });
}
