/** What installing needs beside the settings: registries, network policy, the platform. Loaded only when something is
 *  not installed yet. Follows toolchain §5.4, §6.1, §7, §8.7.
 *  Invariant: nothing is asked of a registry before the first call that needs it. */
import type { SourcePosition } from "@/base/errors.ts";
import type { ResolvedCandidates } from "@/features/registry/core/candidates.ts";
import type { RegistryPackages } from "@/features/registry/chain.ts";
import type { Platform } from "@/features/registry/core/effective.ts";
import type { PackageRecord } from "@/features/registry/core/record.ts";
import type { GithubServers } from "@/features/registry/core/values.ts";
import type { GithubHost } from "@/io/github/core/hosts.ts";
import type { NetPolicy } from "@/io/net/policy.ts";
import type { Toolchain } from "./settings.ts";

/** A tool that a registry knows. */
export interface FoundTool {
  /** The name that found it. */
  readonly name: string;
  /** Label of the registry. */
  readonly registry: string;
  /** Definitions in the order to try; usually one. */
  readonly definitions: readonly PackageRecord[];
  /** The GitHub that the registry is on. */
  readonly servers?: GithubServers;
  /** Where the definition stands that the project wrote itself. */
  readonly at?: SourcePosition | undefined;
  readonly platform: Platform;
  /** Us and our version, for receipts. */
  readonly installer: string;
}

/** A version that can be had. */
export interface ReleasedVersion {
  /** Spelled for users: without the prefix of its tag. */
  readonly version: string;
  readonly tag: string;
  /** As its publisher calls it; empty when it has no name. */
  readonly title: string;
  /** ISO time; undefined where the host does not say. */
  readonly publishedAt: string | undefined;
}

/** Which versions to list. */
export interface ReleaseQuery {
  /** The most that are wanted. */
  readonly limit: number;
  /** Whether prereleases count too. */
  readonly prereleases?: boolean;
}

/** How services differ from those of an ordinary install. */
export interface ServiceOptions {
  /** Platform to install for as `os/arch`; the variable or this machine unless given. */
  readonly platform?: string | undefined;
  /** State of floating registries: that of the lock file unless given, `newest` as far as kept copies are fresh,
   *  `refreshed` after asking their hosts. */
  readonly registries?: "newest" | "refreshed" | undefined;
}

/** The network of a project. */
export interface Network {
  readonly policy: NetPolicy;
  /** Servers whose releases can be had from their API. */
  readonly githubHosts: readonly GithubHost[];
}

/** The services of one call. */
export interface InstallServices {
  readonly toolchain: Toolchain;
  /** How files are fetched. */
  network(): Promise<Network>;
  /** The platform that is installed for. */
  readonly platform: Platform;
  /** The same as `os_arch`. */
  readonly platformKey: string;
  /** The id behind a short name, by receipts and registries.
   *  @throws Lookup `toolchain/unknown-tool`, `toolchain/ambiguous-tool` (exit 2) */
  idOf(name: string): Promise<string>;
  /** `version` picks among alternatives of the project's own definitions.
   *  @throws Lookup `toolchain/unknown-tool` (exit 2) */
  requireTool(id: string, spec: string, version?: string): Promise<FoundTool>;
  /** For the tool's platform. */
  candidatesOf(tool: FoundTool, version: string): Promise<ResolvedCandidates>;
  /** The newest stable version, spelled for users; with a prefix such as `1.10` the newest below it. */
  latestVersion(id: string, prefix?: string): Promise<string>;
  /** The newest tags that count as versions, the best first; at most `limit`. */
  releasedVersions(id: string, limit: number): Promise<readonly string[]>;
  /** The same as far as they were seen before, in no order; asks nobody. */
  keptVersions(tool: FoundTool): Promise<readonly string[]>;
  /** The newest releases that count as versions, the best first. */
  releases(id: string, query: ReleaseQuery): Promise<readonly ReleasedVersion[]>;
  /** What every registry has. */
  packages(): Promise<readonly RegistryPackages[]>;
  /** Commits of the floating registries that were read, by name. */
  registryCommits(): Readonly<Record<string, string>>;
}
