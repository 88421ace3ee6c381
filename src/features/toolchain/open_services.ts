/** Brings registries, network policy and platform together for what has to be fetched. Follows toolchain §7, §8.3, §9.
 *  Invariant: opening asks nobody; the first question of a caller does. */
import { version as ownVersion } from "@/base/build_info.ts";
import type { Context } from "@/base/context.ts";
import { AtmosError, ConfigError, LookupError, NetworkError } from "@/base/errors.ts";
import { loadPlaces } from "@/features/config/load.ts";
import type { ToolchainConfig } from "@/features/config/toolchain_config.ts";
import { openRegistries } from "@/features/registry/chain.ts";
import { resolveCandidates, type ResolvedCandidates } from "@/features/registry/core/candidates.ts";
import type { Platform } from "@/features/registry/core/effective.ts";
import type { PackageRecord } from "@/features/registry/core/record.ts";
import {
  acceptedTags,
  rankTags,
  type ReleasedTag,
  typedVersion,
  versionSource,
} from "@/features/registry/core/versions.ts";
import { createEvaluator } from "@/features/registry/core/create_evaluator.ts";
import { DEFAULT_TTL_SECONDS } from "@/features/registry/settings.ts";
import type { GithubServers } from "@/features/registry/core/values.ts";
import type { GithubHost } from "@/io/github/core/hosts.ts";
import { detectLibc } from "@/io/host/libc.ts";
import { platformKeyOf, wantedPlatform } from "./core/platform.ts";
import { openPolicy } from "./_policy.ts";
import { matchesPrefix } from "./core/tool_spec.ts";
import { readLock } from "./lock.ts";
import type {
  FoundTool,
  InstallServices,
  ReleasedVersion,
  ReleaseQuery,
  ServiceOptions,
} from "./services.ts";
import type { Toolchain } from "./settings.ts";

