/** Remembers the configuration as it was read, with everything that it was read from. Follows deno §2.7.
 *  Invariants: it counts only while files, variables and places are as they were; a configuration with findings, secrets
 *  or values of variables (`!env`) is not remembered; places are not, so whoever needs one reads the files. */
import type { Context } from "@/base/context.ts";
import { AtmosError } from "@/base/errors.ts";
import type { Disk } from "@/base/ports.ts";
import { watchedEnv } from "@/base/watched_env.ts";
import type { ConfigContext } from "./_project.ts";
import { placeOf } from "./_project.ts";
import type { ProjectPlace } from "./find_config.ts";
import type { Config } from "./load.ts";
import { recall, remember } from "./remembered.ts";

interface Note {
  /** Variables that counted, with their values; null: not set. */
  readonly variables: Readonly<Record<string, string | null>>;
  /** Files that would have counted. */
  readonly absent: readonly string[];
  /** The working directory, where a path of a variable may begin; undefined where none does. */
  readonly cwd: string | undefined;
  readonly config: Config;
}

/** The configuration of a place, as `rememberConfig` kept it; undefined when that is nothing or no longer true. */
export async function recallConfig(ctx: ConfigContext, place: ProjectPlace): Promise<Config | undefined> {
  const note = await recall(ctx, subjectOf(place)) as Note | undefined;
  if (note === undefined || !await isTrue(ctx, place, note)) return undefined;
  const { config } = note, { file } = place;
  const positionOf = () => file === undefined ? undefined : { file };
  return { ...config, file, toolchain: { ...config.toolchain, positionOf } };
}

async function isTrue(ctx: ConfigContext, place: ProjectPlace, note: Note): Promise<boolean> {
  const { config, cwd, variables, absent } = note;
  if (config.root !== place.root || config.file !== place.file || (cwd ?? ctx.cwd) !== ctx.cwd) return false;
  for (const [name, value] of Object.entries(variables)) {
    if ((Object.hasOwn(ctx.env, name) ? ctx.env[name] : null) !== value) return false;
  }
  for (const path of absent) {
    if (await ctx.disk.stat(path)) return false;
  }
  return true;
}

/** Remembers the configuration of the project. */
export async function rememberConfig(ctx: ConfigContext & Pick<Context, "clock">): Promise<void> {
  const place = await placeOf(ctx);
  await remember(ctx, subjectOf(place), (text = "") => noteOf(ctx, place, text));
}

/** What a note is about: also the file that is not there. */
function subjectOf({ root, file }: ProjectPlace): string {
  return file ?? `${root}/atmos.yaml`;
}

async function noteOf(ctx: ConfigContext, place: ProjectPlace, text: string): Promise<Note | undefined> {
  if (/(^|[\s,[{:])!|token/im.test(text)) return undefined;
  const { readForNote } = await import("./_read.ts");
  const variables = new Map<string, string | undefined>();
  const env = watchedEnv(ctx.env, variables, () => undefined);
  const { disk, read, absent } = watchedReads(ctx.disk);
  const config = await readForNote({ ...ctx, env, disk }, place, text).catch(noConfig);
  if (config === undefined || read.length > 0) return undefined;
  const isOurs = [...variables].some(([name, value]) => name.startsWith("ATMOS_") && value !== undefined);
  return {
    variables: Object.fromEntries([...variables].map(([name, value]) => [name, value ?? null])),
    absent,
    cwd: isOurs ? ctx.cwd : undefined,
    config,
  };
}

/** A mistake that the flags of this run cover is for a run without them to tell. */
function noConfig(error: unknown): undefined {
  if (!(error instanceof AtmosError)) throw error;
}

/** A disk that notes the files which somebody reads, and those which are not there. */
function watchedReads(disk: Disk) {
  const read: string[] = [], absent: string[] = [];
  const watched: Disk = {
    ...disk,
    async readText(path) {
      const text = await disk.readText(path);
      (text === undefined ? absent : read).push(path);
      return text;
    },
  };
  return { disk: watched, read, absent };
}
