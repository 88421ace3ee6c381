/** What the chain of registries needs to know about a project, with flags, environment and files already weighed.
 *  Follows toolchain §2.1, §7. Invariant: plain data; reading a registry never changes it. */
import type { SourcePosition } from "@/base/errors.ts";
import type { KeyPath } from "@/base/schema/reading.ts";
import type { NetPolicy } from "@/io/net/policy.ts";
import type { YamlStrings } from "@/lang/yaml/parse.ts";
import type { GithubServers } from "./core/values.ts";

/** One item of `toolchain.registries`. */
export interface RegistryEntry {
  /** Unique. */
  readonly name: string;
  /** `aqua`; `atmos` and `inline` for definitions that stand in `tools`. Anything else is an error of this registry. */
  readonly type: string;
  readonly source?: string | undefined;
  readonly ref?: string | undefined;
  /** Higher is asked first; 0 unless given. */
  readonly priority?: number | undefined;
  /** Map id → definition, scalars as written. Its entries hide those of the source. */
  readonly tools?: YamlStrings | undefined;
  readonly at?: SourcePosition | undefined;
  /** Where it stands, for `positionOf`; its definitions are below `[…path, "tools", id]`. */
  readonly path?: KeyPath | undefined;
}

/** The settings of one call. */
export interface RegistrySettings {
  /** In the order of the file. */
  readonly registries: readonly RegistryEntry[];
  /** Whether the public registry answers last although others are configured. */
  readonly fallback: boolean;
  /** `toolchain.tools` over what `tools.yaml` has: map id or single name → definition, scalars as written. */
  readonly tools: YamlStrings;
  /** Where something below `toolchain` stands. */
  readonly positionOf?: ((path: KeyPath) => SourcePosition | undefined) | undefined;
  /** Commits of floating registries that the lock file holds, by the registry's name; they are used while locked. */
  readonly commits: Readonly<Record<string, string>>;
  /** Absolute directory that relative sources begin at. */
  readonly root: string;
  /** Absolute directory for what can be fetched again; everything of ours is below `registry` in it. */
  readonly cacheRoot: string;
  /** How long what a moving ref or plain address gave counts as fresh. */
  readonly ttlSeconds: number;
  /** Ask again whatever is in the cache. */
  readonly refresh: boolean;
  /** Holds offline mode, mirrors and tokens. */
  readonly policy: NetPolicy;
  /** Where the public registry is; the public GitHub unless given. */
  readonly servers?: GithubServers | undefined;
  /** Further GitHub servers that a source may be on. */
  readonly known?: readonly GithubServers[] | undefined;
}

/** Label of `toolchain.tools` and `tools.yaml`. */
export const LOCAL_REGISTRY = "local";
/** Label of every registry whose definitions stand in atmos.yaml. */
export const INLINE_REGISTRY = "atmos-inline";
/** Label of the public registry when nobody configured it. */
export const PUBLIC_REGISTRY = "aqua-public";

/** A day: how long a moving registry counts as fresh unless `ATMOS_TOOLCHAIN_REGISTRY_TTL` says otherwise. */
export const DEFAULT_TTL_SECONDS = 86_400;
