/** Remembers what a file says, because reading YAML is a third of the start of `which` or `exec`.
 *  Follows deno §2.7. Invariants: only commands that write anyway remember; a file that changed in size or time, or
 *  that was young when it was remembered, is read anew; places are not remembered, so whoever finds a mistake in what
 *  was remembered reads the file itself; a note that cannot be read or kept costs time and nothing else. */
import { commit, version } from "@/base/build_info.ts";
import type { Context } from "@/base/context.ts";
import { HostError } from "@/base/errors.ts";
import type { TextMap } from "@/base/schema/reading.ts";
import type { ConfigFile } from "./_config_file.ts";
import { cacheHomeOf } from "./cache_home.ts";

type ReadContext = Pick<Context, "cwd" | "disk" | "env" | "host">;
type WriteContext = ReadContext & Pick<Context, "clock">;

interface Remembered {
  readonly program: string;
  readonly file: string;
  readonly sizeBytes: number;
  readonly modifiedAt: number;
  /** JSON data. */
  readonly content: unknown;
}

/** A change within this time might leave size and time as they are. */
const YOUNG_MS = 2000;
/** The longest name of a file that every file system takes. */
const LONGEST_NAME = 200;
const PROGRAM = `${version} ${commit}`;

/** What is remembered of a configuration file; undefined when that is nothing or no longer true. */
export async function recall(ctx: ReadContext, file: string): Promise<ConfigFile | undefined> {
  const texts = await recallContent(ctx, file) as TextMap | undefined;
  return texts && {
    positionOf: () => ({ file }),
    misspelt: [],
    texts: (wanted) =>
      Object.fromEntries(
        Object.entries(texts).filter(([key]) => wanted?.includes(key.toLowerCase()) ?? true),
      ),
  };
}

/** Remembers a configuration file, unless it has values of other places (`!env`). */
export async function remember(ctx: WriteContext, file: string): Promise<void> {
  await rememberContent(ctx, file, async (text) => {
    const { plainTexts } = await import("./_config_file.ts");
    return plainTexts(text, file);
  });
}

/** What `rememberContent` kept of a file; undefined when that is nothing or no longer true. */
export async function recallContent(ctx: ReadContext, file: string): Promise<unknown> {
  const path = pathFor(ctx, file);
  if (path === undefined) return undefined;
  const [text, info] = await Promise.all([ctx.disk.readText(path).catch(noNote), ctx.disk.stat(file)]);
  const known = text === undefined ? undefined : parse(text);
  const fits = known?.program === PROGRAM && known.file === file && known.sizeBytes === info?.sizeBytes &&
    known.modifiedAt === info.modifiedAt;
  return fits ? known.content : undefined;
}

/**
 * Remembers a file, unless it is young or remembered already, or the user's cache cannot be written.
 * @param contentOf what to keep of its text, as JSON data; undefined for nothing
 */
export async function rememberContent(
  ctx: WriteContext,
  file: string,
  contentOf: (text: string) => Promise<unknown>,
): Promise<void> {
  const path = pathFor(ctx, file), info = await ctx.disk.stat(file);
  if (path === undefined || info === undefined || ctx.clock.now() - info.modifiedAt < YOUNG_MS) return;
  if (await recallContent(ctx, file) !== undefined) return;
  const text = await ctx.disk.readText(file);
  if (text === undefined || (await ctx.disk.stat(file))?.modifiedAt !== info.modifiedAt) return;
  const content = await contentOf(text);
  if (content === undefined) return;
  const { sizeBytes, modifiedAt } = info;
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
