/** Removes installed versions. Follows toolchain §13.19, §13.5.
 *  Invariant: a version disappears by one rename, under its lock; nothing outside `bin` of the install root is touched,
 *  and the versions file stays as it is. */
import type { Context } from "@/base/context.ts";
import { LookupError } from "@/base/errors.ts";
import { localIdOf } from "./core/names.ts";
import { latestPrefix, meansInstalled, parseToolSpec } from "./core/tool_spec.ts";
import { type InstalledTool, readInstalled, readLatest, toolDir } from "./installed.ts";
import { lockPath } from "./lock.ts";
import type { Toolchain } from "./settings.ts";
import {
  findConfigured,
  folderOf,
  installedVersions,
  noToolsConfigured,
  readConfiguredTools,
} from "./toolset.ts";

type UninstallContext = Pick<Context, "disk" | "locks" | "out" | "random" | "signal">;

/** What became of what was named. */
export interface Uninstalled {
  readonly removed: readonly InstalledTool[];
  /** Specs of what was not there. */
  readonly absent: readonly string[];
}

/**
 * Finds what specs mean: a version, or all versions of a name; without specs every version in the versions file.
 * @throws Config `toolchain/no-tools-configured`; Lookup `toolchain/not-installed` (exit 2) for `@latest` without one
 */
export async function findForRemoval(
  ctx: UninstallContext,
  toolchain: Toolchain,
  specs: readonly string[],
): Promise<Uninstalled> {
  const removed: InstalledTool[] = [], absent: string[] = [];
  for (const { id, version } of await wantedBy(ctx, toolchain, specs)) {
    const versions = await installedVersions(ctx, toolchain, id);
    const isMoving = version !== undefined && latestPrefix(version) !== undefined;
    const wanted = isMoving
      ? (await findConfigured(ctx, toolchain, { id, version }))?.version ?? version
      : version;
    if (isMoving && wanted === version && specs.length > 0) throw noLatest(id, version);
    const found = versions.filter(({ version, receipt }) =>
      wanted === undefined || meansInstalled(wanted, { version, tag: receipt?.tag })
    );
    removed.push(...found);
    if (found.length === 0) absent.push(wanted === undefined ? id : `${id}@${wanted}`);
  }
  return { removed, absent };
}

interface Wanted {
  readonly id: string;
  /** All of them when undefined. */
  readonly version: string | undefined;
}

async function wantedBy(
  ctx: UninstallContext,
  toolchain: Toolchain,
  specs: readonly string[],
): Promise<readonly Wanted[]> {
  if (specs.length > 0) {
    return specs.map(parseToolSpec).map(({ name, version }) => ({
      id: localIdOf(name, toolchain.names)?.id ?? name,
      version,
    }));
  }
  const configured = await readConfiguredTools(ctx, toolchain);
  if (!configured?.length) throw noToolsConfigured(toolchain, configured !== undefined);
  return configured.filter(({ id }) => id.includes("/")).flatMap(({ id, versions }) =>
    versions.filter((version) => folderOf(version) === undefined).map((version) => ({ id, version }))
  );
}

function noLatest(id: string, version: string): LookupError {
  return new LookupError("toolchain/not-installed", `${id}@${version} is not installed`, {
    explanation: "No version of it was ever installed as the latest one.",
    exitCode: 2,
  });
}

/** Removes a version, its pointer, and the folders that become empty; nothing when somebody else was faster. */
export async function removeVersion(
  ctx: UninstallContext,
  toolchain: Toolchain,
  tool: InstalledTool,
): Promise<void> {
  const { installRoot } = toolchain, spec = `${tool.id}@${tool.version}`;
  const release = await ctx.locks.acquire(await lockPath(toolchain, spec), {
    signal: ctx.signal,
    onWait: (holder) => ctx.out.say("info", `Waiting for ${holder}, which is working on ${spec}`),
  });
  try {
    if (await ctx.disk.lstat(tool.dir) === undefined) return;
    const home = toolDir(installRoot, filedAs(installRoot, tool));
    const aside = await moveAside(ctx, toolchain, tool);
    await ctx.disk.remove(aside).catch((error) => ctx.out.say("warning", error.message));
    // Lock files of the other implementation stand beside the version.
    await ctx.disk.remove(`${tool.dir}.lock`);
    if (await ctx.disk.lstat(`${home}/latest`) === undefined) await ctx.disk.remove(`${home}/latest.lock`);
    await removeEmptyParents(ctx, tool.dir, `${installRoot}/bin`);
  } finally {
    await release();
  }
}

/** Takes a version, and the pointer to it, out of sight; answers where its files are now. */
async function moveAside(
  ctx: UninstallContext,
  { installRoot }: Toolchain,
  tool: InstalledTool,
): Promise<string> {
  const aside = `${installRoot}/.staging/${ctx.random.hex(16)}`;
  const id = filedAs(installRoot, tool), pointer = `${toolDir(installRoot, id)}/latest`;
  await ctx.disk.makeDir(`${installRoot}/.staging`);
  const isLatest = await readLatest(ctx, installRoot, id) === tool.version;
  // First, because whoever dies in between leaves a version that the next run still finds.
  if (isLatest) await ctx.disk.remove(pointer);
  try {
    await ctx.disk.rename(tool.dir, aside);
  } catch (error) {
    if (isLatest) await ctx.disk.writeAtomic(pointer, tool.version, 0o644);
    throw error;
  }
  return aside;
}

/** The id below which a version lies; the Go program may have used an older one. */
function filedAs(installRoot: string, { dir, version }: InstalledTool): string {
  return dir.slice(`${installRoot}/bin/`.length, -version.length - 1);
}

async function removeEmptyParents(ctx: UninstallContext, path: string, end: string): Promise<void> {
  const parent = path.slice(0, path.lastIndexOf("/"));
  if (!parent.startsWith(`${end}/`)) return;
  if (await ctx.disk.removeEmptyDir(parent)) await removeEmptyParents(ctx, parent, end);
}

/** Every installed version below the install root, by id and folder. */
export async function listEverything(
  ctx: Pick<Context, "disk">,
  installRoot: string,
): Promise<readonly InstalledTool[]> {
  return await listBelow(ctx, `${installRoot}/bin`, []);
}

/** Ids and versions nest; more levels than this are nobody's. */
const DEEPEST = 8;

async function listBelow(
  ctx: Pick<Context, "disk">,
  dir: string,
  path: readonly string[],
): Promise<readonly InstalledTool[]> {
  const found: InstalledTool[] = [];
  for (const { name, kind } of await ctx.disk.list(dir)) {
    if (kind !== "directory" || name.startsWith(".")) continue;
    const steps = [...path, name], at = `${dir}/${name}`;
    const tool = steps.length > 2 ? await readAt(ctx, at, steps) : undefined;
    if (tool) found.push(tool);
    else if (steps.length < DEEPEST) found.push(...await listBelow(ctx, at, steps));
  }
  return found;
}

/** A receipt knows where the id ends; without one it has two steps. */
async function readAt(
  ctx: Pick<Context, "disk">,
  dir: string,
  steps: readonly string[],
): Promise<InstalledTool | undefined> {
  const guess = { id: steps.slice(0, 2).join("/"), version: steps.slice(2).join("/"), dir };
  const tool = await readInstalled(ctx, guess);
  return tool?.receipt ? { ...tool, id: tool.receipt.id, version: tool.receipt.version } : tool;
}
