/** The index of a registry: converted once from its file, then read by place. Follows toolchain §7.4, aqua-registry §2.
 *  Invariant: a file is converted again when its size, its time or our version differ; a cache that cannot be written
 *  costs time, nothing else. */
import { commit, version } from "@/base/build_info.ts";
import type { Context } from "@/base/context.ts";
import { HostError } from "@/base/errors.ts";
import { decodeIndex, encodeIndex, type IndexStamp, type RegistryIndex } from "./core/index_file.ts";

/** Which file, and where its converted form is kept. */
export interface IndexPlan {
  /** Absolute. */
  readonly file: string;
  /** Where users know it: an address or a path. */
  readonly label: string;
  readonly converted: string;
}

type IndexContext = Pick<Context, "disk" | "out">;

/**
 * Opens the index of a registry file that is there.
 * @returns undefined when there is no such file
 * @throws ConfigError `yaml/syntax`, `registry/no-packages`
 */
export async function openIndex(ctx: IndexContext, plan: IndexPlan): Promise<RegistryIndex | undefined> {
  const info = await ctx.disk.stat(plan.file);
  if (info?.kind !== "file") return undefined;
  const { sizeBytes, modifiedAt } = info;
  const stamp: IndexStamp = { program: `${version} ${commit}`, sizeBytes, modifiedAt };
  return await openConverted(ctx, plan.converted, stamp) ?? await convert(ctx, plan, stamp);
}

async function openConverted(
  ctx: IndexContext,
  path: string,
  stamp: IndexStamp,
): Promise<RegistryIndex | undefined> {
  // Read as a whole, which costs about a millisecond: parts read later might be of a file that another process wrote.
  const bytes = await ctx.disk.readBytes(path);
  return bytes && decodeIndex(bytes, stamp);
}

async function convert(ctx: IndexContext, plan: IndexPlan, stamp: IndexStamp): Promise<RegistryIndex> {
  const { decodeRegistry } = await import("./core/decode.ts");
  const registry = decodeRegistry(await ctx.disk.readText(plan.file) ?? "", plan.label);
  for (const { title, at } of registry.issues) ctx.out.say("debug", `${at.file}:${at.line ?? 1}: ${title}`);
  const bytes = encodeIndex(registry, stamp);
  try {
    await ctx.disk.writeAtomic(plan.converted, bytes);
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    ctx.out.say("debug", `the index of ${plan.label} is not kept: ${error.title}`);
  }
  const index = decodeIndex(bytes, stamp);
  if (index === undefined) throw new Error("an index that was just made cannot be read");
  return index;
}
