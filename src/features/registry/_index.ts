/** The index of a registry file: converted once, then read by place. Follows toolchain §7.4, aqua-registry §2.
 *  Invariant: what is kept is of the very bytes that its source had when the time of the file was set; a cache that
 *  cannot be read or written costs time, nothing else. */
import { commit, version } from "@/base/build_info.ts";
import type { Context } from "@/base/context.ts";
import { digestBytes } from "@/base/text/digest.ts";
import { ConfigError, HostError } from "@/base/errors.ts";
import {
  decodeIndex,
  encodeIndex,
  indexOf,
  type IndexStamp,
  type KeptIndex,
  type RegistryIndex,
} from "./core/index_file.ts";
import { findName } from "./core/names.ts";

/** Bytes of a registry file. `stale`: older than allowed, because the host could not be asked. */
export interface LoadedFile {
  readonly bytes: Uint8Array;
  readonly stale: boolean;
}

/** A registry file and the place of its converted form. */
export interface IndexPlan {
  /** Where users know it: an address or a path. */
  readonly label: string;
  /** Tells one source, or one state of it, from others. */
  readonly source: string;
  /** Absolute path of the converted form. */
  readonly kept: string;
  /** Whether the converted form may be used without loading; `checkedAt` is epoch milliseconds. */
  isFresh(checkedAt: number): boolean;
  /** The file while it is fresh; asks nobody. */
  peek(): Promise<Uint8Array | undefined>;
  /** Undefined when there is no such file. */
  load(): Promise<LoadedFile | undefined>;
}

type IndexContext = Pick<Context, "disk" | "out" | "clock">;

/** The converted form while it is fresh, without loading anything; undefined when there is none. */
export async function openKept(ctx: IndexContext, plan: IndexPlan): Promise<RegistryIndex | undefined> {
  const kept = await readKept(ctx, plan);
  return kept !== undefined && plan.isFresh(kept.checkedAt) ? kept.index : undefined;
}

/**
 * Opens the index of a registry file; converts the file when it is new or has changed.
 * @returns undefined when there is no such file
 * @throws ConfigError `yaml/syntax`, `registry/no-packages`; what `load` throws
 */
export async function openIndex(ctx: IndexContext, plan: IndexPlan): Promise<RegistryIndex | undefined> {
  const opened = await openKeptOrFile(ctx, plan);
  return opened === undefined || "index" in opened ? opened?.index : await convert(ctx, plan, opened);
}

/** Gives the index of all packages that may bear a name; others may be missing. */
export type IndexByName = (name: string) => Promise<RegistryIndex | undefined>;

/**
 * Opens a large registry file for a few questions: converting all of it takes longer than answering them.
 * @throws what `openIndex` throws, also later
 */
export async function openByName(ctx: IndexContext, plan: IndexPlan): Promise<IndexByName> {
  const opened = await openKeptOrFile(ctx, plan);
  return opened === undefined || "index" in opened
    ? async () => opened?.index
    : await slicedBy(ctx, plan, opened);
}

/** The same of what is there and fresh, without asking anybody; undefined when nothing is. */
export async function peekByName(ctx: IndexContext, plan: IndexPlan): Promise<IndexByName | undefined> {
  const index = await openKept(ctx, plan);
  if (index !== undefined) return async () => index;
  const bytes = await plan.peek();
  return bytes && await slicedBy(ctx, plan, { bytes, stale: false, digest: await digestBytes(bytes) });
}

async function slicedBy(ctx: IndexContext, plan: IndexPlan, file: File): Promise<IndexByName> {
  let whole: Promise<RegistryIndex> | undefined;
  const readWhole = () => whole ??= convert(ctx, plan, file);
  const { sliceRegistry } = await import("./core/slices.ts");
  const slices = sliceRegistry(new TextDecoder().decode(file.bytes), plan.label);
  if (slices === undefined) return readWhole;
  return async (name) => {
    try {
      const index = indexOf(slices.decodeLike(name));
      if (index.broken.length > 0 || findName(index.names, name).kind !== "unknown") return index;
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
    }
    return await readWhole(); // only who can read all of a file knows what is not in it
  };
}

interface File extends LoadedFile {
  readonly digest: string;
}

/** The converted form where it is still that of the file, else the file. */
async function openKeptOrFile(
  ctx: IndexContext,
  plan: IndexPlan,
): Promise<{ readonly index: RegistryIndex } | File | undefined> {
  const kept = await readKept(ctx, plan);
  if (kept !== undefined && plan.isFresh(kept.checkedAt)) return kept;
  const loaded = await plan.load();
  if (loaded === undefined) return undefined;
  const digest = await digestBytes(loaded.bytes);
  if (kept?.index.digest !== digest) return { ...loaded, digest };
  if (!loaded.stale) await harmless(ctx, plan, () => ctx.disk.touch(plan.kept, ctx.clock.now()));
  return kept;
}

interface Kept {
  readonly index: KeptIndex;
  readonly checkedAt: number;
}

async function readKept(ctx: IndexContext, plan: IndexPlan): Promise<Kept | undefined> {
  return await harmless(ctx, plan, async () => {
    const info = await ctx.disk.stat(plan.kept);
    if (info?.kind !== "file") return undefined;
    // As a whole, which costs about a millisecond: a part read later might be of a file that another process wrote.
    const bytes = await ctx.disk.readBytes(plan.kept);
    const index = bytes && decodeIndex(bytes, { program: PROGRAM, source: plan.source });
    return index && { index, checkedAt: info.modifiedAt };
  });
}

/** Another version of ours may decode a registry in another way. */
const PROGRAM = `${version} ${commit}`;

async function convert(
  ctx: IndexContext,
  plan: IndexPlan,
  { bytes, digest, stale }: File,
): Promise<RegistryIndex> {
  const { decodeRegistry } = await import("./core/decode.ts");
  const registry = decodeRegistry(new TextDecoder().decode(bytes), plan.label);
  for (const { title, at } of registry.issues) ctx.out.say("debug", `${at.file}:${at.line ?? 1}: ${title}`);
  const stamp: IndexStamp = { program: PROGRAM, source: plan.source };
  const converted = encodeIndex(registry, stamp, digest);
  await harmless(ctx, plan, async () => {
    await ctx.disk.writeAtomic(plan.kept, converted);
    await ctx.disk.touch(plan.kept, stale ? 0 : ctx.clock.now());
  });
  const index = decodeIndex(converted, stamp);
  if (index === undefined) throw new Error("an index that was just made cannot be read");
  return index;
}

async function harmless<T>(
  ctx: IndexContext,
  plan: IndexPlan,
  use: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await use();
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    ctx.out.say("debug", `the index of ${plan.label} is not kept: ${error.title}`);
    return undefined;
  }
}
