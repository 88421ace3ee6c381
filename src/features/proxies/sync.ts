/** Keeps the shims of an install root as its projects want them. Follows toolchain §13.14, §16.
 *  Invariants: a file that we did not make is never touched, and found before anything is changed; shims of other
 *  projects stay; everything happens under one lock between processes. */
import type { Context } from "@/base/context.ts";
import { HostError } from "@/base/errors.ts";
import { proxyDir } from "@/features/toolchain/core/proxy_dir.ts";
import { lockPath } from "@/features/toolchain/lock.ts";
import type { Toolchain } from "@/features/toolchain/settings.ts";
import {
  namesIn,
  NO_PROXIES,
  parseRecord,
  projectIn,
  type ProxyRecord,
  RECORD_FILE,
  renderRecord,
  withProject,
} from "./core/record.ts";
import { makeShim, shimPath, type ShimPlace, shimState } from "./shim_file.ts";
import { checkAsked, wantedProxies } from "./wanted.ts";

/** What is to be there beside the shims of the configuration. */
export interface SyncRequest {
  /** These too, from now on. */
  readonly names?: readonly string[];
  /** Whether programs of the versions file get shims too; undefined leaves it as it was. */
  readonly all?: boolean | undefined;
}

/** What changed, names sorted; `kept` counts the others of the project. */
export interface SyncResult {
  readonly made: readonly string[];
  readonly removed: readonly string[];
  readonly kept: number;
}

/**
 * Makes what the project wants and removes what nobody wants any more.
 * @throws Host `proxies/foreign-file`; Config and Usage `proxies/bad-name`; Lookup `proxies/unknown`
 */
export async function syncProxies(
  ctx: Context,
  toolchain: Toolchain,
  { names = [], all }: SyncRequest = {},
): Promise<SyncResult> {
  await checkAsked(ctx, toolchain, names);
  return await changeRecord(ctx, toolchain, async (record) => {
    const before = projectIn(record, toolchain.root);
    const asked = [...new Set([...before.asked, ...names])].sort();
    const project = await wantedProxies(ctx, toolchain, { asked, all: all ?? before.all });
    return withProject(record, toolchain.root, project);
  });
}

/** The same for commands that only need the shims to be there: without a lock when they are, and without failing where
 *  nothing can be written. */
export async function ensureProxies(ctx: Context, toolchain: Toolchain): Promise<void> {
  try {
    const record = await readRecord(ctx, toolchain), before = projectIn(record, toolchain.root);
    const { names } = await wantedProxies(ctx, toolchain, before);
    if (names.length === 0 && before.names.length === 0) return;
    const isSame = record.program === ctx.host.executable && names.join("/") === before.names.join("/");
    if (!isSame || await lacksShim(ctx, toolchain, names)) await syncProxies(ctx, toolchain);
  } catch (error) {
    if (!(error instanceof HostError) || !error.code.startsWith("disk/")) throw error;
    ctx.out.say("warning", `the proxies are not as they should be: ${error.title}`);
  }
}

async function lacksShim(
  ctx: Context,
  { installRoot }: Toolchain,
  names: readonly string[],
): Promise<boolean> {
  const dir = proxyDir(installRoot);
  const found = await Promise.all(names.map((name) => ctx.disk.stat(shimPath(ctx, { dir, name }))));
  return found.includes(undefined);
}

/** Removes shims of the project: the named ones, else all. Those that other projects want stay. */
export async function removeProxies(
  ctx: Context,
  toolchain: Toolchain,
  names: readonly string[],
): Promise<SyncResult> {
  return await changeRecord(ctx, toolchain, (record) => {
    const { names: wanted, asked, all } = projectIn(record, toolchain.root);
    const keeps = (name: string) => names.length > 0 && !names.includes(name);
    const left = { names: wanted.filter(keeps), asked: asked.filter(keeps), all: all && names.length > 0 };
    return Promise.resolve(withProject(record, toolchain.root, left));
  });
}

/** What is written down about the shims of the install root. */
export async function readRecord(ctx: Pick<Context, "disk">, toolchain: Toolchain): Promise<ProxyRecord> {
  return parseRecord(await ctx.disk.readText(recordPath(toolchain)));
}

