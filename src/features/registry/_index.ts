/** The index of a registry file: converted once, then read by place. Follows toolchain §7.4, aqua-registry §2.
 *  Invariant: what is kept is of the very bytes that its source had when the time of the file was set; a cache that
 *  cannot be written costs time, nothing else. */
import { commit, version } from "@/base/build_info.ts";
import type { Context } from "@/base/context.ts";
import { HostError } from "@/base/errors.ts";
import { decodeIndex, encodeIndex, type IndexStamp, type RegistryIndex } from "./core/index_file.ts";

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
  const kept = await readKept(ctx, plan);
  if (kept !== undefined && plan.isFresh(kept.checkedAt)) return kept.index;
  const loaded = await plan.load();
  if (loaded === undefined) return undefined;
  const digest = await digestOf(loaded.bytes);
  const isSame = kept?.index.digest === digest;
  const index = isSame ? kept.index : await convert(ctx, plan, { bytes: loaded.bytes, digest });
  if (!loaded.stale) await harmless(ctx, plan, () => ctx.disk.touch(plan.kept, ctx.clock.now()));
  return index;
}

interface Kept {
  readonly index: RegistryIndex;
  readonly checkedAt: number;
}

async function readKept(ctx: IndexContext, plan: IndexPlan): Promise<Kept | undefined> {
  const info = await ctx.disk.stat(plan.kept);
  if (info?.kind !== "file") return undefined;
  // As a whole, which costs about a millisecond: a part read later might be of a file that another process wrote.
  const bytes = await ctx.disk.readBytes(plan.kept);
  const index = bytes && decodeIndex(bytes, { program: PROGRAM, source: plan.source });
  return index && { index, checkedAt: info.modifiedAt };
}

/** Another version of ours may decode a registry in another way. */
const PROGRAM = `${version} ${commit}`;

async function convert(
  ctx: IndexContext,
  plan: IndexPlan,
  { bytes, digest }: { readonly bytes: Uint8Array; readonly digest: string },
): Promise<RegistryIndex> {
  const { decodeRegistry } = await import("./core/decode.ts");
  const registry = decodeRegistry(new TextDecoder().decode(bytes), plan.label);
  for (const { title, at } of registry.issues) ctx.out.say("debug", `${at.file}:${at.line ?? 1}: ${title}`);
  const stamp: IndexStamp = { program: PROGRAM, source: plan.source };
  const converted = encodeIndex(registry, stamp, digest);
  await harmless(ctx, plan, () => ctx.disk.writeAtomic(plan.kept, converted));
  const index = decodeIndex(converted, stamp);
  if (index === undefined) throw new Error("an index that was just made cannot be read");
  return index;
}

async function harmless(ctx: IndexContext, plan: IndexPlan, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    ctx.out.say("debug", `the index of ${plan.label} is not kept: ${error.title}`);
  }
}

async function digestOf(bytes: Uint8Array): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array(bytes)));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
