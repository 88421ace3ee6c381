/** Finds installed versions and their programs. Follows toolchain §3 and §4.3.
 *  Invariant: nothing here writes, and nothing here needs a network or a registry. A version's directory without a
 *  receipt counts when it holds a program: the Go program made it. */
import type { Context } from "@/base/context.ts";
import { parseReceipt, type Receipt, RECEIPT_FILE } from "./core/receipt.ts";
import { isPathSafe, latestPrefix, matchesPrefix, meansInstalled } from "./core/tool_spec.ts";

/** A version of a tool on disk. */
export interface InstalledTool {
  readonly id: string;
  /** Name of the directory: the version as it was asked for. */
  readonly version: string;
  readonly dir: string;
  /** Command → absolute path, in the definition's order; the first is the primary. */
  readonly bins: ReadonlyMap<string, string>;
  readonly primary: string;
  /** Absent when another program made the directory. */
  readonly receipt?: Receipt | undefined;
}

type DiskContext = Pick<Context, "disk">;

/** The directory that holds the versions of a tool. */
export function toolDir(installRoot: string, id: string): string {
  return `${installRoot}/bin/${id}`;
}

/** The directory of a version. */
export function versionDir(installRoot: string, id: string, version: string): string {
  return `${toolDir(installRoot, id)}/${version}`;
}

/**
 * Finds a version of a tool: as spelled, then with the `v` toggled, then by the tag that it came from, then below the
 * older ids. One whose programs are not all there does not count, so that nobody is sent to them and the next install
 * replaces it.
 * `latest` means the version that the pointer file names, `latest:1.10` the newest below it that is installed.
 * @param older other ids under which the Go program may have filed the tool
 */
export async function findInstalled(
  ctx: DiskContext,
  installRoot: string,
  tool: { readonly id: string; readonly version: string; readonly older?: readonly string[] },
): Promise<InstalledTool | undefined> {
  for (const id of [tool.id, ...(tool.older ?? [])]) {
    if (!isPathSafe(id)) continue;
    const wanted = await concreteOf(ctx, installRoot, { id, version: tool.version });
    if (wanted === undefined) continue;
    for (const version of spellings(wanted)) {
      const found = await readInstalled(ctx, {
        id: tool.id,
        version,
        dir: versionDir(installRoot, id, version),
      });
      if (found && await hasPrograms(ctx, found)) return found;
    }
    const found = await findByTag(ctx, installRoot, { id, version: wanted });
    if (found) return { ...found, id: tool.id };
  }
  return undefined;
}

async function findByTag(
  ctx: DiskContext,
  installRoot: string,
  { id, version }: { readonly id: string; readonly version: string },
): Promise<InstalledTool | undefined> {
  const installed = await listInstalled(ctx, installRoot, id);
  for (const tool of installed.filter(({ receipt }) => receipt && meansInstalled(version, receipt))) {
    if (await hasPrograms(ctx, tool)) return tool;
  }
  return undefined;
}

/** What a version text means among what is installed: `latest` by its pointer, `latest:1.10` the newest below it. */
async function concreteOf(
  ctx: DiskContext,
  installRoot: string,
  { id, version }: { readonly id: string; readonly version: string },
): Promise<string | undefined> {
  const prefix = latestPrefix(version);
  if (prefix === undefined) return version;
  if (prefix === "") return await readLatest(ctx, installRoot, id);
  const { compareNewestFirst } = await import("@/lang/semver/order.ts");
  const versions = (await listInstalled(ctx, installRoot, id)).map((tool) => tool.version);
  return versions.filter((each) => matchesPrefix(each, prefix)).sort(compareNewestFirst)[0];
}

async function hasPrograms(ctx: DiskContext, { bins, receipt }: InstalledTool): Promise<boolean> {
  if (!receipt) return true; // it was found by its programs
  const found = await Promise.all([...bins.values()].map((path) => ctx.disk.stat(path)));
  return found.every((info) => info?.kind === "file");
}