/** @throws Usage `toolchain/bad-platform`; Config of url_replacements */
export async function openServices(
  ctx: Context,
  opened: Toolchain,
  options: ServiceOptions = {},
): Promise<InstallServices> {
  const toolchain = await withPlaces(ctx, opened), { config } = toolchain;
  const { policy, github } = await openPolicy(ctx, toolchain);
  const platform = wantedPlatform(ctx, options.platform);
  const registries = openRegistries(ctx, {
    registries: config.registries,
    fallback: config.registryFallback,
    tools: config.tools,
    positionOf: config.positionOf,
    commits: options.registries === undefined ? (await readLock(ctx, toolchain)).registries : {},
    root: toolchain.root,
    cacheRoot: toolchain.cacheRoot,
    ttlSeconds: config.registryTtlSeconds ?? DEFAULT_TTL_SECONDS,
    refresh: options.registries === "refreshed",
    policy,
    servers: serversOf(github.home),
    known: github.known.map(serversOf),
  });
  const evaluator = createEvaluator();

  const requireTool = async (id: string, spec: string, version?: string): Promise<FoundTool> => {
    const found = await registries.find(id, version).catch((error) => {
      // What could not be read is told by the error below.
      if (
        !(error instanceof AtmosError) || !UNREADABLE.has(error.kind) ||
        error.code === "registry/bad-definition"
      ) {
        throw error;
      }
    });
    if (!found) throw withAlias(await registries.unknownTool(spec), id, config);
    const name = id.slice(id.lastIndexOf("/") + 1);
    return { name, platform, installer: `atmos ${ownVersion}`, ...found };
  };

  const hostOf = ({ servers }: FoundTool) =>
    github.known.find(({ serverUrl }) => serverUrl === servers?.web) ?? github.main;

  const repositoryOf = (tool: FoundTool, name: string) => ({
    host: hostOf(tool),
    policy,
    name,
    cacheDir: `${toolchain.cacheRoot}/github`,
  });

  /** The newest tags as they were last seen; asks nobody. */
  const keptTags = async (tool: FoundTool): Promise<readonly ListedTag[]> => {
    const source = tool.definitions[0] && versionSource(tool.definitions[0]);
    if (source?.kind !== "releases" && source?.kind !== "tags") return [];
    const repository = repositoryOf(tool, `${source.owner}/${source.name}`);
    const kept = { ...repository, policy: { ...policy, offline: true } };
    try {
      const first = await listTagPages(ctx, source.kind, kept).next();
      return first.done ? [] : first.value;
    } catch (error) {
      if (error instanceof NetworkError) return []; // it was never asked for
      throw error;
    }
  };

  const releases = async (id: string, query: ReleaseQuery): Promise<readonly ReleasedVersion[]> => {
    const tool = await requireTool(id, id);
    const pkg = tool.definitions[0];
    const source = pkg ? versionSource(pkg) : { kind: "none" as const };
    if (!pkg || (source.kind !== "releases" && source.kind !== "tags")) throw noVersions(id);
    const repository = repositoryOf(tool, `${source.owner}/${source.name}`);
    const accepted: ListedTag[] = [];
    for await (const page of listTagPages(ctx, source.kind, repository)) {
      const tags = query.prereleases ? page.map((tag) => ({ ...tag, prerelease: false })) : page;
      accepted.push(...acceptedTags(pkg, tags, evaluator));
      // Releases come by age, tags by name: only of the former is the first page the newest one.
      if (accepted.length >= query.limit && source.kind === "releases") break;
    }
    return rankTags(accepted).slice(0, query.limit).map(({ tag, title = "", publishedAt }) => ({
      version: typedVersion(pkg, tag, evaluator),
      tag,
      title,
      publishedAt,
    }));
  };
  const releasedVersions = async (id: string, limit: number) =>
    (await releases(id, { limit })).map(({ version }) => version);

  return {
    toolchain,
    network: () => Promise.resolve({ policy, githubHosts: github.known }),
    platform,
    platformKey: platformKeyOf(platform),
    idOf: (name) => registries.idOf(name),
    requireTool,
    async candidatesOf(tool, version) {
      const { platform } = tool;
      const libc = platform.libc ?? (isHost(ctx, platform) ? await libcFor(ctx, tool.definitions) : "");
      const servers = serversOf(hostOf(tool));
      const definitions = isPrivate(toolchain, tool)
        ? tool.definitions.map((pkg) => ({ ...pkg, private: true }))
        : tool.definitions;
      const request = { version, platform: { ...platform, libc }, servers };
      try {
        return await knownFirst(resolveCandidates(definitions, request, evaluator), () => keptTags(tool));
      } catch (error) {
        throw atDefinition(error, tool);
      }
    },
    async latestVersion(id, prefix = "") {
      const versions = await releasedVersions(id, prefix === "" ? 1 : Infinity).catch((error) => {
        throw error instanceof NetworkError ? withoutRelease(error, id) : error;
      });
      const best = versions.find((version) => matchesPrefix(version, prefix));
      if (best === undefined) throw noVersions(id);
      return best;
    },
    releases,
    releasedVersions,
    async keptVersions(tool) {
      const pkg = tool.definitions[0];
      const tags = pkg ? acceptedTags(pkg, await keptTags(tool), evaluator) : [];
      return tags.map(({ tag }) => pkg ? typedVersion(pkg, tag, evaluator) : tag);
    },
    packages: () => registries.packages(),
    registryCommits: () => registries.commits(),
  };
}

/** Tags that are known to exist before those that are guessed. */
async function knownFirst(
  resolved: ResolvedCandidates,
  kept: () => Promise<readonly ListedTag[]>,
): Promise<ResolvedCandidates> {
  if (resolved.candidates.length < 2) return resolved;
  const known = new Set((await kept()).map(({ tag }) => tag)),
    guesses = Map.groupBy(resolved.candidates, (each) => known.has(each.version));
  return { ...resolved, candidates: [...guesses.get(true) ?? [], ...guesses.get(false) ?? []] };
}

