/** Finds the files that the configuration begins with. Follows config §2.1, §2.2, toolchain §0 (`<root>`).
 *  Invariants: with explicit files or directories nothing is searched; what is found is in the order in which it counts,
 *  the lowest first. */
import type { Context } from "@/base/context.ts";
import { ConfigError, HostError, UsageError } from "@/base/errors.ts";
import { dirName, joinPath, parents, resolvePath } from "@/base/path.ts";

/** Where a project is. Paths are absolute. */
export interface ProjectPlace {
  /** Directory of the atmos.yaml in or above the working directory, else the git root, else the working directory. */
  readonly root: string;
  /** The file that counts most. */
  readonly file: string | undefined;
}

/** Why a file counts. */
export type SourceReason =
  | "system"
  | "home"
  | "parent"
  | "git root"
  | "working directory"
  | "variable"
  | "named file"
  | "named directory";

/** A file that the configuration begins with. */
export interface ConfigSource {
  readonly path: string;
  readonly reason: SourceReason;
}

/** What was found. */
export interface Discovery extends ProjectPlace {
  /** The lowest first. */
  readonly sources: readonly ConfigSource[];
  /** Top of the git working tree that we are in, also when it is not to be searched. */
  readonly gitRoot: string | undefined;
  /** Whether the git root is a place for files and the beginning of paths: ATMOS_GIT_ROOT_BASEPATH. */
  readonly usesGitRoot: boolean;
  /** Whether flags or variables name the files, so that nothing was searched. */
  readonly isExplicit: boolean;
  /** Whether the working directory has something of a project's own. */
  readonly isLocal: boolean;
}

type FindContext = Pick<Context, "cwd" | "disk" | "env" | "flags" | "host">;

/** Names of the file in a directory, the first that is there counts. */
export const CONFIG_NAMES: readonly string[] = ["atmos.yaml", "atmos.yml", ".atmos.yaml", ".atmos.yml"];
/** What counts in a directory above that is not the git root. */
const NAMES_ABOVE = ["atmos.yaml", ".atmos.yaml"];
/** Directories that make a place a project although it has no file. */
const INDICATORS = [".atmos", ".atmos.d", "atmos.d"];

/** Everything in a directory that decides whether the search ends there. */
export const PROJECT_MARKS: readonly string[] = [...CONFIG_NAMES, ...INDICATORS, ".git"];

/**
 * Finds the files for the working directory.
 * @throws Config `config/no-file`, Usage `config/empty-entry` (exit 2) for what --config, --config-path and their
 *   variables name
 */
export async function discover(ctx: FindContext): Promise<Discovery> {
  const usesGitRoot = !/^(false|f|0)$/i.test(ctx.env["ATMOS_GIT_ROOT_BASEPATH"] ?? "");
  const gitRoot = await findGitRoot(ctx);
  const explicit = await explicitFiles(ctx);
  const here = explicit ? undefined : await fileIn(ctx, ctx.cwd, CONFIG_NAMES);
  const isLocal = here !== undefined || await hasIndicator(ctx);
  const sources = explicit ?? [
    ...await machineFiles(ctx),
    ...isLocal || ctx.env["ATMOS_CLI_CONFIG_PATH"]
      ? []
      : await filesAbove(ctx, usesGitRoot ? gitRoot : undefined),
    ...here ? [{ path: here, reason: "working directory" } as const] : [],
    ...await variableFile(ctx),
  ];
  const own = sources.filter(({ reason }) => reason !== "system" && reason !== "home");
  const file = own.at(-1)?.path;
  return {
    root: await rootOf(ctx, { file, here, gitRoot: usesGitRoot ? gitRoot : undefined }),
    file,
    sources,
    gitRoot,
    usesGitRoot,
    isExplicit: explicit !== undefined,
    isLocal,
  };
}

/** A file elsewhere says nothing about where the project is. */
async function rootOf(
  ctx: FindContext,
  { file, here, gitRoot }: Record<"file" | "here" | "gitRoot", string | undefined>,
): Promise<string> {
  const dirs = parents(ctx.cwd);
  if (file !== undefined && dirs.includes(dirName(file))) return dirName(file);
  return here === undefined ? gitRoot ?? ctx.cwd : dirName(here);
}

/** The nearest directory with `.git`, which is a file in worktrees and submodules. */
async function findGitRoot(ctx: FindContext): Promise<string | undefined> {
  for (const dir of parents(ctx.cwd)) {
    if (await ctx.disk.stat(joinPath(dir, ".git")).catch(notReadable)) return dir;
  }
  return undefined;
}

/** A directory above that cannot be looked into has no say about the project. */
function notReadable(error: unknown): undefined {
  if (!(error instanceof HostError)) throw error;
}

/** What the user named, so that it must be there: files first, then directories. Undefined when there is none. */
async function explicitFiles(ctx: FindContext): Promise<readonly ConfigSource[] | undefined> {
  const files = named(ctx, ctx.flags.config, { flag: "--config", variable: "ATMOS_CONFIG", kind: "file" });
  const dirs = named(ctx, ctx.flags.configPath, {
    flag: "--config-path",
    variable: "ATMOS_CONFIG_PATH",
    kind: "directory",
  });
  const all = [...files, ...dirs];
  if (all.length === 0) return undefined;
  const found: ConfigSource[] = [];
  for (const each of all) found.push({ path: await namedFile(ctx, each), reason: `named ${each.kind}` });
  return found;
}

