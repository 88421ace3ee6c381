/** Deletes what can be installed and fetched again. Follows toolchain §13.3, §3.1.
 *  Invariant: only folders that are recognisably ours are deleted, and caches never take installed tools along. */
import type { Context } from "@/base/context.ts";
import { HostError, UsageError } from "@/base/errors.ts";
import { parents, resolvePath } from "@/base/path.ts";
import { proxyDir } from "./core/proxy_dir.ts";
import { treeUsage } from "./disk_usage.ts";
import type { Toolchain } from "./settings.ts";

/** A folder to delete. */
export interface CleanTarget {
  readonly label: "installed tools" | "cache";
  readonly path: string;
  readonly exists: boolean;
  readonly files: number;
  readonly bytes: number;
}

/** Members of an install root; nothing else may be there. */
const INSTALL_ROOT_MEMBERS = ["bin", ".staging", ".locks", ".cache", "toolchain.lock.yaml"];

type CheckContext = Pick<Context, "cwd" | "disk" | "env" | "host">;

/**
 * The folders that cleaning would delete; those that do not exist have no files.
 * @throws Host `toolchain/not-ours` when the install root is a home, a project, one of their parents, a file system's
 *   root, or holds something else
 */
export async function cleanTargets(
  ctx: CheckContext,
  toolchain: Toolchain,
  cacheOnly: boolean,
): Promise<readonly CleanTarget[]> {
  const { installRoot, cacheRoot } = toolchain;
  if (!cacheOnly) await checkOurs(ctx, toolchain, installRoot);
  if (`${installRoot}/`.startsWith(`${cacheRoot}/`)) throw toolsInCache(installRoot, cacheRoot);
  const targets = [
    ...(cacheOnly ? [] : [{ label: "installed tools", path: installRoot } as const]),
    { label: "cache", path: cacheRoot } as const,
  ];
  return await Promise.all(targets.map(async (target) => {
    const exists = await ctx.disk.lstat(target.path) !== undefined;
    return { ...target, exists, ...await treeUsage(ctx, target.path) };
  }));
}

function toolsInCache(installRoot: string, cacheRoot: string): HostError {
  return new HostError("toolchain/not-ours", `tools are installed inside the cache, ${cacheRoot}`, {
    explanation: `They are in ${installRoot}; deleting the cache would delete them.`,
    hints: ["Check toolchain.install_path in atmos.yaml and ATMOS_TOOLCHAIN_PATH."],
  });
}

async function checkOurs(ctx: CheckContext, toolchain: Toolchain, path: string): Promise<void> {
  const places = [...homesOf(ctx), toolchain.root].flatMap(parents);
  const isPlace = places.includes(path) || /^([A-Za-z]:)?\/*$/.test(path);
  // The Go program keeps downloads and indexes in the default one.
  const isDefault = toolchain.cacheRoot === `${path}-cache`;
  if (!isPlace && (isDefault || await holdsTools(ctx, path))) return;
  throw new HostError("toolchain/not-ours", `${path} is not a folder of installed tools`, {
    explanation: "It is not deleted, because it holds, or may hold, other things.",
    hints: ["Check toolchain.install_path in atmos.yaml and ATMOS_TOOLCHAIN_PATH."],
  });
}

function homesOf({ cwd, env, host }: CheckContext): readonly string[] {
  const named = [env["HOME"], env["USERPROFILE"]].flatMap((home) => home || []);
  return named.map((home) => resolvePath(cwd, host.os === "windows" ? home.replaceAll("\\", "/") : home));
}

/** Whether nothing but tools is there, and nothing but owners and repositories above their versions. */
async function holdsTools({ disk }: CheckContext, path: string): Promise<boolean> {
  const members = await disk.list(path);
  if (!members.every(({ name }) => INSTALL_ROOT_MEMBERS.includes(name))) return false;
  for (const owner of await disk.list(`${path}/bin`)) {
    const dir = `${path}/bin/${owner.name}`;
    if (dir === proxyDir(path)) continue;
    if (owner.kind !== "directory") return false;
    if ((await disk.list(dir)).some(({ kind }) => kind !== "directory")) return false;
  }
  return true;
}

/** Deletes the targets; a cache that cannot be deleted is a warning. Tools disappear by one rename before that. */
export async function clean(
  ctx: Pick<Context, "disk" | "out" | "random">,
  targets: readonly CleanTarget[],
): Promise<void> {
  for (const { label, path, files } of targets) {
    try {
      if (label === "installed tools") await hideTools(ctx, path);
      await ctx.disk.remove(path);
    } catch (error) {
      if (label !== "cache" || !(error instanceof HostError)) throw error;
      ctx.out.say("warning", error.title);
      continue;
    }
    if (files > 0) ctx.out.say("info", `Deleted ${files} files from ${path}`);
  }
}

/** A removal that is broken off must not leave tools without their programs. */
async function hideTools(ctx: Pick<Context, "disk" | "random">, installRoot: string): Promise<void> {
  if (await ctx.disk.lstat(`${installRoot}/bin`) === undefined) return;
  await ctx.disk.makeDir(`${installRoot}/.staging`);
  await ctx.disk.rename(`${installRoot}/bin`, `${installRoot}/.staging/${ctx.random.hex(16)}`);
}

/** The error where nobody can be asked. */
export function needsForce(): UsageError {
  return new UsageError("toolchain/needs-force", "cleaning requires interactive confirmation or --force", {
    hints: ["atmos toolchain clean --dry-run", "atmos toolchain clean --force"],
    exitCode: 1,
  });
}
