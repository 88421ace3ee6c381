/** Reads and writes `toolchain.lock.yaml`. Follows toolchain §12.
 *  Invariant: a file whose material content is the same is not written; reading, changing and writing happen under one
 *  lock between processes. */
import type { Context } from "@/base/context.ts";
import { ConfigError, HostError, IntegrityError } from "@/base/errors.ts";
import { recall, remember } from "@/features/config/remembered.ts";
import { digestText } from "@/base/text/digest.ts";
import {
  decodeLockFile,
  EMPTY_LOCK,
  encodeLockFile,
  LOCK_HEADER,
  type LockEntry,
  type LockFile,
  refuseConflict,
  unreadableLock,
  updateLock,
} from "./core/lock_file.ts";
import { type LockedName, pruneLock } from "./core/prune_lock.ts";
import type { Toolchain } from "./settings.ts";

/** The lock file's content; empty when there is none or it is off. */
export async function readLock(
  ctx: Pick<Context, "cwd" | "disk" | "env" | "host">,
  toolchain: Toolchain,
): Promise<LockFile> {
  const { config: { lockMode }, lockFile } = toolchain;
  if (lockMode === "off") return EMPTY_LOCK;
  const recalled = await recall(ctx, lockFile) as LockFile | undefined;
  if (recalled !== undefined) return recalled;
  const text = await ctx.disk.readText(lockFile);
  return text === undefined ? EMPTY_LOCK : await parseLock(text, lockFile);
}

/** Spares later commands the parsing, which takes longer than everything else in an install with nothing to do. */
export async function rememberLock(
  ctx: Pick<Context, "cwd" | "disk" | "env" | "host" | "clock">,
  { config, lockFile }: Toolchain,
): Promise<void> {
  if (config.lockMode === "off" || await recall(ctx, lockFile)) return;
  const seen = await ctx.disk.stat(lockFile), text = await ctx.disk.readText(lockFile);
  if (text !== undefined) await remember(ctx, lockFile, { seen, content: await parseLock(text, lockFile) });
}

async function parseLock(text: string, file: string): Promise<LockFile> {
  refuseConflict(text, file);
  const { parseYaml } = await import("@/lang/yaml/parse.ts");
  try {
    const { value, positionOf } = parseYaml(text, { file });
    return decodeLockFile(value, { file, positionOf });
  } catch (error) {
    throw error instanceof ConfigError && error.code === "yaml/syntax" ? unreadableLock(error, file) : error;
  }
}

/** What a command learnt. */
export interface LockNews {
  readonly entries: readonly LockEntry[];
  /** Commits of floating registries by name. */
  readonly registries: Readonly<Record<string, string>>;
  /** Versions that stay in the file; all of them unless given. */
  keeps?(version: LockedName): boolean;
}

/** The file with what a command learnt; the same object when nothing material changes. */
export function renewLock(lock: LockFile, { entries, registries, keeps }: LockNews): LockFile {
  const kept = keeps === undefined ? lock : pruneLock(lock, keeps);
  return entries.length === 0 ? kept : updateLock(kept, entries, registries);
}

/**
 * Adds what a command learnt, and drops what nobody needs.
 * @returns whether the file changed
 * @throws Integrity `toolchain/lock-frozen` when it would change and must not
 */
export async function writeLock(
  ctx: Pick<Context, "cwd" | "disk" | "locks" | "clock" | "host" | "env" | "out" | "signal">,
  toolchain: Toolchain,
  news: LockNews,
): Promise<boolean> {
  if (toolchain.config.lockMode === "off" || (news.entries.length === 0 && !news.keeps)) return false;
  const release = await acquireOrGoOn(ctx, toolchain, {
    subject: toolchain.lockFile,
    work: `writes ${toolchain.lockFile}`,
  });
  try {
    const old = await readLock(ctx, toolchain);
    const updated = renewLock(old, news);
    if (updated === old) return false;
    if (toolchain.config.lockMode === "frozen") throw frozen(toolchain, news.entries);
    await ctx.disk.writeAtomic(toolchain.lockFile, await render(ctx, updated));
    return true;
  } finally {
    await release();
  }
}

/**
 * The lock on a file of a project. Without one where the install root cannot be written: one that is not ours must not
 * keep people from editing their project.
 * @param work what the holder does, for whoever waits
 */
export async function acquireOrGoOn(
  ctx: Pick<Context, "locks" | "out" | "signal">,
  toolchain: Toolchain,
  { subject, work }: { readonly subject: string; readonly work: string },
): Promise<() => Promise<void>> {
  try {
    return await ctx.locks.acquire(await lockPath(toolchain, subject), {
      signal: ctx.signal,
      onWait: (holder) => ctx.out.say("info", `Waiting for ${holder}, which ${work}`),
    });
  } catch (error) {
    if (!(error instanceof HostError) || !error.code.startsWith("disk/")) throw error;
    return () => Promise.resolve();
  }
}

/** The file between processes for a thing, below the install root so that it never lies in a repository. */
export async function lockPath(
  { installRoot }: Pick<Toolchain, "installRoot">,
  subject: string,
): Promise<string> {
  return `${installRoot}/.locks/${await digestText(subject)}.lock`;
}

async function render(ctx: Pick<Context, "clock" | "host">, lock: LockFile): Promise<string> {
  const { renderYaml } = await import("@/lang/yaml/render.ts");
  const { version } = await import("@/base/build_info.ts");
  const generatedAt = new Date(ctx.clock.now()).toISOString().replace(/\.\d+Z$/, "Z");
  const stamp = { generatedAt, atmosVersion: version, platform: `${ctx.host.os}_${ctx.host.arch}` };
  return LOCK_HEADER + renderYaml(encodeLockFile(lock, stamp), { indent: 4 });
}

function frozen(toolchain: Toolchain, entries: readonly LockEntry[]): IntegrityError {
  const specs = entries.map(({ id, version, platform }) => `${id}@${version} (${platform})`).join(", ");
  return new IntegrityError(
    "toolchain/lock-frozen",
    "the lock file does not have what this command would record",
    {
      explanation: `${toolchain.lockFile} must not change, and lacks or contradicts: ${specs}.`,
      hints: ["Update it where that is allowed, and commit it: atmos toolchain lock"],
    },
  );
}
