/** Remembers what a file says, because reading YAML takes longer than everything else in a hot command.
 *  Follows deno §2.7. Invariants: a file that changed in size or time, that came or went, or that was young when it was
 *  remembered, is read anew; a note that cannot be read or kept costs time and nothing else. */
import { commit, version } from "@/base/build_info.ts";
import type { Context } from "@/base/context.ts";
import { HostError } from "@/base/errors.ts";
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
 * Remembers a file, or that there is none, unless it is young or the user's cache cannot be written.
 * @param contentOf what to keep of its text (undefined without a file), as JSON data; undefined for nothing
 */
export async function remember(
  ctx: WriteContext,
  file: string,
  contentOf: (text: string | undefined) => Promise<unknown>,
): Promise<void> {
  const path = pathFor(ctx, file), info = await ctx.disk.stat(file);
  if (path === undefined || (info && ctx.clock.now() - info.modifiedAt < YOUNG_MS)) return;
  const text = info && await ctx.disk.readText(file);
  if ((await ctx.disk.stat(file))?.modifiedAt !== info?.modifiedAt) return;
  const content = await contentOf(text);
  if (content === undefined) return;
  const { sizeBytes, modifiedAt } = info ?? {};
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
