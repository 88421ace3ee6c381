/** Records the hashes of tools without installing them. Follows toolchain §13.13, §12.2.
 *  Invariant: what is recorded was downloaded and compared with its checksum file just now. */
import type { Context } from "@/base/context.ts";
import { mapLimited } from "@/base/flow/limit.ts";
import { fetchAsset } from "./_fetch.ts";
import type { LockEntry } from "./core/lock_file.ts";
import { writeLock } from "./lock.ts";
import type { InstallServices } from "./services.ts";

/** A version to lock. */
export interface LockWish {
  readonly id: string;
  /** Concrete. */
  readonly version: string;
}

/** How it ended for one version. */
export type LockOutcome = LockWish & ({ readonly entry: LockEntry } | { readonly error: unknown });

/** Downloads every version and writes one lock file; a failure stops no other. */
export async function lockTools(
  ctx: Context,
  services: InstallServices,
  wishes: readonly LockWish[],
): Promise<readonly LockOutcome[]> {
  const { maxConcurrency } = services.toolchain.config;
  const settled = await mapLimited(wishes, maxConcurrency, (wish) => lockOne(ctx, services, wish));
  const outcomes = settled.map((result, index): LockOutcome => {
    const wish = wishes[index] as LockWish;
    return result.ok ? { ...wish, entry: result.value } : { ...wish, error: result.error };
  });
  const entries = outcomes.flatMap((outcome) => "entry" in outcome ? [outcome.entry] : []);
  await writeLock(ctx, services.toolchain, { entries, registries: services.registryCommits() });
  return outcomes;
}

async function lockOne(
  ctx: Context,
  services: InstallServices,
  { id, version }: LockWish,
): Promise<LockEntry> {
  const spec = `${id}@${version}`;
  const found = await services.requireTool(id, spec, version);
  const candidates = await services.candidatesOf(found, version);
  const asset = await fetchAsset(ctx, services, { spec, candidates, onBytes: () => {} });
  return {
    id,
    version,
    platform: services.platformKey,
    source: found.registry,
    tag: asset.resolved.version,
    locked: {
      url: asset.url,
      checksum: asset.sha256,
      checksum_algorithm: "sha256",
      size: asset.sizeBytes,
      verification: [asset.proof],
    },
  };
}
