/** The files of a project, read once, and what a reading of them needs. Follows config §1, §4.6, §5.1.
 *  Invariant: errors of one reading are thrown together. */
import { slot } from "@/base/context.ts";
import { ConfigError } from "@/base/errors.ts";
import { dirName } from "@/base/path.ts";
import { type Issue, isTextMap, type Reading, type TextMap, textOf } from "@/base/schema/reading.ts";
import type { ConfigContext } from "./_context.ts";
import { derived, type Sources, watchSources } from "./_sources.ts";
import type { Part, TopReading } from "./_part.ts";
import type { Composing, PartGroup } from "./compose.ts";
import type { PathAnchors } from "./core/base_path.ts";
import { discover, type Discovery } from "./discover.ts";

/** A project and everything that its configuration is made of. */
export interface Project extends Discovery {
  /** The lowest first; a group is a file with what belongs to it. */
  readonly groups: readonly PartGroup[];
  /** Variables of Atmos that the configuration itself sets; those of the system win. */
  readonly promoted: Readonly<Record<string, string>>;
  /** What was found while the files were put together. */
  readonly issues: readonly Issue[];
  /** What was looked at meanwhile. */
  readonly read: Sources;
  /** The wanted keys at the top of all files together, as `mergedTop`. */
  texts(wanted: readonly string[] | undefined, report: Reading["report"]): Promise<TextMap>;
  readonly positionOf: Reading["positionOf"];
}

/** The files that were found, before profiles lie over them. */
export interface Base {
  readonly place: Discovery;
  /** As the reader is to use it, so that what he looks at is noted. */
  readonly ctx: ConfigContext;
  readonly read: Sources;
  readonly groups: readonly PartGroup[];
  /** The last `base_path` of a file. */
  readonly lowerBase: string;
  readonly promoted: Readonly<Record<string, string>>;
  /** For further looks; what they find is in `issues`. */
  readonly reading: TopReading;
  readonly issues: Issue[];
}

const placeSlot = slot<Discovery>("config/place");
const baseSlot = slot<Base>("config/base");
const projectSlot = slot<Project>("config/project");

/** Where the project of the working directory is. Memoised. Throws as `discover`. */
export function placeOf(ctx: ConfigContext): Promise<Discovery> {
  return ctx.once(placeSlot, () => discover(ctx));
}

/** The files of the project without profiles. Memoised. Throws as `discover` and `composeSource`. */
export function baseOf(ctx: ConfigContext): Promise<Base> {
  return ctx.once(baseSlot, async () => await readBase(ctx, await placeOf(ctx)));
}

/** The project of the working directory with its files read. Memoised. Throws as `baseOf` and `profileDirs`. */
export function projectOf(ctx: ConfigContext): Promise<Project> {
  return ctx.once(projectSlot, async () => await readProject(await baseOf(ctx)));
}

async function readBase(unwatched: ConfigContext, place: Discovery): Promise<Base> {
  const { ctx, sources: read } = watchSources(unwatched);
  const issues: Issue[] = [];
  const report = (issue: Issue) => void issues.push(issue);
  const first: TopReading = { ctx, report };
  const { groups, lowerBase } = await fileGroups(ctx, place, first);
  const { mergedTop } = await import("./_merged.ts");
  const own = await mergedTop(groups.filter(setsAtmos), ["env"], { ctx, report: () => {} });
  const promoted = promotedBy(own);
  const reading = { ctx: withPromoted(ctx, promoted), report };
  return { place, ctx, read, groups, lowerBase, promoted, reading, issues };
}

async function readProject(base: Base): Promise<Project> {
  const { place, read, promoted, issues, reading: { ctx } } = base;
  const { mergedTop, placeIn } = await import("./_merged.ts");
  const groups = [...base.groups, ...await profileGroups(base)];
  const parts = groups.flat();
  return {
    ...place,
    read,
    groups,
    promoted,
    issues: distinct(issues),
    texts: (wanted, report) => mergedTop(groups, wanted, { ctx, report }),
    positionOf: (path, of) => placeIn(parts, path, of),
  };
}

/** The same object where there is nothing to add, because somebody may watch who looks at it. */
function withPromoted(ctx: ConfigContext, promoted: Project["promoted"]): ConfigContext {
  if (Object.keys(promoted).length === 0) return ctx;
  return derived(ctx, { env: { ...promoted, ...ctx.env } });
}

async function fileGroups(
  ctx: ConfigContext,
  place: Discovery,
  reading: TopReading,
): Promise<Pick<Base, "groups" | "lowerBase">> {
  const { basePathOf, composeFolders, composeSource } = await import("./compose.ts");
  const groups: PartGroup[] = [];
  let lowerBase = "";
  for (const source of place.sources) {
    const composing = composingOf(ctx, { place, lowerBase }, reading);
    const group = await composeSource(ctx, source, composing);
    lowerBase = (await basePathOf(group, { ...composing, runBase: "" })).text;
    groups.push(group);
  }
  if (groups.length > 0) return { groups, lowerBase };
  const { gitRoot, isLocal } = place;
  const folders = await composeFolders(ctx, [...gitRoot ? [gitRoot] : [], ...isLocal ? [ctx.cwd] : []]);
  return { groups: folders.length === 0 ? [] : [folders], lowerBase };
}

