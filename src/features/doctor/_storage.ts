/** Whether tools can be put where they belong. Follows toolchain §3.1, §3.2, §20.
 *  Invariant: what is tried is what an install does, and nothing of it stays. */
import type { Context } from "@/base/context.ts";
import { HostError } from "@/base/errors.ts";
import { dirName, joinPath } from "@/base/path.ts";
import { sizeText } from "@/base/text/size.ts";
import type { Toolchain } from "@/features/toolchain/settings.ts";
import { freeSpace } from "@/io/host/free_space.ts";
import { type Finding, findingOf } from "./core/finding.ts";

type StorageContext = Pick<Context, "cwd" | "disk" | "random">;

const LITTLE_BYTES = 1024 ** 3;
const NOTHING_BYTES = 50 * 1024 ** 2;

/** Looks at the install root, and at the cache where it lies elsewhere. */
export async function checkStorage(ctx: StorageContext, toolchain: Toolchain): Promise<readonly Finding[]> {
  const { installRoot, cacheRoot } = toolchain;
  const root = await installRootFinding(ctx, installRoot);
  const cache = await trial(() => tryToWrite(ctx, cacheRoot));
  if (cache === undefined) return [root];
  const summary = `the cache ${cacheRoot} cannot be written: ${reasonOf(cache)}`;
  const fix = 'export ATMOS_XDG_CACHE_HOME="$(mktemp -d)"';
  return [root, { ...findingOf("install_root", cache, "warning"), summary, fix }];
}

async function installRootFinding(ctx: StorageContext, installRoot: string): Promise<Finding> {
  const check = "install_root";
  const failure = await trial(() => tryToWrite(ctx, installRoot)) ??
    await trial(() => tryToMove(ctx, installRoot));
  if (failure !== undefined) {
    const isSplit = failure.code === "disk/cross-device";
    const summary = isSplit
      ? `${installRoot}/.staging and ${installRoot}/bin are on different file systems`
      : `${installRoot} cannot be written: ${reasonOf(failure)}`;
    const place = installRoot.startsWith(`${ctx.cwd}/`) ? "$(mktemp -d)" : "$PWD/.tools";
    return { ...findingOf(check, failure), summary, fix: `export ATMOS_TOOLCHAIN_PATH="${place}"` };
  }
  const free = await freeSpace(await nearestDir(ctx, installRoot));
  const space = free === undefined ? "" : `, ${sizeText(free)} free`;
  const summary = `${installRoot} can be written${space}`;
  if (free === undefined || free >= LITTLE_BYTES) return { check, status: "ok", summary };
  return {
    check,
    status: free < NOTHING_BYTES ? "error" : "warning",
    summary: `only ${sizeText(free)} are free at ${installRoot}`,
    fix: "atmos toolchain clean --cache-only --force",
  };
}

/** Titles of disk errors end with the reason; the file in them is only the trial's. */
function reasonOf({ title }: HostError): string {
  return title.slice(title.lastIndexOf(": ") + 2);
}

/** Runs a trial; answers what went wrong with the machine. */
async function trial(run: () => Promise<void>): Promise<HostError | undefined> {
  try {
    await run();
    return undefined;
  } catch (error) {
    if (error instanceof HostError) return error;
    throw error;
  }
}

/** Makes and removes a file in a directory, or where that would be made. */
async function tryToWrite(ctx: StorageContext, dir: string): Promise<void> {
  const path = joinPath(await nearestDir(ctx, dir), `.atmos-doctor-${ctx.random.hex(16)}`);
  try {
    await (await ctx.disk.create(path)).close();
  } finally {
    await ctx.disk.remove(path);
  }
}

/** Moves a file from where archives are unpacked to where tools are, if both are there. */
async function tryToMove(ctx: StorageContext, installRoot: string): Promise<void> {
  const name = `.atmos-doctor-${ctx.random.hex(16)}`;
  const [from, to] = [`${installRoot}/.staging`, `${installRoot}/bin`];
  const kinds = await Promise.all([from, to].map(async (dir) => (await ctx.disk.stat(dir))?.kind));
  if (kinds.some((kind) => kind !== "directory")) return;
  try {
    await (await ctx.disk.create(`${from}/${name}`)).close();
    await ctx.disk.rename(`${from}/${name}`, `${to}/${name}`);
  } finally {
    await ctx.disk.remove(`${from}/${name}`);
    await ctx.disk.remove(`${to}/${name}`);
  }
}

/** The directory itself, else the nearest above it that is there. */
async function nearestDir(ctx: StorageContext, dir: string): Promise<string> {
  const isThere = await ctx.disk.stat(dir) !== undefined;
  return isThere || dirName(dir) === dir ? dir : await nearestDir(ctx, dirName(dir));
}
