/** Unpacks a downloaded asset whose format is still to be found out, here or on another thread.
 *  Follows toolchain §10.4 and §10.5. Invariant: both ways run the same code; only the Disk differs. */
import type { Context } from "@/base/context.ts";
import type { ArchiveFormat } from "./core/detect.ts";
import { identifyArchive } from "./identify.ts";
import { unpack, type Unpacked, type UnpackPlan } from "./unpack.ts";

/** What to unpack, and where. `declared` is the definition's format, undefined or empty when it has none. */
export interface AssetPlan extends Omit<UnpackPlan, "format"> {
  readonly declared?: string | undefined;
}

/** What became of an asset. */
export interface UnpackedAsset extends Unpacked {
  readonly format: ArchiveFormat;
}

/** Unpacks on this thread. @throws as `identifyArchive` and `unpack` */
export async function unpackAsset(
  ctx: Pick<Context, "disk" | "signal">,
  { declared, ...plan }: AssetPlan,
): Promise<UnpackedAsset> {
  const { archive, assetName } = plan;
  const format = await identifyArchive(ctx, { archive, assetName, declared });
  return { ...await unpack(ctx, { ...plan, format }), format };
}
