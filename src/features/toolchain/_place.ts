/** Turns an unpacked tree into a version's directory. Follows toolchain §3.2.
 *  Invariant: the version's directory appears by one rename with its receipt inside; before that rename the old one,
 *  if any, is only moved aside, and comes back when the rename fails. */
import type { Context } from "@/base/context.ts";
import { type LayoutPlan, pathInTree } from "./core/layout.ts";
import { type Receipt, RECEIPT_FILE, renderReceipt } from "./core/receipt.ts";

type PlaceContext = Pick<Context, "disk" | "host" | "clock">;

/** What to place where; all paths are absolute and on one file system. */
export interface Placing {
  /** The unpacked tree, inside `staging`. */
  readonly tree: string;
  /** A directory of our own; its owner removes it. */
  readonly staging: string;
  readonly versionDir: string;
  readonly plan: LayoutPlan;
  readonly receipt: Receipt;
  /** SHA-256 of files by their paths in the tree, as far as they are known without reading them. */
  readonly sums: ReadonlyMap<string, string>;
}

/** Builds the directory in staging, writes the receipt, and puts it in the place of whatever is there. */
export async function place(ctx: PlaceContext, placing: Placing): Promise<void> {
  const built = `${placing.staging}/built`;
  await ctx.disk.makeDir(built);
  await movePrograms(ctx, placing, built);
  await linkPrograms(ctx, placing.plan, built);
  const sums = await hashPrograms(ctx, placing, built);
  await ctx.disk.writeAtomic(`${built}/${RECEIPT_FILE}`, renderReceipt({ ...placing.receipt, sums }), 0o644);
  await putInPlace(ctx, placing, built);
}

async function movePrograms(ctx: PlaceContext, placing: Placing, built: string): Promise<void> {
  for (const { from, to } of placing.plan.moves) {
    await ctx.disk.rename(from === "" ? placing.tree : `${placing.tree}/${from}`, `${built}/${to}`);
  }
  for (const program of placing.plan.programs) {
    const path = `${built}/${program}`, info = await ctx.disk.lstat(path);
    if (info?.kind !== "file") continue;
    if ((info.mode & 0o111) !== 0o111) await ctx.disk.chmod(path, 0o755);
    // Programs of old releases would look ancient to caches that compare times.
    await ctx.disk.touch(path, ctx.clock.now());
  }
}

async function linkPrograms(ctx: PlaceContext, plan: LayoutPlan, built: string): Promise<void> {
  for (const { path, target } of plan.links) {
    if (ctx.host.os === "windows") await ctx.disk.hardLink(`${built}/${target}`, `${built}/${path}`);
    else await ctx.disk.symlink(target, `${built}/${path}`);
  }
}

/** What `toolchain verify` compares with later. */
async function hashPrograms(
  ctx: PlaceContext,
  { plan, sums: known }: Placing,
  built: string,
): Promise<Readonly<Record<string, string>>> {
  const { hashFile } = await import("@/io/net/download.ts");
  const sums: Record<string, string> = {};
  for (const [command, path] of Object.entries(plan.bins)) {
    sums[command] = known.get(pathInTree(plan, path)) ??
      (await hashFile(ctx, `${built}/${path}`, ["sha256"])).hashes.sha256 ?? "";
  }
  return sums;
}

async function putInPlace(ctx: PlaceContext, placing: Placing, built: string): Promise<void> {
  const { versionDir, staging } = placing, aside = `${staging}/aside`;
  await ctx.disk.makeDir(versionDir.slice(0, versionDir.lastIndexOf("/")));
  const replaced = (await ctx.disk.lstat(versionDir)) !== undefined;
  if (replaced) await ctx.disk.rename(versionDir, aside);
  try {
    await ctx.disk.rename(built, versionDir);
  } catch (error) {
    if (replaced) await ctx.disk.rename(aside, versionDir);
    throw error;
  }
}