/** The version that `latest` of a tool stands for; undefined when it was never installed. */
export async function readLatest(
  ctx: DiskContext,
  installRoot: string,
  id: string,
): Promise<string | undefined> {
  const path = `${toolDir(installRoot, id)}/latest`;
  if ((await ctx.disk.stat(path))?.kind !== "file") return undefined;
  const version = (await ctx.disk.readText(path))?.trim();
  return version && isPathSafe(version) ? version : undefined;
}

/** All versions of a tool on disk, in the order of their directories' names. */
export async function listInstalled(
  ctx: DiskContext,
  installRoot: string,
  id: string,
): Promise<readonly InstalledTool[]> {
  if (!isPathSafe(id)) return [];
  return await listBelow(ctx, { id, dir: toolDir(installRoot, id), prefix: "" });
}

async function listBelow(
  ctx: DiskContext,
  at: { readonly id: string; readonly dir: string; readonly prefix: string },
): Promise<readonly InstalledTool[]> {
  const found: InstalledTool[] = [];
  for (const entry of await ctx.disk.list(at.dir)) {
    if (entry.kind !== "directory" || entry.name.startsWith(".")) continue;
    const version = at.prefix + entry.name, dir = `${at.dir}/${entry.name}`;
    const tool = await readInstalled(ctx, { id: at.id, version, dir });
    if (tool) found.push(tool);
    // A tag with slashes nests; three levels are more than any registry uses.
    else if (version.split("/").length < 3) {
      found.push(...await listBelow(ctx, { ...at, dir, prefix: `${version}/` }));
    }
  }
  return found;
}

function spellings(version: string): readonly string[] {
  if (/^v\d/.test(version)) return [version, version.slice(1)];
  return /^\d/.test(version) ? [version, `v${version}`] : [version];
}

/** Reads one version's directory; undefined when it holds no complete installation. */
export async function readInstalled(
  ctx: DiskContext,
  at: { readonly id: string; readonly version: string; readonly dir: string },
): Promise<InstalledTool | undefined> {
  if (!isPathSafe(at.version)) return undefined;
  const text = await ctx.disk.readText(`${at.dir}/${RECEIPT_FILE}`);
  const receipt = text === undefined ? undefined : parseReceipt(text);
  if (receipt) return fromReceipt(at, receipt);
  return await readPrograms(ctx, at);
}

/** A directory of programs as a tool, whoever made it; undefined when it has none. */
export async function readPrograms(
  ctx: DiskContext,
  at: { readonly id: string; readonly version: string; readonly dir: string },
): Promise<InstalledTool | undefined> {
  const programs = await findPrograms(ctx, at.dir);
  if (programs.length === 0) return undefined;
  const guess = at.id.slice(at.id.lastIndexOf("/") + 1);
  const primary = programs.find((name) => stripExe(name) === guess) ?? programs[0] ?? guess;
  const ordered = [primary, ...programs.filter((name) => name !== primary)];
  return {
    ...at,
    primary: stripExe(primary),
    bins: new Map(ordered.map((name) => [stripExe(name), `${at.dir}/${name}`])),
  };
}

function fromReceipt(
  at: { readonly id: string; readonly version: string; readonly dir: string },
  receipt: Receipt,
): InstalledTool {
  const bins = Object.entries(receipt.bins).map(([name, path]) => [name, `${at.dir}/${path}`] as const);
  return { ...at, receipt, primary: receipt.primary, bins: new Map(bins) };
}

/** Names of the executable files right below a directory. */
async function findPrograms(ctx: DiskContext, dir: string): Promise<string[]> {
  const names: string[] = [];
  for (const entry of await ctx.disk.list(dir)) {
    if (entry.name.startsWith(".") || entry.name.endsWith(".lock") || entry.kind === "directory") continue;
    const info = await ctx.disk.stat(`${dir}/${entry.name}`);
    const executable = info?.kind === "file" &&
      ((info.mode & 0o111) !== 0 || /\.(exe|cmd|bat)$/i.test(entry.name));
    if (executable) names.push(entry.name);
  }
  return names;
}

function stripExe(name: string): string {
  return name.replace(/\.exe$/i, "");
}
