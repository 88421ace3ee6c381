/** Finds the project: its atmos.yaml and its root. Follows config §2.1 and §2.2, toolchain §0 (`<root>`).
 *  Of the files that config §2 merges only the nearest counts so far, and of explicit files there may be one.
 *  Invariant: with an explicit file or directory nothing is searched. */
import type { Context } from "@/base/context.ts";
import { ConfigError, UsageError } from "@/base/errors.ts";
import { dirName, joinPath, parents, resolvePath } from "@/base/path.ts";

/** Where a project is. Paths are absolute. */
export interface ProjectPlace {
  /** Directory of the atmos.yaml in or above the working directory, else the git root, else the working directory. */
  readonly root: string;
  readonly file: string | undefined;
}

type FindContext = Pick<Context, "cwd" | "disk" | "env" | "flags" | "host">;

const NAMES = ["atmos.yaml", "atmos.yml", ".atmos.yaml", ".atmos.yml"];
/** What counts in a directory above that is not the git root. */
const NAMES_ABOVE = ["atmos.yaml", ".atmos.yaml"];
/** Directories that make a place a project although it has no file. */
const INDICATORS = [".atmos", ".atmos.d", "atmos.d"];

/** Everything in a directory that decides whether the search ends there. */
export const PROJECT_MARKS: readonly string[] = [...NAMES, ...INDICATORS, ".git"];

/**
 * Finds the project of the working directory.
 * @throws Config `config/no-file`, `config/several-files`, Usage `config/empty-entry` (exit 2) for what --config,
 *   --config-path and their variables name
 */
export async function findConfig(ctx: FindContext): Promise<ProjectPlace> {
  const file = await explicitFile(ctx) ?? await configPathFile(ctx) ?? await fileIn(ctx, ctx.cwd, NAMES);
  if (file !== undefined && parents(ctx.cwd).includes(dirName(file))) return { root: dirName(file), file };
  const above = await lookAbove(ctx, file === undefined);
  return { root: above.root, file: file ?? above.file };
}

/** What the user named, so that it must be there. */
async function explicitFile(ctx: FindContext): Promise<string | undefined> {
  const files = named(ctx, ctx.flags.config, { flag: "--config", variable: "ATMOS_CONFIG" });
  const dirs = named(ctx, ctx.flags.configPath, { flag: "--config-path", variable: "ATMOS_CONFIG_PATH" });
  const [first, ...more] = [...files, ...dirs];
  if (first === undefined) return undefined;
  if (more.length > 0) {
    throw new ConfigError("config/several-files", "several configuration files cannot be merged yet", {
      explanation: [first, ...more].map(({ typed, from }) => `${from} ${typed}`).join(", "),
      at: { file: first.path },
    });
  }
  const { path, typed, from } = first;
  const kind = (await ctx.disk.stat(path))?.kind;
  const isFile = files.length > 0;
  const file = isFile ? kind === "file" && path : await fileIn(ctx, path, NAMES);
  if (file) return file;
  const wanted = isFile ? "file" : "directory";
  const what = kind === undefined
    ? "does not exist"
    : kind === wanted
    ? "has no atmos.yaml"
    : `is not a ${wanted}`;
  throw new ConfigError("config/no-file", `${from} ${wanted} '${typed}' ${what}`, { at: { file: path } });
}

interface NamedPath {
  readonly path: string;
  readonly typed: string;
  /** The flag or the variable. */
  readonly from: string;
}

/** Typed paths, or those of the variable: a comma list. */
function named(
  ctx: FindContext,
  typed: readonly string[] = [],
  { flag, variable }: { readonly flag: string; readonly variable: string },
): readonly NamedPath[] {
  const words = typed.flatMap((text) => entriesOf(text, flag));
  const [from, texts] = words.length > 0
    ? [flag, words]
    : [variable, entriesOf(ctx.env[variable] ?? "", variable)];
  return texts.map((text) => ({ path: resolvePath(ctx.cwd, slashed(ctx, text)), typed: text, from }));
}

/** The items of a comma list; one of nothing but empty items counts as not given. */
function entriesOf(text: string, from: string): readonly string[] {
  const items = text.split(",").map((item) => item.trim());
  const entries = items.filter((item) => item !== "");
  if (entries.length === items.length || entries.length === 0) return entries;
  throw new UsageError("config/empty-entry", `${from} has an empty entry: '${text}'`);
}

/** ATMOS_CLI_CONFIG_PATH: a directory, or the file itself; no error when nothing is there. */
async function configPathFile(ctx: FindContext): Promise<string | undefined> {
  const named = ctx.env["ATMOS_CLI_CONFIG_PATH"];
  if (!named) return undefined;
  const path = resolvePath(ctx.cwd, slashed(ctx, named));
  return (await ctx.disk.stat(path))?.kind === "file" ? path : await fileIn(ctx, path, NAMES);
}

/** Walks up: to the nearest file, unless the search ends here, and to the git root. */
async function lookAbove(ctx: FindContext, wantsFile: boolean): Promise<ProjectPlace> {
  const isNamed = Boolean(ctx.env["ATMOS_CLI_CONFIG_PATH"]);
  const searches = wantsFile && !isNamed && !await hasIndicator(ctx);
  const useGit = !/^(false|f|0)$/i.test(ctx.env["ATMOS_GIT_ROOT_BASEPATH"] ?? "");
  const dirs = await Promise.all(
    parents(ctx.cwd).map(async (dir) => {
      const isGitRoot = useGit && await ctx.disk.stat(joinPath(dir, ".git")) !== undefined;
      const names = isGitRoot ? NAMES : NAMES_ABOVE;
      return {
        dir,
        isGitRoot,
        file: searches && dir !== ctx.cwd ? await fileIn(ctx, dir, names) : undefined,
      };
    }),
  );
  const file = dirs.find(({ file }) => file !== undefined)?.file;
  const gitRoot = dirs.find(({ isGitRoot }) => isGitRoot)?.dir;
  return { root: file === undefined ? gitRoot ?? ctx.cwd : dirName(file), file };
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
