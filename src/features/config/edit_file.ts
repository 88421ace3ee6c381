/** Changes a YAML file in one step. Follows config §9.4.
 *  Invariants: two changes at the same time lose nothing; the file keeps its mode, and a link stays a link. */
import { cacheHomeOf } from "@/base/cache_home.ts";
import type { Context } from "@/base/context.ts";
import { ConfigError } from "@/base/errors.ts";
import { dirName } from "@/base/path.ts";
import { digestText } from "@/base/text/digest.ts";

/** What changing a file needs. */
export type EditContext = Pick<Context, "cwd" | "disk" | "env" | "host" | "locks" | "out" | "signal">;

/**
 * Reads a file under its lock, and writes what `change` makes of it, unless that is the same.
 * @param file absolute path, and its name in messages
 * @throws Config `config/gone`, `config/not-utf8`, `lock/timeout`; what `change` throws, then the file stays
 */
export async function editFile<T extends { readonly text: string }>(
  ctx: EditContext,
  file: { readonly path: string; readonly shown: string },
  change: (text: string) => T | Promise<T>,
): Promise<T> {
  const release = await ctx.locks.acquire(await lockOf(ctx, file.path), {
    signal: ctx.signal,
    onWait: (holder) => ctx.out.say("info", `Waiting for ${holder}, which changes ${file.shown} …`),
  });
  try {
    const text = textOf(await ctx.disk.readBytes(file.path), file.shown);
    const result = await change(text);
    if (result.text !== text) await ctx.disk.writeAtomic(file.path, result.text);
    return result;
  } finally {
    await release();
  }
}

/** Beside no file of the project: a lock is nothing to commit. */
async function lockOf(ctx: EditContext, path: string): Promise<string> {
  const real = await ctx.disk.realPath(path) ?? path;
  const home = cacheHomeOf(ctx);
  const dir = home === undefined ? `${dirName(real)}/.atmos` : `${home}/atmos/locks`;
  return `${dir}/edit-${await digestText(real)}.lock`;
}

function textOf(bytes: Uint8Array | undefined, shown: string): string {
  if (bytes === undefined) {
    throw new ConfigError("config/gone", `${shown} is not there any more`, { at: { file: shown } });
  }
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new ConfigError("config/not-utf8", `${shown} is not UTF-8, so that it cannot be edited`, {
      at: { file: shown },
      hints: ["Save it as UTF-8 with an editor, then run the command again."],
    });
  }
}
