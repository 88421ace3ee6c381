/** Remembers the configuration as it was read, with everything that it was read from. Follows deno §2.7.
 *  Invariants: it counts only while files, variables and places are as they were; a configuration with findings, secrets
 *  or values of variables (`!env`) is not remembered; places are not, so whoever needs one reads the files. */
import type { Context } from "@/base/context.ts";
import type { Disk } from "@/base/ports.ts";
import { watchedEnv } from "@/base/watched_env.ts";
import { type ConfigContext, projectOf } from "./_project.ts";
import { aliasChain } from "./core/alias_chain.ts";
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

/** What a configuration was read from. */
export interface Sources {
  /** Variables that somebody looked at. */
  readonly variables: ReadonlyMap<string, string | undefined>;
  /** Files beside the project's own that were read, and those that were not there. */
  readonly read: readonly string[];
  readonly absent: readonly string[];
}

/** A context whose reader leaves his sources behind. */
export function watchSources(ctx: ConfigContext): { readonly ctx: ConfigContext; readonly sources: Sources } {
  const variables = new Map<string, string | undefined>(), read: string[] = [], absent: string[] = [];
  const disk: Disk = {
    ...ctx.disk,
    async readText(path) {
      const text = await ctx.disk.readText(path);
      (text === undefined ? absent : read).push(path);
      return text;
    },
  };
  const env = watchedEnv(ctx.env, variables, () => undefined);
  const { cwd, flags, host, once } = ctx; // one by one, because a context may inherit them
  return { ctx: { cwd, disk, env, flags, host, once }, sources: { variables, read, absent } };
}

/** Remembers a configuration that was read without flags, unless somebody would need its places or it may be secret. */
export async function rememberConfig(
  ctx: ConfigContext & Pick<Context, "clock">,
  config: Config,
  { variables, read, absent }: Sources,
): Promise<void> {
  const { content, seen, ...place } = await projectOf(ctx);
  const isElsewhere = read.some((path) => path !== place.file);
  if (isElsewhere || MAY_BE_SECRET.test(content?.text ?? "") || needsPlaces(config)) return;
  const isOurs = [...variables].some(([name, value]) => name.startsWith("ATMOS_") && value !== undefined);
  const note: Note = {
    variables: Object.fromEntries([...variables].map(([name, value]) => [name, value ?? null])),
    absent,
    cwd: isOurs ? ctx.cwd : undefined,
    config: withoutPlaces(config),
  };
  await remember(ctx, subjectOf(place), { seen, content: note });
}

/** A tag, which may bring in a variable; a token; an address with a password. */
const MAY_BE_SECRET = /(^|[\s,[{:])!|token|\/\/[^\s/]*@/im;

/** Whether somebody has to be told where something stands: a finding, or an alias that leads back to itself. */
function needsPlaces({ issues, toolchain: { aliases } }: Config): boolean {
  return issues.length > 0 || Object.keys(aliases).some((name) => aliasChain(aliases, name).isCircle);
}

/** The same with places that name the file only: lines are for whoever reads it, and its name depends on the directory. */
function withoutPlaces(config: Config): Config {
  const at = config.file === undefined ? undefined : { file: config.file };
  const { use, constraint, toolchain } = config;
  const registries = toolchain.registries.map((registry) => ({ ...registry, at }));
  return {
    ...config,
    use: use && { ...use, at },
    constraint: constraint && { ...constraint, at },
    toolchain: { ...toolchain, registries },
  };
}

/** What a note is about: also the file that is not there. */
function subjectOf({ root, file }: ProjectPlace): string {
  return file ?? `${root}/atmos.yaml`;
}
