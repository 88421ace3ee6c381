/** Unpacks a downloaded asset on another thread where there is one. Follows deno §7.2.
 *  Invariant: the readers of archives are loaded on the thread that needs them only. */
import type { Context } from "@/base/context.ts";
import type { AssetPlan, UnpackedAsset } from "./unpack_asset.ts";

/** As `unpackAsset`, which it leaves to another thread if it can; that one uses the system's disk. */
export async function unpackBeside(
  ctx: Pick<Context, "disk" | "signal" | "threads">,
  plan: AssetPlan,
): Promise<UnpackedAsset> {
  if (ctx.threads) return await ctx.threads.run("unpack", plan, ctx.signal) as UnpackedAsset;
  const { unpackAsset } = await import("./unpack_asset.ts");
  return await unpackAsset(ctx, plan);
}
