/** Keeps the shims of an install root as the configuration wants them. Follows toolchain §13.14, §16.
 *  Invariant: a file that we did not make is never touched; every shim is replaced in one step. */
import type { Context } from "@/base/context.ts";
import { HostError } from "@/base/errors.ts";
import { proxyDir } from "@/features/toolchain/core/proxy_dir.ts";
import { digestText } from "@/features/toolchain/digest.ts";
import { lockPath } from "@/features/toolchain/lock.ts";
import type { Toolchain } from "@/features/toolchain/settings.ts";
import { findReadyTools, readConfiguredTools } from "@/features/toolchain/toolset.ts";
import { parseRecord, type ProxyEntry, type ProxyRecord, RECORD_FILE, renderRecord } from "./core/record.ts";
import { checkShimName, isShim, renderShim } from "./core/shim.ts";

/** A shim and whether it is in place. */
export interface ProxyRow extends ProxyEntry {
  readonly name: string;
  readonly path: string;
  readonly state: "ready" | "missing" | "stale" | "foreign";
}

/** What changed. */
export interface SyncResult {
  readonly made: readonly string[];
  readonly removed: readonly string[];
  readonly kept: number;
}

/** The shims that are wanted or there, by name. */
export async function listProxies(ctx: Context, toolchain: Toolchain): Promise<readonly ProxyRow[]> {
  const record = await readRecord(ctx, toolchain);
  const wanted = await wantedProxies(ctx, toolchain, record.all);
  const names = [...new Set([...Object.keys(wanted), ...Object.keys(record.proxies)])].sort();
  return await Promise.all(names.map(async (name) => {
    const path = pathOf(ctx, toolchain, name), text = await ctx.disk.readText(path);
    const entry = wanted[name] ?? record.proxies[name] ?? { tool: name };
    const right = wanted[name] ? await shimText(ctx, toolchain, name) : undefined;
    const state = text === undefined
      ? "missing"
      : text === right
      ? "ready"
      : isShim(text)
      ? "stale"
      : "foreign";
    return { name, ...entry, path, state };
  }));
}

/**
 * Makes what is wanted and removes what is not any more.
 * @param all whether programs of the versions file get shims too; undefined leaves it as it was
 * @throws Host `proxies/foreign-file`; Usage `proxies/bad-name`
 */
export async function syncProxies(ctx: Context, toolchain: Toolchain, all?: boolean): Promise<SyncResult> {
  const before = await readRecord(ctx, toolchain);
  const isAll = all ?? before.all;
  const wanted = await wantedProxies(ctx, toolchain, isAll);
  return await apply(ctx, toolchain, { before, after: { proxies: wanted, all: isAll } });
}

/** Removes shims of ours; all of them without names. */
export async function removeProxies(
  ctx: Context,
  toolchain: Toolchain,
  names: readonly string[],
): Promise<SyncResult> {
  const before = await readRecord(ctx, toolchain);
  const keeps = ([name]: [string, ProxyEntry]) => names.length > 0 && !names.includes(name);
  const proxies = Object.fromEntries(Object.entries(before.proxies).filter(keeps));
  return await apply(ctx, toolchain, { before, after: { proxies, all: names.length > 0 && before.all } });
}

interface Change {
  readonly before: ProxyRecord;
  readonly after: ProxyRecord;
}

async function apply(ctx: Context, toolchain: Toolchain, { before, after }: Change): Promise<SyncResult> {
  const made: string[] = [], removed: string[] = [];
  for (const name of Object.keys(after.proxies)) {
    checkShimName(name);
    if (await needsShim(ctx, toolchain, name)) made.push(name);
  }
  for (const name of Object.keys(before.proxies)) {
    if (after.proxies[name] === undefined && await isOurs(ctx, toolchain, name)) removed.push(name);
  }
  const kept = Object.keys(after.proxies).length - made.length;
  const path = `${proxyDir(toolchain.installRoot)}/${RECORD_FILE}`, text = renderRecord(after);
  if (made.length === 0 && removed.length === 0 && renderRecord(before) === text) {
    return { made, removed, kept };
  }
  const release = await ctx.locks.acquire(await lockPath(toolchain, path), { signal: ctx.signal });
  try {
    for (const name of made) {
      await ctx.disk.writeAtomic(pathOf(ctx, toolchain, name), await shimText(ctx, toolchain, name), 0o755);
    }
    for (const name of removed) await ctx.disk.remove(pathOf(ctx, toolchain, name));
    await ctx.disk.writeAtomic(path, text, 0o644);
  } finally {
    await release();
  }
  return { made, removed, kept };
}

/** What atmos.yaml names, and the programs of the versions file where they are wanted too. */
async function wantedProxies(
  ctx: Context,
  toolchain: Toolchain,
  all: boolean,
): Promise<ProxyRecord["proxies"]> {
  const configured = Object.entries(toolchain.config.proxies).map((
    [name, { tool, args }],
  ): [string, ProxyEntry] => [
    name,
    { tool, ...(args.length > 0 ? { args } : {}) },
  ]);
  const programs: [string, ProxyEntry][] = [];
  if (all) {
    const tools = await findReadyTools(ctx, toolchain, await readConfiguredTools(ctx, toolchain) ?? []);
    for (const { installed } of tools) {
      for (const name of installed.bins.keys()) programs.push([name, { tool: name }]);
    }
  }
  return Object.fromEntries([...programs, ...configured]);
}

/** @throws Host `proxies/foreign-file` */
async function needsShim(ctx: Context, toolchain: Toolchain, name: string): Promise<boolean> {
  const path = pathOf(ctx, toolchain, name), text = await ctx.disk.readText(path);
  if (text !== undefined && !isShim(text) && !await isGoShim(ctx, path)) throw foreign(name, path);
  return text !== await shimText(ctx, toolchain, name);
}

async function isOurs(ctx: Context, toolchain: Toolchain, name: string): Promise<boolean> {
  const path = pathOf(ctx, toolchain, name), text = await ctx.disk.readText(path);
  return text !== undefined && (isShim(text) || await isGoShim(ctx, path));
}

/** The Go program makes symbolic links to itself. */
async function isGoShim(ctx: Context, path: string): Promise<boolean> {
  return /(^|\/)atmos[^/]*$/.test(await ctx.disk.readLink(path) ?? "");
}

async function readRecord(ctx: Context, { installRoot }: Toolchain): Promise<ProxyRecord> {
  return parseRecord(await ctx.disk.readText(`${proxyDir(installRoot)}/${RECORD_FILE}`));
}

function pathOf(ctx: Context, { installRoot }: Toolchain, name: string): string {
  return `${proxyDir(installRoot)}/${name}${ctx.host.os === "windows" ? ".cmd" : ""}`;
}

async function shimText(ctx: Context, toolchain: Toolchain, name: string): Promise<string> {
  const id = await proxyId(toolchain.installRoot);
  return renderShim({ name, program: ctx.host.executable, id, windows: ctx.host.os === "windows" });
}

/** Tells the shims of one install root from those of others. */
export async function proxyId(installRoot: string): Promise<string> {
  return (await digestText(proxyDir(installRoot))).slice(0, 16);
}

function foreign(name: string, path: string): HostError {
  return new HostError("proxies/foreign-file", `${name} already exists and is not managed by atmos`, {
    explanation: "A file that is no proxy stands where this one belongs.",
    hints: [`Move it away, or give the proxy another name in atmos.yaml; then: atmos toolchain proxy sync`],
    facts: { path },
  });
}
