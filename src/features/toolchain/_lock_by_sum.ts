/** What a checksum file says of an asset for another platform, in place of a download that nobody here would use.
 *  Follows toolchain §12.2, §11.2. Invariant: only sums that no attacker can hit count, and only where the project wants
 *  no signature of the asset itself. */
import type { Context } from "@/base/context.ts";
import type { ResolvedCandidates } from "@/features/registry/core/candidates.ts";
import { withoutLogin } from "@/io/net/core/redact.ts";
import { fetchSum } from "./_checksum.ts";
import type { LockedPlatform } from "./core/lock_file.ts";
import type { Network } from "./services.ts";
import type { Toolchain } from "./settings.ts";

const STRONG: ReadonlySet<string> = new Set(["sha256", "sha512"]);

/** What to lock. */
export interface SumLock {
  readonly toolchain: Toolchain;
  readonly network: Network;
  readonly candidates: ResolvedCandidates;
  /** `owner/repo@version`, for messages. */
  readonly spec: string;
  /** The entry so far. */
  readonly known?: LockedPlatform | undefined;
}

/** What to record of an asset, and the tag of its release. */
export interface LockedAsset {
  readonly locked: LockedPlatform;
  readonly tag: string;
}

/**
 * By the first candidate that has a checksum file; undefined when only a download can tell, also whether the entry so far
 * is of the same file.
 * @throws Network as `fetchSum`; Integrity `registry/checksum-not-listed` when the file has no such asset
 */
export async function lockBySum(
  ctx: Context,
  { toolchain, network, candidates: { candidates }, spec, known }: SumLock,
): Promise<LockedAsset | undefined> {
  const { checksums, signatures } = toolchain.config.verification;
  if (checksums === "off" || signatures === "require") return undefined;
  for (const { checksum: plan, urls: [url], version, record } of candidates) {
    if (plan === undefined || url === undefined || !STRONG.has(plan.algorithm)) return undefined;
    const way = record.private === true ? "api" : "address";
    const found = await fetchSum(ctx, network, { plan, spec, way, isRequired: false });
    if (found === undefined) continue;
    if (known !== undefined && known.checksum_algorithm !== found.algorithm) return undefined;
    const locked = {
      url: withoutLogin(url),
      checksum: found.sum.toLowerCase(),
      checksum_algorithm: found.algorithm,
      verification: ["checksum"],
    };
    return { locked, tag: version };
  }
  return undefined;
}
