/** Remembers what a file says, because reading YAML takes longer than everything else in a hot command.
 *  Follows deno §2.7. Invariants: a file that changed in size or time, that came or went, or that was young when it was
 *  remembered, is read anew; a note that cannot be read or kept costs time and nothing else. */
import { commit, version } from "@/base/build_info.ts";
import type { Context } from "@/base/context.ts";
import { HostError } from "@/base/errors.ts";
import type { FileInfo } from "@/base/ports.ts";
import { cacheHomeOf } from "./cache_home.ts";

type ReadContext = Pick<Context, "cwd" | "disk" | "env" | "host">;
type WriteContext = ReadContext & Pick<Context, "clock">;

interface Remembered {
  readonly program: string;
  readonly file: string;
  /** Undefined: there was no file. */
  readonly sizeBytes: number | undefined;
  readonly modifiedAt: number | undefined;
  /** JSON data. */
  readonly content: unknown;
}

/** A change within this time might leave size and time as they are. */
const YOUNG_MS = 2000;
/** The longest name of a file that every file system takes. */
const LONGEST_NAME = 200;
const PROGRAM = `${version} ${commit}`;

/** What `remember` kept of a file; undefined when that is nothing or no longer true. */
export async function recall(ctx: ReadContext, file: string): Promise<unknown> {
  const path = pathFor(ctx, file);
  if (path === undefined) return undefined;
  const [text, info] = await Promise.all([ctx.disk.readText(path).catch(noNote), ctx.disk.stat(file)]);
  const known = text === undefined ? undefined : parse(text);
  const fits = known?.program === PROGRAM && known.file === file && known.sizeBytes === info?.sizeBytes &&
    known.modifiedAt === info?.modifiedAt;
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
  if (path === undefined || (seen && ctx.clock.now() - seen.modifiedAt < YOUNG_MS)) return;
  const info = await ctx.disk.stat(file);
  if (info?.modifiedAt !== seen?.modifiedAt || info?.sizeBytes !== seen?.sizeBytes) return;
  const { sizeBytes, modifiedAt } = seen ?? {};
  const remembered: Remembered = { program: PROGRAM, file, sizeBytes, modifiedAt, content };
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
