/** Everything the toolchain needs to know about a project, with flags, environment and atmos.yaml already weighed.
 *  Follows toolchain §2 and §3.1. Invariant: all paths are absolute; reading it writes nothing. */
import type { ToolchainConfig } from "@/features/config/toolchain_config.ts";
import type { NameTables } from "./core/names.ts";

/** The settings of one call. */
export interface Toolchain {
  /** Directory of atmos.yaml, else the git root, else the working directory. */
  readonly root: string;
  readonly configFile: string | undefined;
  readonly installRoot: string;
  /** Downloads, registries, indexes: everything that can be fetched again. */
  readonly cacheRoot: string;
  readonly versionsFile: string;
  /** The versions file as users know it: relative to the root where it lies below. */
  readonly versionsFileName: string;
  readonly lockFile: string;
  readonly names: NameTables;
  readonly config: ToolchainConfig;
  /** Value of --github-token. */
  readonly githubToken: string | undefined;
}
