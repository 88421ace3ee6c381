/** How much the installed tools take. Follows toolchain §13.5. */
import type { Context } from "@/base/context.ts";
import type { Toolchain } from "./settings.ts";
import { listEverything } from "./uninstall.ts";

/** Bytes of one installed version, everything in its folder. */
export interface ToolUsage {
  readonly tool: string;
  readonly version: string;
  readonly bytes: number;
}

/** Bytes of each installed version; undefined when nothing was ever installed. */
export async function toolUsage(
  ctx: Pick<Context, "disk">,
  toolchain: Toolchain,
): Promise<readonly ToolUsage[] | undefined> {
  if (await ctx.disk.stat(toolchain.installRoot) === undefined) return undefined;
  const tools = await listEverything(ctx, toolchain.installRoot);
  return await Promise.all(tools.map(async ({ id, version, dir }) => ({
    tool: id,
    version,
    bytes: (await treeUsage(ctx, dir)).bytes,
  })));
}

/** Files and bytes below a path; a symbolic link counts as nothing. */
export async function treeUsage(
  ctx: Pick<Context, "disk">,
  path: string,
): Promise<{ readonly files: number; readonly bytes: number }> {
  const info = await ctx.disk.lstat(path);
  if (info?.kind === "file") return { files: 1, bytes: info.sizeBytes };
  if (info?.kind !== "directory") return { files: 0, bytes: 0 };
  let files = 0, bytes = 0;
  for (const { name } of await ctx.disk.list(path)) {
    const below = await treeUsage(ctx, `${path}/${name}`);
    files += below.files;
    bytes += below.bytes;
  }
  return { files, bytes };
}
