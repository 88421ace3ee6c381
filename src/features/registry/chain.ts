/** The registries of a project, asked in order. Follows toolchain §6.1 (rows 6, 7), §7.1, DECISIONS Toolchain.
 *  Invariant: nothing is read before the first question; a registry that cannot be read never hides another one, and
 *  is told when nobody else answers. */
import { AtmosError, ConfigError, LookupError, NetworkError } from "@/base/errors.ts";
import { nearestNames } from "@/base/text/suggest.ts";
import { aquaMember } from "./_aqua_member.ts";
import type { FilesContext } from "./_files.ts";
import { localMember } from "./_local_member.ts";
import type { FoundDefinitions, Member } from "./member.ts";
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
   * @returns undefined when no registry knows it
   * @throws ConfigError `registry/bad-definition`; when nobody knows the id and a registry could not be read: why
   */
  find(id: string, version?: string): Promise<FoundDefinitions | undefined>;
  /**
   * The id behind a short name or an older id.
   * @throws LookupError `toolchain/unknown-tool`, `toolchain/ambiguous-tool` (exit 2); as `find`
   */
  idOf(name: string): Promise<string>;
  /** Error for a name that nobody knows: `toolchain/unknown-tool`, with what was probably meant. */
  unknownTool(name: string): Promise<LookupError>;
  /** Commits of the floating registries that were read so far, by name. */
  commits(): Readonly<Record<string, string>>;
}

/**
 * Opens the registries of a project; reads nothing yet.
 * @throws ConfigError `registry/duplicate-name`
 */
export function openRegistries(ctx: FilesContext, settings: RegistrySettings): Registries {
  const members = membersOf(ctx, settings);
  const told = new Set<string>();
  const report: Report = (failure, answered) => {
    if (told.has(failure.name)) return;
    told.add(failure.name);
    ctx.out.say(
      "warning",
      `registry "${failure.name}" cannot be read, "${answered}" answers: ${failure.error.title}`,
    );
  };
  return {
    find: (id, version) => findFrom(members, { id, version, report }),
    idOf: (name) => idOf(members, name, report),
    unknownTool: (name) => unknownTool(members, name),
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
  const usesPublic = !hasPublic && (entries.length === 0 || settings.fallback);
  return [
    localMember({ name: LOCAL_REGISTRY, label: LOCAL_REGISTRY, tools: settings.tools }),
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

function entryMembers(
  ctx: FilesContext,
  settings: RegistrySettings,
  entry: RegistryEntry,
): readonly Member[] {
  const isAqua = entry.type === "aqua";
  const label = isAqua ? entry.name : INLINE_REGISTRY;
  const local = localMember({ name: entry.name, label, tools: entry.tools ?? null, at: entry.at });
  if (!isAqua && (entry.type === "atmos" || entry.type === "inline")) return [local];
  try {
    if (isAqua) return [local, aquaMember(ctx, settings, entry)];
    throw new ConfigError(
      "registry/unknown-registry-type",
      `registry "${entry.name}" has the unknown type "${entry.type}"`,
      {
        hints: ["Write type: aqua, or type: atmos for definitions in atmos.yaml itself."],
        at: entry.at,
      },
    );
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return [local, failingMember(entry.name, error)];
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
    knownNames: async () => [],
    commit: () => undefined,
  };
}

/** A registry that could not be read, and why. */
interface Failure {
  readonly name: string;
  readonly error: AtmosError;
}

type Report = (failure: Failure, answered: string) => void;

interface Question {
  readonly id: string;
  readonly version: string | undefined;
  readonly report: Report;
}

async function findFrom(
  members: readonly Member[],
  question: Question,
): Promise<FoundDefinitions | undefined> {
  const { id, version, report } = question;
  const failures: Failure[] = [];
  for (const [index, member] of members.entries()) {
    const below = () => findFrom(members.slice(index + 1), question);
    const found = await orFailure(member, failures, () => member.find({ id, version, below }));
    if (found === undefined) continue;
    for (const failure of failures) report(failure, member.name);
    return found;
  }
  if (failures.length > 0) throw sumOf(failures);
  return undefined;
}

async function idOf(members: readonly Member[], name: string, report: Report): Promise<string> {
  const failures: Failure[] = [];
  for (const member of members) {
    const found = await orFailure(member, failures, () => member.lookUp(name));
    if (found === undefined || found.kind === "unknown") continue;
    for (const failure of failures) report(failure, member.name);
    if (found.kind === "ambiguous") throw ambiguousTool(name, found.ids);
    return found.id;
  }
  if (failures.length > 0) throw sumOf(failures);
  throw await unknownTool(members, name);
}

async function orFailure<T>(
  member: Member,
  failures: Failure[],
  ask: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (!member.mayFail || !(error instanceof AtmosError) || error.kind === "cancelled") throw error;
    failures.push({ name: member.name, error });
    return undefined;
  }
}

function sumOf(failures: readonly Failure[]): AtmosError {
  const [first, ...others] = failures;
  if (first !== undefined && others.length === 0) return first.error;
  const names = failures.map(({ name }) => `"${name}"`).join(", ");
  return new NetworkError("registry/unreadable", `the registries ${names} cannot be read`, {
    hints: [...new Set(failures.flatMap(({ error }) => error.hints))],
    cause: failures.map(({ error }) => error),
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

async function unknownTool(members: readonly Member[], name: string): Promise<LookupError> {
  const known: string[] = [];
  for (const member of members) known.push(...await orFailure(member, [], () => member.knownNames()) ?? []);
  const near = nearestNames(name, known);
  return new LookupError("toolchain/unknown-tool", `tool "${name}" is not in any registry`, {
    hints: [
      ...(near.length > 0 ? [`Did you mean ${near.join(", ")}?`] : []),
      `Give it a meaning in toolchain.aliases of atmos.yaml: "${name}: owner/repo".`,
    ],
    facts: { name },
    exitCode: 2,
  });
}
