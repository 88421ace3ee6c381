/** Finds installed versions that the project does not name. Follows toolchain §13.4.
 *  Invariant: the running program, and whatever may be named without our understanding it, stays. */
import type { Context } from "@/base/context.ts";
import { loadVersionConfig } from "@/features/config/load.ts";
import { treeUsage } from "./disk_usage.ts";
import { lockedNames } from "./core/prune_lock.ts";
import { parseToolSpec } from "./core/tool_spec.ts";
import type { InstalledTool } from "./installed.ts";
import { installedAt } from "./list.ts";
import { readLock } from "./lock.ts";
import { isReferenced, projectReferences, type Reference } from "./references.ts";
import type { Toolchain } from "./settings.ts";
import { idInFile } from "./toolset.ts";
import { listEverything } from "./uninstall.ts";

/** An installed version that nobody names. */
export interface UnusedVersion {
  readonly tool: InstalledTool;
  readonly bytes: number;
}

/** Versions below the install root that nothing of the project names, by id; only those installed before a while ago. */
export async function findUnused(
  ctx: Context,
  toolchain: Toolchain,
  { olderThanMs }: { readonly olderThanMs: number },
): Promise<readonly UnusedVersion[]> {
  const references = await allReferences(ctx, toolchain);
  const unused = (await listEverything(ctx, toolchain.installRoot)).filter((tool) =>
    !isReferenced(references, { ...tool, tag: tool.receipt?.tag, names: namesOf(tool, toolchain) }) &&
    !ctx.host.executable.startsWith(`${tool.dir}/`)
  );
  const found = await Promise.all(unused.map(async (tool) => {
    const at = await installedAt(ctx, tool) ?? 0;
    if (olderThanMs > 0 && ctx.clock.now() - at < olderThanMs) return [];
    return [{ tool, bytes: (await treeUsage(ctx, tool.dir)).bytes }];
  }));
  return found.flat();
}

/** Those of its receipt, and the id by which the project calls what the Go program filed under an older one. */
function namesOf({ id, receipt }: InstalledTool, toolchain: Toolchain): readonly string[] {
  return [idInFile(id, toolchain), ...receipt?.names ?? []];
}

async function allReferences(ctx: Context, toolchain: Toolchain): Promise<readonly Reference[]> {
  const project = await projectReferences(ctx, toolchain);
  const locked = lockedNames(await readLock(ctx, toolchain)).map(({ id, version }) => ({
    name: id,
    version,
  }));
  return [
    ...project,
    ...locked,
    ...await releaseReferences(ctx, toolchain),
    ...proxyReferences(toolchain, project),
  ];
}

/** The release of this program that the project runs with. */
async function releaseReferences(ctx: Context, toolchain: Toolchain): Promise<readonly Reference[]> {
  const { use, versionSource } = await loadVersionConfig(ctx);
  if (use === undefined) return [];
  const version = use.version === "latest" ? undefined : use.version;
  return [{ name: idInFile(versionSource ?? "atmos", toolchain), version }];
}

/** A proxy without a version takes the one of the versions file, else any. */
function proxyReferences(toolchain: Toolchain, project: readonly Reference[]): readonly Reference[] {
  return Object.values(toolchain.config.proxies).flatMap(({ tool }) => {
    const { name, version } = parseToolSpec(tool);
    const id = idInFile(name, toolchain);
    const isListed = project.some((reference) => reference.name.toLowerCase() === id.toLowerCase());
    return version === undefined && isListed ? [] : [{ name: id, version }];
  });
}
