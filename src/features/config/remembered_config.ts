/** Remembers the configuration as it was read, with everything that it was read from. Follows deno §2.7.
 *  Invariants: it counts only while files, variables and places are as they were; a configuration with findings, secrets
 *  or values of variables (`!env`) is not remembered; places are not, so whoever needs one reads the files. */
import type { Context } from "@/base/context.ts";
import { filePrint, isPrintSafe } from "@/base/file_print.ts";
import type { Look } from "@/io/disk/watched_disk.ts";
import type { ConfigContext } from "./_context.ts";
import { partsOf, type Project, projectOf } from "./_project.ts";
import type { Sources } from "./_sources.ts";
import { aliasChain } from "./core/alias_chain.ts";
import type { Discovery } from "./discover.ts";
import type { Config } from "./load.ts";
import { recall, remember } from "./remembered.ts";

interface Note {
  /** Variables that counted, with their values; null: not set. */
  readonly variables: Readonly<Record<string, string | null>>;
  /** Files and directories that counted beside the project's own file, with their prints; null: not there. */
  readonly looks: Readonly<Record<string, string | null>>;
  /** The files that the configuration began with. */
  readonly sources: readonly string[];
  /** The working directory, where a path of a variable may begin; undefined where none does. */
  readonly cwd: string | undefined;
  readonly config: Config;
}

/** The configuration of a place, as `rememberConfig` kept it; undefined when that is nothing or no longer true. */
export async function recallConfig(ctx: ConfigContext, place: Discovery): Promise<Config | undefined> {
  if (isOfRun(ctx)) return undefined;
  const note = await recall(ctx, subjectOf(place)) as Note | undefined;
  if (note === undefined || !await isTrue(ctx, place, note)) return undefined;
  const { config } = note, { file } = place;
  const positionOf = () => file === undefined ? undefined : { file };
  return { ...config, file, toolchain: { ...config.toolchain, positionOf } };
}

/** Flags that change what the files say. */
function isOfRun({ flags }: ConfigContext): boolean {
  return Boolean(flags.basePath || flags.profile?.length);
}

async function isTrue(ctx: ConfigContext, place: Discovery, note: Note): Promise<boolean> {
  const { config, cwd, variables, looks, sources } = note;
  if (config.root !== place.root || config.file !== place.file || (cwd ?? ctx.cwd) !== ctx.cwd) return false;
  if (sources.join("\n") !== pathsOf(place).join("\n")) return false;
  for (const [name, value] of Object.entries(variables)) {
    if ((Object.hasOwn(ctx.env, name) ? ctx.env[name] : null) !== value) return false;
  }
  const prints = await Promise.all(
    Object.keys(looks).map(async (path) => printOf(await ctx.disk.stat(path))),
  );
  return Object.values(looks).every((print, index) => print === prints[index]);
}

function pathsOf({ sources }: Discovery): readonly string[] {
  return sources.map(({ path }) => path);
}

function printOf(info: Look["info"]): string | null {
  return info === undefined ? null : filePrint(info);
}

/** Remembers a configuration that was read without flags, unless somebody would need its places or it may be secret. */
export async function rememberConfig(
  ctx: ConfigContext & Pick<Context, "clock">,
  config: Config,
  read: Sources,
): Promise<void> {
  const project = await projectOf(ctx), parts = partsOf(project);
  const variables = new Map([...project.read.variables, ...read.variables]);
  const files = new Map([...project.read.files, ...read.files]);
  if (isOfRun(ctx) || hasOwnEnv(project) || needsPlaces(config)) return;
  if (parts.some(({ content }) => MAY_BE_SECRET.test(content.text))) return;
  if (hasOtherFiles(files, new Set(parts.map(({ path }) => path)))) return;
  const now = ctx.clock.now(), subject = subjectOf(project);
  const seen = files.get(subject)?.info;
  files.delete(subject);
  if ([...files.values()].some(({ info }) => info !== undefined && !isPrintSafe(info, now))) return;
  const isOurs = [...variables].some(([name, value]) => name.startsWith("ATMOS_") && value !== undefined);
  const note: Note = {
    variables: Object.fromEntries([...variables].map(([name, value]) => [name, value ?? null])),
    looks: Object.fromEntries([...files].map(([path, { info }]) => [path, printOf(info)])),
    sources: pathsOf(project),
    cwd: isOurs ? ctx.cwd : undefined,
    config: withoutPlaces(config),
  };
  await remember(ctx, subject, { seen, content: note });
}

/** What the configuration itself sets counts for others too. */
function hasOwnEnv({ promoted }: Pick<Project, "promoted">): boolean {
  return Object.keys(promoted).length > 0;
}

/** Whether something was read that is no part of the configuration, such as a tools.yaml. */
function hasOtherFiles(files: Sources["files"], parts: ReadonlySet<string>): boolean {
  return [...files].some(([path, { info, isRead }]) => isRead && info?.kind === "file" && !parts.has(path));
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
function subjectOf({ root, file }: Pick<Discovery, "root" | "file">): string {
  return file ?? `${root}/atmos.yaml`;
}