function recordPath({ installRoot }: Toolchain): string {
  return `${proxyDir(installRoot)}/${RECORD_FILE}`;
}

async function changeRecord(
  ctx: Context,
  toolchain: Toolchain,
  change: (record: ProxyRecord) => Promise<ProxyRecord>,
): Promise<SyncResult> {
  const path = recordPath(toolchain);
  const release = await ctx.locks.acquire(await lockPath(toolchain, path), { signal: ctx.signal });
  try {
    const before = await readRecord(ctx, toolchain);
    const after = await withoutLostProjects(ctx, await change(before));
    return await apply(ctx, toolchain, { before, after });
  } finally {
    await release();
  }
}

/** A project whose directory is gone wants nothing. */
async function withoutLostProjects(ctx: Context, record: ProxyRecord): Promise<ProxyRecord> {
  let left = record;
  for (const root of Object.keys(record.projects)) {
    if (await ctx.disk.stat(root) === undefined) left = withProject(left, root, NO_PROXIES);
  }
  return left;
}

interface Change {
  readonly before: ProxyRecord;
  readonly after: ProxyRecord;
}

/** Shims are recorded before they are made and until they are gone: where a shim is this program itself, nothing but the
 *  record tells that it is ours. The program is recorded once all shims ask it. */
async function apply(ctx: Context, toolchain: Toolchain, change: Change): Promise<SyncResult> {
  const { before, after } = change, dir = proxyDir(toolchain.installRoot);
  const result = await planned(ctx, toolchain, change);
  for (const name of result.removed) await ctx.disk.remove(shimPath(ctx, { dir, name }));
  const early = { ...after, program: before.program };
  await writeRecord(ctx, toolchain, { before, after: early });
  for (const name of result.made) await makeShim(ctx, { dir, name });
  const isNone = Object.keys(before.projects).length === 0 && Object.keys(after.projects).length === 0;
  const done = { ...after, program: ctx.host.executable };
  if (!isNone) await writeRecord(ctx, toolchain, { before: early, after: done });
  return result;
}

async function writeRecord(ctx: Context, toolchain: Toolchain, { before, after }: Change): Promise<void> {
  const text = renderRecord(after);
  if (text !== renderRecord(before)) await ctx.disk.writeAtomic(recordPath(toolchain), text, 0o644);
}

async function planned(
  ctx: Context,
  { installRoot, root }: Toolchain,
  { before, after }: Change,
): Promise<SyncResult> {
  const dir = proxyDir(installRoot), own = projectIn(after, root).names;
  const wanted = namesIn(after), listed = namesIn(before);
  const made: string[] = [], removed: string[] = [];
  for (const name of wanted) {
    const state = await shimState(ctx, { dir, name }, listed.has(name));
    if (state === "foreign" && own.includes(name)) throw foreign(ctx, { dir, name });
    if (state === "missing" || state === "stale") made.push(name);
  }
  for (const name of await namesOnDisk(ctx, dir)) {
    if (wanted.has(name)) continue;
    const state = await shimState(ctx, { dir, name }, listed.has(name));
    if (state === "ready" || state === "stale") removed.push(name);
  }
  return { made, removed, kept: own.filter((name) => !made.includes(name)).length };
}

async function namesOnDisk(ctx: Context, dir: string): Promise<readonly string[]> {
  const suffix = ctx.host.os === "windows" ? ".exe" : "";
  return (await ctx.disk.list(dir)).map(({ name }) => name)
    .filter((name) => !name.startsWith(".") && name.endsWith(suffix))
    .map((name) => name.slice(0, name.length - suffix.length));
}

function foreign(ctx: Context, place: ShimPlace): HostError {
  return new HostError("proxies/foreign-file", `${place.name} already exists and is not managed by atmos`, {
    explanation: "A file that is no proxy stands where this one belongs.",
    hints: ["Move it away, or give the proxy another name in atmos.yaml; then: atmos toolchain proxy sync"],
    facts: { path: shimPath(ctx, place) },
  });
}
