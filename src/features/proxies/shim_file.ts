/** A shim on disk: what is there, and putting one in place. Follows toolchain §16 and §18 (hard links on Windows).
 *  Invariants: a file that we did not make is never touched; a shim appears in one step, and never through a link. */
import type { Context } from "@/base/context.ts";
import { AtmosError } from "@/base/errors.ts";
import { isShim, renderShim } from "./core/shim.ts";

type DiskContext = Pick<Context, "disk" | "host">;

/** A place for a shim. */
export interface ShimPlace {
  readonly dir: string;
  readonly name: string;
}

/** `stale`: a shim of ours that is not what it should be, also a link of the Go program. */
export type ShimState = "ready" | "missing" | "stale" | "foreign";

/** More than any shim has. */
const LONGEST = 8192;

/** Path of a shim. */
export function shimPath({ host }: Pick<Context, "host">, { dir, name }: ShimPlace): string {
  return `${dir}/${name}${host.os === "windows" ? ".exe" : ""}`;
}

/**
 * What is at the place of a shim.
 * @param isListed whether the record names it; where a shim is this program itself nothing else tells
 */
export async function shimState(ctx: DiskContext, place: ShimPlace, isListed: boolean): Promise<ShimState> {
  const path = shimPath(ctx, place), info = await ctx.disk.lstat(path);
  if (info === undefined) return "missing";
  if (info.kind === "symlink") {
    return /(^|\/)atmos[^/]*$/.test(await ctx.disk.readLink(path) ?? "") ? "stale" : "foreign";
  }
  if (ctx.host.os === "windows") {
    if (!isListed || info.kind !== "file") return "foreign";
    return info.sizeBytes === (await ctx.disk.stat(ctx.host.executable))?.sizeBytes ? "ready" : "stale";
  }
  const text = info.kind === "file" && info.sizeBytes <= LONGEST ? await ctx.disk.readText(path) : undefined;
  if (text === undefined || !isShim(text)) return "foreign";
  return text === textOf(ctx, place) && (info.mode & 0o555) === 0o555 ? "ready" : "stale";
}

/** Puts a shim in its place. */
export async function makeShim(ctx: DiskContext & Pick<Context, "random">, place: ShimPlace): Promise<void> {
  const path = shimPath(ctx, place);
  await ctx.disk.makeDir(place.dir);
  if (ctx.host.os === "windows") return await linkProgram(ctx, path);
  // Writing through a link of the Go program would replace that program.
  if (await ctx.disk.readLink(path) !== undefined) await ctx.disk.remove(path);
  await ctx.disk.writeAtomic(path, textOf(ctx, place), 0o755);
}

function textOf(ctx: DiskContext, { name }: ShimPlace): string {
  return renderShim({ name, program: ctx.host.executable });
}

/** Another name of this program, which knows by it what it stands for; a copy where a link cannot be. */
async function linkProgram(ctx: DiskContext & Pick<Context, "random">, path: string): Promise<void> {
  const temporary = `${path}.${ctx.random.hex(8)}`;
  try {
    await ctx.disk.hardLink(ctx.host.executable, temporary);
    await ctx.disk.rename(temporary, path);
  } catch (error) {
    await ctx.disk.remove(temporary).catch(() => {}); // the first failure is the one to report
    if (!(error instanceof AtmosError) || error.code !== "disk/cross-device") throw error;
    await ctx.disk.writeAtomic(path, await ctx.disk.readBytes(ctx.host.executable) ?? "", 0o755);
  }
}
