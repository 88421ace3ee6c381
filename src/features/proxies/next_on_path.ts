/** The program that a shim stands before. Follows toolchain §16 and trap 45. Invariant: never a shim, of whatever
 *  install root, and never this program under another name. */
import type { Context } from "@/base/context.ts";
import type { Disk } from "@/base/ports.ts";
import { baseName, dirName } from "@/base/path.ts";
import { isShim } from "./core/shim.ts";

/** Nobody's shim is longer. */
const LONGEST_SHIM = 8192;

/**
 * The next program of a name on PATH.
 * @param real where links lead; not the watched disk of `ctx`, because the answer does not hang on it
 */
export async function nextOnPath(
  ctx: Pick<Context, "disk" | "env" | "host" | "procs">,
  name: string,
  real: Pick<Disk, "realPath">,
): Promise<string | undefined> {
  if (ctx.host.os === "windows") return await nextOnWindows(ctx, name);
  const dirs = (ctx.env["PATH"] ?? "").split(ctx.host.pathListSeparator);
  for (const dir of dirs.filter((dir) => dir.startsWith("/"))) {
    const path = `${dir.replace(/\/+$/, "")}/${name}`;
    const info = await ctx.disk.stat(path).catch(() => undefined); // shells skip unreadable folders too
    if (info?.kind !== "file" || (info.mode & 0o111) === 0) continue;
    const text = info.sizeBytes > LONGEST_SHIM
      ? undefined
      : await ctx.disk.readText(path).catch(() => undefined);
    if (text !== undefined && isShim(text)) continue;
    // Older shims are links to the program itself.
    if (baseName(await real.realPath(path) ?? "").startsWith("atmos")) continue;
    return path;
  }
  return undefined;
}

/** A shim there is this program itself, so that its directory is that of the shims. */
async function nextOnWindows(
  ctx: Pick<Context, "env" | "host" | "procs">,
  name: string,
): Promise<string | undefined> {
  const dirs = (ctx.env["PATH"] ?? "").split(ctx.host.pathListSeparator);
  for (const dir of dirs) {
    const program = await ctx.procs.find(name, dir);
    if (program && dirName(program) !== dirName(ctx.host.executable)) return program;
  }
  return undefined;
}
