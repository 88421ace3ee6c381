/** Checks the files of the configuration, each by itself. Follows config §9.5, §6.3.
 *  Invariants: no function runs that is not needed to find the files; whatever is wrong is told with its place, as far as
 *  one run can find it; profiles that nobody chose are checked too. */
import { ConfigError } from "@/base/errors.ts";
import { dirName, joinPath, relativePath } from "@/base/path.ts";
import { dottedPath, type Issue, type KeyPath, type Reading } from "@/base/schema/reading.ts";
import { functions } from "@/features/functions/types/table.ts";
import type { ConfigContext } from "./_context.ts";
import { filesBelow } from "./_imported_files.ts";
import { readConfigFile, shownPath } from "./_part.ts";
import { baseOf, distinct, issuesIn, partsOf, placeOf, projectOf } from "./_project.ts";
import { absentKeys } from "./core/absent_keys.ts";
import { knownTexts } from "./core/known_texts.ts";
import { profilePlaces } from "./profiles.ts";
import { atmosSettings } from "./schema/atmos.ts";
import { toolchainSettings } from "./schema/toolchain.ts";

/** What is checked and how. */
export interface ValidateOptions {
  /** Patterns of files that are left out, seen from the root of the project. */
  readonly exclude: readonly string[];
  /** Whether keys that nobody knows are mistakes. */
  readonly strict: boolean;
  /** Only files that differ from this commit. */
  readonly changedSince?: string | undefined;
}

/** What was found. */
export interface Validation {
  /** The files that were checked, as users know them, sorted. */
  readonly files: readonly string[];
  /** Sorted by place; titles name the key. */
  readonly issues: readonly Issue[];
}

/**
 * Checks the files of the configuration in force, of its folders, and of every profile of the project.
 * @throws Config `config/no-file` for what --config names; what `filesChangedSince` throws
 */
export async function validateConfig(ctx: ConfigContext, options: ValidateOptions): Promise<Validation> {
  const issues: Issue[] = [];
  const report = (issue: Issue) => void issues.push(issue);
  const paths = await chosen(ctx, await allFiles(ctx, report), options);
  const files = paths.map((path) => shownPath(ctx, path));
  for (const path of paths) await checkFile(ctx, path, report);
  await lookForAbsent(ctx, report);
  // What was found while the files were put together may stand in one that is left out.
  const wanted = issues.filter(({ at }) => at === undefined || files.includes(at.file));
  return { files, issues: distinct(wanted).map((issue) => judged(issue, options)).sort(byPlace) };
}

/** Every file of the project; what keeps it from being put together is reported. */
async function allFiles(ctx: ConfigContext, report: Reading["report"]): Promise<readonly string[]> {
  const { sources, gitRoot, isExplicit } = await placeOf(ctx);
  const project = await projectOf(ctx).catch(reportTo(report));
  project?.issues.forEach(report);
  const parts = project ? partsOf(project) : [], isNothing = project !== undefined && parts.length === 0;
  const dirs = [gitRoot, isExplicit ? undefined : ctx.cwd, ...sources.map(({ path }) => dirName(path))]
    .filter((dir) => dir !== undefined);
  const folders = isNothing ? [] : [
    ...dirs.flatMap((dir) => [`${dir}/atmos.d`, `${dir}/.atmos.d`]),
    ...await profileFolders(ctx, dirs),
  ];
  const below = await Promise.all([...new Set(folders)].map((dir) => filesBelow(ctx, dir)));
  const paths = [...sources, ...parts].map(({ path }) => path);
  return [...new Set([...paths, ...below.flat()])].sort();
}

/** Those of the project; where they cannot be known, at least the usual ones. */
async function profileFolders(ctx: ConfigContext, dirs: readonly string[]): Promise<readonly string[]> {
  const base = await baseOf(ctx).catch(reportTo(() => {}));
  if (base === undefined) {
    return dirs.flatMap((dir) => [joinPath(dir, "profiles"), joinPath(dir, ".atmos/profiles")]);
  }
  return (await profilePlaces(base)).filter(({ location }) => location !== "xdg").map(({ dir }) => dir);
}

function reportTo(report: Reading["report"]): (error: unknown) => undefined {
  return (error) => {
    if (!(error instanceof ConfigError)) throw error;
    issuesIn(error).forEach(report);
  };
}

async function chosen(
  ctx: ConfigContext,
  paths: readonly string[],
  { exclude, changedSince }: ValidateOptions,
): Promise<readonly string[]> {
  const { root } = await placeOf(ctx);
  const { globTest } = await import("@/lang/glob/glob.ts");
  const isExcluded = exclude.map(globTest);
  const kept = paths.filter((path) => !isExcluded.some((test) => test(relativePath(root, path))));
  if (changedSince === undefined) return kept;
  const { filesChangedSince } = await import("./changed_files.ts");
  const changed = await filesChangedSince(ctx, root, changedSince);
  return kept.filter((path) => changed.has(path));
}

async function checkFile(ctx: ConfigContext, path: string, report: Reading["report"]): Promise<void> {
  const content = await readConfigFile(ctx, path).catch(reportTo(report));
  if (content === undefined) return;
  const { positionOf, raw } = content;
  const texts = knownTexts(raw, {
    functions: Object.keys(functions),
    of: " for atmos.yaml",
    positionOf,
    report,
  });
  const { root } = await placeOf(ctx);
  const { cwd, env, host } = ctx, windows = host.os === "windows";
  const reading: Reading = { env, flags: {}, root, cwd, windows, positionOf, report, exact: true };
  atmosSettings(texts, { path: [] }, reading);
  // The whole file shows what is said of tools; this reads it.
  toolchainSettings(texts, { path: [] }, reading);
}

/** Warns of settings that are on without a file, and off with one that forgets them. */
async function lookForAbsent(ctx: ConfigContext, report: Reading["report"]): Promise<void> {
  const project = await projectOf(ctx).catch(reportTo(() => {}));
  if (project === undefined || project.sources.length === 0) return;
  const has = (path: KeyPath) => partsOf(project).some(({ content }) => content.has(path));
  for (const { section, keys } of absentKeys(has)) {
    const names = keys.map(dottedPath).join(", ");
    report({
      severity: "warning",
      code: "config/absent-key",
      title: `${names} ${keys.length === 1 ? "is" : "are"} off unless set, since there is an atmos.yaml`,
      at: project.positionOf(section, "key"),
    });
  }
}

/** A finding with its key in the title and as bad as the user has it; that other ways to set a value count more does not
 *  matter here. */
function judged(issue: Issue, { strict }: ValidateOptions): Issue {
  const { at, code, path, title } = issue;
  if (code === "yaml/syntax") return { ...issue, title: `line ${at?.line} is no valid YAML: ${title}` };
  if (code === "config/unknown-key") return strict ? { ...issue, severity: "error" } : issue;
  if (path === undefined) return issue;
  const key = dottedPath(path);
  return { ...issue, explanation: undefined, title: title.includes(key) ? title : `${key}: ${title}` };
}

function byPlace({ at: a }: Issue, { at: b }: Issue): number {
  const files = (a?.file ?? "") < (b?.file ?? "") ? -1 : 1;
  if (a?.file !== b?.file) return files;
  return (a?.line ?? 0) - (b?.line ?? 0) || (a?.column ?? 0) - (b?.column ?? 0);
}