async function namedFile(ctx: FindContext, { path, typed, from, kind: wanted }: NamedPath): Promise<string> {
  const kind = (await ctx.disk.stat(path))?.kind;
  const file = wanted === "file" ? kind === "file" && path : await fileIn(ctx, path, CONFIG_NAMES);
  if (file) return file;
  const title = kind === undefined
    ? `${from} ${wanted} '${typed}' does not exist`
    : kind === wanted
    ? `configuration file not found in directory '${typed}' of ${from}`
    : `${from} requires a ${wanted} but found a ${kind} at '${typed}'`;
  throw new ConfigError("config/no-file", title, { at: { file: path } });
}

interface NamedPath {
  readonly path: string;
  readonly typed: string;
  /** The flag or the variable. */
  readonly from: string;
  readonly kind: "file" | "directory";
}

/** Typed paths, or those of the variable: a comma list. */
function named(
  ctx: FindContext,
  typed: readonly string[] = [],
  { flag, variable, kind }: {
    readonly flag: string;
    readonly variable: string;
    readonly kind: NamedPath["kind"];
  },
): readonly NamedPath[] {
  const words = typed.flatMap((text) => entriesOf(text, { from: flag, kind }));
  const [from, texts] = words.length > 0
    ? [flag, words]
    : [variable, entriesOf(ctx.env[variable] ?? "", { from: variable, kind })];
  return texts.map((text) => ({ path: resolvePath(ctx.cwd, slashed(ctx, text)), typed: text, from, kind }));
}

/** The items of a comma list; one of nothing but empty items counts as not given. */
function entriesOf(
  text: string,
  { from, kind }: { readonly from: string; readonly kind: NamedPath["kind"] },
): readonly string[] {
  const items = text.split(",").map((item) => item.trim());
  const entries = items.filter((item) => item !== "");
  if (entries.length === items.length || entries.length === 0) return entries;
  throw new UsageError("config/empty-entry", `${from} requires a non-empty ${kind} path: '${text}'`);
}

/** Of the machine and of its user. */
async function machineFiles(ctx: FindContext): Promise<readonly ConfigSource[]> {
  const { env, host } = ctx, isWindows = host.os === "windows";
  const local = slashed(ctx, env["LOCALAPPDATA"] ?? "");
  const system = isWindows ? local && [local, `${local}/atmos`] : ["/usr/local/etc/atmos"];
  const home = slashed(ctx, (isWindows ? env["USERPROFILE"] : env["HOME"]) ?? "");
  const places = [
    ...(system || []).map((dir) => ({ dir, reason: "system" as const })),
    ...(home ? [{ dir: `${home}/.atmos`, reason: "home" as const }] : []),
  ];
  const found = await Promise.all(
    places.map(async ({ dir, reason }) => ({ path: await fileIn(ctx, dir, CONFIG_NAMES), reason })),
  );
  return found.flatMap(({ path, reason }) => path === undefined ? [] : [{ path, reason }]);
}

/** The nearest one above, and that of the git root, which counts more. */
async function filesAbove(ctx: FindContext, gitRoot: string | undefined): Promise<readonly ConfigSource[]> {
  const above = await Promise.all(parents(ctx.cwd).slice(1).map((dir) => fileIn(ctx, dir, NAMES_ABOVE)));
  const nearest = above.find((file) => file !== undefined);
  const atGitRoot = gitRoot && gitRoot !== ctx.cwd ? await fileIn(ctx, gitRoot, CONFIG_NAMES) : undefined;
  return [
    ...nearest && nearest !== atGitRoot ? [{ path: nearest, reason: "parent" } as const] : [],
    ...atGitRoot ? [{ path: atGitRoot, reason: "git root" } as const] : [],
  ];
}

/** ATMOS_CLI_CONFIG_PATH: a directory, or the file itself; no error when nothing is there. */
async function variableFile(ctx: FindContext): Promise<readonly ConfigSource[]> {
  const named = ctx.env["ATMOS_CLI_CONFIG_PATH"];
  if (!named) return [];
  const path = resolvePath(ctx.cwd, slashed(ctx, named));
  const file = (await ctx.disk.stat(path))?.kind === "file" ? path : await fileIn(ctx, path, CONFIG_NAMES);
  return file === undefined ? [] : [{ path: file, reason: "variable" }];
}

async function hasIndicator(ctx: FindContext): Promise<boolean> {
  const found = await Promise.all(INDICATORS.map((name) => ctx.disk.stat(joinPath(ctx.cwd, name))));
  return found.some((info) => info?.kind === "directory");
}

/** The first of the names that is a file; one after the other, since mostly the first one is. */
async function fileIn(ctx: FindContext, dir: string, names: readonly string[]): Promise<string | undefined> {
  for (const name of names) {
    const path = joinPath(dir, name);
    if ((await ctx.disk.stat(path))?.kind === "file") return path;
  }
  return undefined;
}

function slashed(ctx: FindContext, path: string): string {
  return ctx.host.os === "windows" ? path.replaceAll("\\", "/") : path;
}