/** Errors about definitions, registries and aliases name their place in atmos.yaml. */
async function withPlaces(ctx: Context, toolchain: Toolchain): Promise<Toolchain> {
  const positionOf = await loadPlaces(ctx) ?? toolchain.config.positionOf;
  const registries = toolchain.config.registries.map((each) => ({ ...each, at: positionOf(each.path) }));
  const aliasAt = (name: string) => positionOf(["aliases", name], "key");
  return {
    ...toolchain,
    names: { ...toolchain.names, aliasAt },
    config: { ...toolchain.config, registries, positionOf },
  };
}

/** Kinds of errors that say that a registry could not be read. */
const UNREADABLE: ReadonlySet<string> = new Set(["network", "lookup", "config"]);

type Repository = Parameters<typeof import("@/io/github/api.ts").listReleases>[1];

/** A tag with what its host says of it. */
interface ListedTag extends ReleasedTag {
  readonly title?: string;
  readonly publishedAt?: string | undefined;
}

/** Pages of tags as the version rules want them, newest page first. */
async function* listTagPages(
  ctx: Context,
  kind: "releases" | "tags",
  repository: Repository,
): AsyncGenerator<readonly ListedTag[]> {
  const { listReleases, listTags } = await import("@/io/github/api.ts");
  if (kind === "tags") {
    for await (const page of listTags(ctx, repository)) yield page.map(({ name }) => ({ tag: name }));
    return;
  }
  for await (const page of listReleases(ctx, repository)) {
    yield page.map(({ isDraft, isPrerelease, ...rest }) => ({
      ...rest,
      draft: isDraft,
      prerelease: isPrerelease,
    }));
  }
}

function serversOf({ serverUrl, rawUrl }: GithubHost): GithubServers {
  return { web: serverUrl, raw: rawUrl };
}

/** What a private registry defines is private too. */
function isPrivate({ config }: Toolchain, { registry }: FoundTool): boolean {
  return config.registries.some((entry) => entry.name === registry && entry.private);
}

/** The C library is known of this machine only. */
function isHost(ctx: Context, { os, arch }: Platform): boolean {
  return os === ctx.host.os && arch === ctx.host.arch;
}

/** Looks for the C library only when a definition asks for it: looking may start a program. */
async function libcFor(ctx: Context, definitions: readonly PackageRecord[]): Promise<string> {
  return JSON.stringify(definitions).includes('"variants"') ? await detectLibc(ctx) : "";
}

/** Adds where the definition stands that the project wrote itself. */
function atDefinition(error: unknown, { at }: FoundTool): unknown {
  if (at === undefined || !(error instanceof ConfigError || error instanceof LookupError)) return error;
  const Kind = error instanceof ConfigError ? ConfigError : LookupError;
  const { code, title, explanation, facts, hints, cause } = error;
  return new Kind(code, title, { explanation, facts, hints, cause, at });
}

/** Adds which alias led to a tool that nobody knows, and where it stands. */
function withAlias(error: LookupError, id: string, { aliases, positionOf }: ToolchainConfig): LookupError {
  const alias = Object.keys(aliases).find((name) => aliases[name] === id);
  if (alias === undefined) return error;
  const { code, title, explanation, facts, exitCode, cause } = error;
  // What cannot be read may well know the tool.
  const correct = cause === undefined
    ? [`Correct "${alias}: ${id}" in toolchain.aliases of atmos.yaml.`]
    : [];
  return new LookupError(code, title, {
    explanation: [`The alias "${alias}" means ${id}.`, explanation].filter(Boolean).join("\n"),
    facts,
    at: positionOf(["aliases", alias], "key"),
    hints: [...correct, ...error.hints],
    exitCode,
    cause,
  });
}

/** A host that does not tell its releases may still have them. */
function withoutRelease(
  { code, title, explanation, facts, hints, cause }: NetworkError,
  id: string,
): NetworkError {
  const named = `Or name the version: atmos toolchain install ${id}@VERSION`;
  return new NetworkError(code, title, { explanation, facts, cause, hints: [...hints, named] });
}

function noVersions(id: string): LookupError {
  return new LookupError("toolchain/no-versions", `the newest version of ${id} cannot be found`, {
    explanation: "Its definition names no repository with releases that would count as versions.",
    hints: [`Name the version: atmos toolchain install ${id}@VERSION`],
  });
}