function composingOf(
  ctx: ConfigContext,
  { place, lowerBase }: Pick<Base, "place" | "lowerBase">,
  reading: TopReading,
): Composing {
  const last = place.sources.at(-1)?.path;
  return {
    ...reading,
    anchors: anchorsOf(ctx, place, last && dirName(last)),
    runBase: ctx.flags.basePath || ctx.env["ATMOS_BASE_PATH"] || "",
    lowerBase,
  };
}

/** Where paths may begin when they are those of files in a directory. */
export function anchorsOf(
  { cwd }: Pick<ConfigContext, "cwd">,
  { gitRoot, usesGitRoot, isLocal }: Discovery,
  configDir: string | undefined,
): PathAnchors {
  return { configDir, gitRoot: usesGitRoot ? gitRoot : undefined, gitTop: gitRoot, cwd, isLocal };
}

/** The directory that relative paths of files begin at: of the file that was found last; of explicit files of the last
 *  one that says a base path, else of the first. Undefined without a file: then the default configuration counts. */
export function configDirOf({ sources, groups, isExplicit }: Project): string | undefined {
  const main = isExplicit ? sources[0] : sources.at(-1);
  if (main === undefined) return undefined;
  const saying = isExplicit
    ? groups.flat().findLast(({ content, reason }) => reason !== "profile" && content.has(["base_path"]))
    : undefined;
  return dirName(saying?.path ?? main.path);
}

/** Whether a file may set variables of Atmos; what else is in `env` is not even resolved. */
function setsAtmos(group: PartGroup): boolean {
  return group.some(({ content }) => content.has(["env"]) && /\benv:.*(ATMOS_|!|<<)/is.test(content.text));
}

/** Variables of Atmos that the configuration itself sets. */
function promotedBy({ env = null }: TextMap): Readonly<Record<string, string>> {
  if (!isTextMap(env)) return {};
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => {
      const text = textOf(value);
      return name.startsWith("ATMOS_") && text !== undefined ? [[name, text]] : [];
    }),
  );
}

async function profileGroups(base: Base): Promise<readonly PartGroup[]> {
  const { profileDirs, selectedProfiles } = await import("./profiles.ts");
  const names = await selectedProfiles(base);
  if (names.length === 0) return [];
  const { composeProfile } = await import("./compose.ts");
  const { ctx, reading } = base;
  const composing = composingOf(ctx, base, reading);
  const found: PartGroup[] = [];
  for (const dir of await profileDirs(base, names)) found.push(await composeProfile(ctx, dir, composing));
  return found;
}

/** Each finding once, since a key is looked at more than once. */
export function distinct(issues: readonly Issue[]): readonly Issue[] {
  const key = ({ title, at }: Issue) => `${title} ${at?.file} ${at?.line} ${at?.column}`;
  return [...new Map(issues.map((issue) => [key(issue), issue])).values()];
}

/** A reading of a project, and where its findings are gathered. */
export interface ProjectReading extends Reading {
  readonly issues: Issue[];
  /** Variables of Atmos that the configuration itself sets. */
  readonly promoted: Readonly<Record<string, string>>;
  /** The wanted keys at the top of the files; empty without a file. */
  texts(wanted: readonly string[] | undefined): Promise<TextMap>;
}

/** Begins to read. `flags`: texts of the flags that were given. */
export function openReading(
  ctx: ConfigContext,
  project: Project,
  flags: Readonly<Record<string, string>> = {},
): ProjectReading {
  const issues: Issue[] = [...project.issues];
  const report = (issue: Issue) => void issues.push(issue);
  const { positionOf, root } = project;
  return {
    env: withPromoted(ctx, project.promoted).env,
    flags,
    cwd: ctx.cwd,
    root,
    windows: ctx.host.os === "windows",
    positionOf,
    report,
    issues,
    promoted: project.promoted,
    texts: (wanted) => project.texts(wanted, report),
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

/** The findings behind an error. */
export function issuesIn(error: ConfigError): readonly Issue[] {
  const { code, title, explanation, hints, at, cause } = error;
  const inner: readonly unknown[] = Array.isArray(cause) ? cause : [];
  const causes = inner.filter((each) => each instanceof ConfigError);
  if (causes.length > 0) return causes.flatMap(issuesIn);
  return [{ severity: "error", code, title, explanation, hints, at }];
}

function errorOf({ code, title, explanation, hints, at }: Issue): ConfigError {
  return new ConfigError(code, title, { explanation, hints, at });
}

/** Every file that takes part. */
export function partsOf({ groups }: Project): readonly Part[] {
  return groups.flat();
}
