/** Remembers what a file says, because reading YAML takes longer than everything else in a hot command.
 *  Follows deno §2.7. Invariants: a file that may have changed, that came or went, or that was young when it was
 *  remembered, is read anew; a note that cannot be read or kept costs time and nothing else. */
import { commit, version } from "@/base/build_info.ts";
import type { Context } from "@/base/context.ts";
import { HostError } from "@/base/errors.ts";
import { filePrint, isPrintSafe } from "@/base/file_print.ts";
import type { FileInfo } from "@/base/ports.ts";
import { cacheHomeOf } from "@/base/cache_home.ts";

type ReadContext = Pick<Context, "cwd" | "disk" | "env" | "host">;
type WriteContext = ReadContext & Pick<Context, "clock">;

interface Remembered {
  readonly program: string;
  readonly file: string;
  /** Undefined: there was no file. */
  readonly print: string | undefined;
  /** JSON data. */
  readonly content: unknown;
}

/** The longest name of a file that every file system takes. */
const LONGEST_NAME = 200;
const PROGRAM = `${version} ${commit}`;

/** What `remember` kept of a file; undefined when that is nothing or no longer true. */
export async function recall(ctx: ReadContext, file: string): Promise<unknown> {
  const path = pathFor(ctx, file);
  if (path === undefined) return undefined;
  const [text, info] = await Promise.all([ctx.disk.readText(path).catch(noNote), ctx.disk.stat(file)]);
  const known = text === undefined ? undefined : parse(text);
  const print = info && filePrint(info);
  const fits = known?.program === PROGRAM && known.file === file && known.print === print;
  return fits ? known.content : undefined;
}

/**
 * Remembers what a file says, or that there is none, unless it is young, has changed since it was looked at, or the
 * user's cache cannot be written. To be called right after reading.
 * @param seen the file as it was before it was read; undefined: there was none
 * @param content JSON data
 */
export async function remember(
  ctx: WriteContext,
  file: string,
  { seen, content }: { readonly seen: FileInfo | undefined; readonly content: unknown },
): Promise<void> {
  const path = pathFor(ctx, file);
  if (path === undefined || (seen && !isPrintSafe(seen, ctx.clock.now()))) return;
  const info = await ctx.disk.stat(file), print = seen && filePrint(seen);
  if ((info && filePrint(info)) !== print) return;
  const remembered: Remembered = { program: PROGRAM, file, print, content };
  await ctx.disk.writeAtomic(path, JSON.stringify(remembered), 0o600).catch(noNote);
}

function pathFor(ctx: ReadContext, file: string): string | undefined {
  const home = cacheHomeOf(ctx), name = encodeURIComponent(file);
  return home === undefined || name.length > LONGEST_NAME ? undefined : `${home}/atmos/config/${name}.json`;
}

function noNote(error: unknown): undefined {
  if (!(error instanceof HostError)) throw error;
}

function parse(text: string): Remembered | undefined {
  try {
    const value = JSON.parse(text) as Remembered | null;
    return typeof value?.content === "object" ? value : undefined;
  } catch {
    return undefined;
  }
}
