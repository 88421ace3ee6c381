/** The rows of `toolchain list` and `toolchain get`. Follows toolchain §13.9 and §13.12.
 *  Invariant: reads only; the same order in every run. */
import type { Context } from "@/base/context.ts";
import { compareNewestFirst, compareVersions } from "@/lang/semver/order.ts";
import { treeUsage } from "./disk_usage.ts";
import type { InstalledTool } from "./installed.ts";
import type { Toolchain } from "./settings.ts";
import { type ConfiguredTool, findConfigured, readUsableTools } from "./toolset.ts";
import { listEverything } from "./uninstall.ts";

/** A version of a tool in the versions file. */
export interface ListRow {
  readonly id: string;
  /** The shortest name that leads to the tool; undefined when there is only the id. */
  readonly alias: string | undefined;
  readonly binary: string;
  readonly version: string;
  readonly isDefault: boolean;
  readonly installed: InstalledTool | undefined;
  /** Epoch milliseconds. */
  readonly installedAt: number | undefined;
  /** Bytes of the version's whole directory. */
  readonly sizeBytes: number | undefined;
}

type ListContext = Pick<Context, "disk" | "out">;

/**
 * One row per version in the versions file, by id, newest version first.
 * @param all whether versions that are installed and not in the file have rows too
 * @returns undefined when there is neither a file nor anything else to list
 */
export async function listTools(
  ctx: ListContext,
  toolchain: Toolchain,
  { all }: { readonly all: boolean },
): Promise<readonly ListRow[] | undefined> {
  const configured = await readUsableTools(ctx, toolchain);
  const listed = await Promise.all(
    (configured ?? []).flatMap((tool) =>
      tool.versions.map((version) => rowOf(ctx, toolchain, { tool, version }))
    ),
  );
  const others = all ? await unlistedRows(ctx, toolchain, listed) : [];
  if (!configured && others.length === 0) return undefined;
  return [...listed, ...others].sort((a, b) =>
    compareText(a.id, b.id) || compareNewestFirst(a.version, b.version)
  );
}

async function unlistedRows(
  ctx: ListContext,
  toolchain: Toolchain,
  listed: readonly ListRow[],
): Promise<readonly ListRow[]> {
  const known = new Set(listed.map(({ installed }) => installed?.dir));
  const others = (await listEverything(ctx, toolchain.installRoot)).filter(({ dir }) => !known.has(dir));
  return await Promise.all(others.map(async ({ id, version }) => {
    const row = await rowOf(ctx, toolchain, { tool: { id, versions: [] }, version });
    return { ...row, isDefault: false };
  }));
}

/** The versions of one tool, oldest first. */
export interface ToolVersions {
  readonly id: string;
  /** Undefined when the versions file does not have the tool. */
  readonly defaultVersion: string | undefined;
  readonly isDefaultInstalled: boolean;
  readonly versions: readonly { readonly version: string; readonly installed: boolean }[];
}

/** The configured versions of every tool of the file, by id. */
export async function listVersions(ctx: ListContext, toolchain: Toolchain): Promise<readonly ToolVersions[]> {
  const configured = await readUsableTools(ctx, toolchain) ?? [];
  const found = await Promise.all(configured.map(async ({ id, versions: [...listed] }) => {
    const defaultVersion = listed[0];
    const versions = await Promise.all(
      listed.sort(compareVersions).map(async (version) => ({
        version,
        installed: await findConfigured(ctx, toolchain, { id, version }) !== undefined,
      })),
    );
    const isDefaultInstalled = versions.some((each) => each.version === defaultVersion && each.installed);
    return { id, defaultVersion, isDefaultInstalled, versions };
  }));
  return found.sort((a, b) => compareText(a.id, b.id));
}

async function rowOf(
  ctx: ListContext,
  toolchain: Toolchain,
  { tool, version }: { readonly tool: Pick<ConfiguredTool, "id" | "versions">; readonly version: string },
): Promise<ListRow> {
  const installed = await findConfigured(ctx, toolchain, { id: tool.id, version });
  return {
    id: tool.id,
    alias: shortestName(tool, toolchain),
    binary: installed?.primary ?? binaryGuess(tool.id),
    version,
    isDefault: version === tool.versions[0],
    installed,
    installedAt: installed && await installedAt(ctx, installed),
    sizeBytes: installed ? (await treeUsage(ctx, installed.dir)).bytes : undefined,
  };
}

/** When a version was installed, epoch milliseconds: by its receipt, else by the age of its folder. */
export async function installedAt(
  ctx: Pick<Context, "disk">,
  { receipt, dir }: InstalledTool,
): Promise<number | undefined> {
  const recorded = Date.parse(receipt?.installed_at ?? "");
  return Number.isNaN(recorded) ? (await ctx.disk.stat(dir))?.modifiedAt : recorded;
}

function shortestName(tool: Pick<ConfiguredTool, "id">, { names }: Toolchain): string | undefined {
  const pointing = (aliases: Readonly<Record<string, string>>) =>
    Object.keys(aliases).filter((name) => !name.includes("/") && aliases[name] === tool.id);
  const own = pointing(names.aliases);
  const candidates = own.length > 0 ? own : pointing(names.builtin);
  return candidates.sort((a, b) => a.length - b.length || compareText(a, b))[0];
}

function binaryGuess(id: string): string {
  return id.slice(id.lastIndexOf("/") + 1);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
