/** The files of a project, read once, and what a reading of them needs. Follows config §1.
 *  Invariant: errors of one reading are thrown together. */
import { type Context, slot } from "@/base/context.ts";
import { ConfigError } from "@/base/errors.ts";
import { relativePath } from "@/base/path.ts";
import type { FileInfo } from "@/base/ports.ts";
import type { Issue, Reading, TextMap } from "@/base/schema/reading.ts";
import type { ConfigFile } from "./_config_file.ts";
import { findConfig, type ProjectPlace } from "./find_config.ts";

/** What loading needs. */
export type ConfigContext = Pick<Context, "cwd" | "disk" | "env" | "flags" | "host" | "once">;

/** A project and its file, when it has one. */
export interface Project extends ProjectPlace {
  readonly content: ConfigFile | undefined;
  /** The file before it was read. */
  readonly seen: FileInfo | undefined;
}

const placeSlot = slot<ProjectPlace>("config/place");
const projectSlot = slot<Project>("config/project");

/** Where the project of the working directory is. Memoised. Throws as `findConfig`. */
export function placeOf(ctx: ConfigContext): Promise<ProjectPlace> {
  return ctx.once(placeSlot, () => findConfig(ctx));
}

/** The project of the working directory with its file read. Memoised. Throws as `findConfig` and `readConfigFile`. */
export function projectOf(ctx: ConfigContext): Promise<Project> {
  return ctx.once(projectSlot, async () => {
    const { root, file } = await placeOf(ctx);
    if (file === undefined) return { root, file, content: undefined, seen: undefined };
    const seen = await ctx.disk.stat(file);
    return { root, file, content: await readConfigFile(ctx, file), seen };
  });
}

/** Reads a file; undefined when there is none. Throws Config `yaml/syntax`, `config/not-a-map`. */
export async function readConfigFile(ctx: ConfigContext, path: string): Promise<ConfigFile | undefined> {
  const text = await ctx.disk.readText(path);
  if (text === undefined) return undefined;
  const { parseConfigFile } = await import("./_config_file.ts");
  return parseConfigFile(text, shownPath(ctx, path));
}

/** A path as users know it: relative where it lies below the working directory. */
export function shownPath(ctx: Pick<Context, "cwd">, path: string): string {
  const relative = relativePath(ctx.cwd, path);
  return relative === ".." || relative.startsWith("../") ? path : relative;
}

/** A reading of a project, and where its findings are gathered. */
export interface ProjectReading extends Reading {
  readonly issues: Issue[];
  /** The wanted keys at the top of the file; empty without a file. */
  texts(wanted: readonly string[]): TextMap;
}

/** Begins to read. `flags`: texts of the flags that were given. */
export function openReading(
  ctx: ConfigContext,
  project: Project,
  flags: Readonly<Record<string, string>> = {},
): ProjectReading {
  const issues: Issue[] = [];
  const report = (issue: Issue) => void issues.push(issue);
  const { env, cwd, host } = ctx;
  const windows = host.os === "windows";
  return {
    env,
    flags,
    cwd,
    root: project.root,
    windows,
    positionOf: (path, of) => project.content?.positionOf(path, of),
    report,
    issues,
    texts: (wanted) => project.content?.texts(wanted, { env, windows, report }) ?? {},
  };
}

/** Throws what is wrong; answers the warnings. */
export function warningsOf(issues: readonly Issue[]): readonly Issue[] {
  const errors = issues.filter(({ severity }) => severity === "error").map(errorOf);
  const [first, ...more] = errors;
  if (first === undefined) return issues;
  if (more.length === 0) throw first;
  throw new ConfigError("config/invalid", `the configuration has ${errors.length} mistakes`, {
    cause: errors,
    at: first.at,
  });
}

function errorOf({ code, title, explanation, hints, at }: Issue): ConfigError {
  return new ConfigError(code, title, { explanation, hints, at });
}
