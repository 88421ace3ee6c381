/** Everything the toolchain needs to know about a project, with flags, environment and atmos.yaml already weighed.
 *  Follows toolchain §2 and §3.1. Invariant: all paths are absolute; reading it writes nothing. */
import type { NameTables } from "./core/names.ts";

/** How missing or unavailable proofs are treated. */
export type Policy = "off" | "when-available" | "require";

/** The settings of one call. */
export interface Toolchain {
  /** Directory of atmos.yaml, else the git root, else the working directory. */
  readonly root: string;
  readonly installRoot: string;
  /** Downloads, registries, indexes: everything that can be fetched again. */
  readonly cacheRoot: string;
  readonly versionsFile: string;
  /** The versions file as users know it: relative to the root where it lies below. */
  readonly versionsFileName: string;
  readonly lockFile: string;
  readonly lockMode: "auto" | "on" | "off" | "frozen";
  readonly names: NameTables;
  readonly checksums: Policy;
  readonly signatures: Policy;
  readonly maxConcurrency: number;
  readonly offline: boolean;
}
