/** How our requests behave: name, limits, mirrors, tokens. Follows toolchain §9.
 *  Invariant: a policy holds no state, so one serves a whole command and all its parallel requests. */
import type { Credential } from "./core/credentials.ts";
import type { UrlReplacement } from "./core/rewrite.ts";

/** Decided once per command from settings, flags and environment. */
export interface NetPolicy {
  readonly userAgent: string;
  /** Every request fails with `net/offline`; caches still answer. */
  readonly offline: boolean;
  /** Applied to each URL before anything else; first match wins. */
  readonly replacements: readonly UrlReplacement[];
  /** At most one per origin; the first one counts. */
  readonly credentials: readonly Credential[];
  /** How often a download is tried in all; metadata gets at most three of them. */
  readonly attempts: number;
  /** From the request to the first byte of the answer, for each hop of a redirect. */
  readonly connectTimeoutMs: number;
  /** Between two pieces of a body. There is no limit for the whole. */
  readonly idleTimeoutMs: number;
}

/** The policy without settings: no mirrors, no tokens. `version` is our own, without a leading `v`. */
export function defaultNetPolicy(version: string): NetPolicy {
  return {
    userAgent: `atmos/${version} (toolchain)`,
    offline: false,
    replacements: [],
    credentials: [],
    attempts: 5,
    connectTimeoutMs: 15_000,
    idleTimeoutMs: 60_000,
  };
}
