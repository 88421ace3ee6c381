/** The files of a project, read once, and what a reading of them needs. Follows config §1, §4.6, §5.1.
 *  Invariant: errors of one reading are thrown together. */
import { slot } from "@/base/context.ts";
import { ConfigError } from "@/base/errors.ts";
import { dirName } from "@/base/path.ts";
import { type Issue, isTextMap, type Reading, type TextMap, textOf } from "@/base/schema/reading.ts";
import type { ConfigContext } from "./_context.ts";
import { type Sources, watchSources } from "./_sources.ts";
import type { Part, TopReading } from "./_part.ts";
import type { Composing, PartGroup } from "./compose.ts";
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
  texts(wanted: readonly string[] | undefined, reading: TopReading): TextMap;
  readonly positionOf: Reading["positionOf"];
}

const placeSlot = slot<Discovery>("config/place");
const projectSlot = slot<Project>("config/project");

/** Where the project of the working directory is. Memoised. Throws as `discover`. */
export function placeOf(ctx: ConfigContext): Promise<Discovery> {
  return ctx.once(placeSlot, () => discover(ctx));
}

/** The project of the working directory with its files read. Memoised. Throws as `discover`, `composeSource` and
 *  `profileDirs`. */
export function projectOf(ctx: ConfigContext): Promise<Project> {
  return ctx.once(projectSlot, async () => {
    const place = await placeOf(ctx), { ctx: watched, sources } = watchSources(ctx);
    return { ...place, read: sources, ...await readProject(watched, place) };
  });
}

async function readProject(
  ctx: ConfigContext,
  place: Discovery,
): Promise<Pick<Project, "groups" | "promoted" | "issues" | "texts" | "positionOf">> {
  const issues: Issue[] = [];
  const report = (issue: Issue) => void issues.push(issue);
  const windows = ctx.host.os === "windows";
  const files = await fileGroups(ctx, place, { env: ctx.env, windows, report });
  const { mergedTop, placeIn } = await import("./_merged.ts");
  const own = mergedTop(files.groups.filter(hasEnv), ["env"], { env: ctx.env, windows, report: () => {} });
  const promoted = promotedBy(own), env = withPromoted(ctx, promoted);
  const groups = [
    ...files.groups,
    ...await profileGroups(ctx, { place, ...files }, { env, windows, report }),
  ];
  const parts = groups.flat();
  return {
    groups,
    promoted,
    issues: distinct(issues),
    texts: (wanted, reading) => mergedTop(groups, wanted, reading),
    positionOf: (path, of) => placeIn(parts, path, of),
  };
}

/** The same object where there is nothing to add, because somebody may watch who looks at it. */
function withPromoted({ env }: ConfigContext, promoted: Project["promoted"]): ConfigContext["env"] {
  return Object.keys(promoted).length === 0 ? env : { ...promoted, ...env };
}

/** Groups of files, and what the last of them that says it has for `base_path`. */
interface Files {
  readonly groups: readonly PartGroup[];
  readonly lowerBase: string;
}

async function fileGroups(ctx: ConfigContext, place: Discovery, reading: TopReading): Promise<Files> {
  const { basePathOf, composeFolders, composeSource } = await import("./compose.ts");
  const groups: PartGroup[] = [];
  let lowerBase = "";
  for (const source of place.sources) {
    const composing = composingOf(ctx, { place, lowerBase }, reading);
    const group = await composeSource(ctx, source, composing);
    lowerBase = basePathOf(group, { ...composing, runBase: "" }).text;
    groups.push(group);
  }
  if (groups.length > 0) return { groups, lowerBase };
  const composing = composingOf(ctx, { place, lowerBase }, reading);
  const folders = await composeFolders(ctx, place.isLocal ? [ctx.cwd] : [], composing);
  return { groups: folders.length === 0 ? [] : [folders], lowerBase };
}

function composingOf(
  ctx: ConfigContext,
  { place, lowerBase }: { readonly place: Discovery; readonly lowerBase: string },
  reading: TopReading,
): Composing {
  const last = place.sources.at(-1)?.path;
  return {
    ...reading,
    anchors: {
      configDir: last && dirName(last),
      gitRoot: place.usesGitRoot ? place.gitRoot : undefined,
      gitTop: place.gitRoot,
      cwd: ctx.cwd,
      isLocal: place.isLocal,
    },
    runBase: ctx.flags.basePath || ctx.env["ATMOS_BASE_PATH"] || "",
    lowerBase,
  };
}

function hasEnv(group: PartGroup): boolean {
  return group.some(({ content }) => content.has(["env"]));
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

async function profileGroups(
  ctx: ConfigContext,
  { place, groups, lowerBase }: Files & { readonly place: Discovery },
  reading: TopReading,
): Promise<readonly PartGroup[]> {
  const { profileDirs, profilePlaces, selectedProfiles } = await import("./profiles.ts");
  const sources = { parts: groups.flat(), reading };
  const names = selectedProfiles(ctx, sources);
  if (names.length === 0) return [];
  const { composeProfile } = await import("./compose.ts");
  const composing = composingOf(ctx, { place, lowerBase }, reading);
  const found: PartGroup[] = [];
  for (const dir of await profileDirs(ctx, names, profilePlaces(ctx, place, sources))) {
    found.push(await composeProfile(ctx, dir, composing));
  }
  return found;
}

/** A key is looked at more than once. */
function distinct(issues: readonly Issue[]): readonly Issue[] {
  const key = ({ title, at }: Issue) => `${title} ${at?.file} ${at?.line} ${at?.column}`;
  return [...new Map(issues.map((issue) => [key(issue), issue])).values()];
}

/** A reading of a project, and where its findings are gathered. */
export interface ProjectReading extends Reading {
  readonly issues: Issue[];
  /** The wanted keys at the top of the files; empty without a file. */
  texts(wanted: readonly string[] | undefined): TextMap;
}

/** Begins to read. `flags`: texts of the flags that were given. */
export function openReading(
  ctx: ConfigContext,
  project: Project,
  flags: Readonly<Record<string, string>> = {},
): ProjectReading {
  const issues: Issue[] = [...project.issues];
  const report = (issue: Issue) => void issues.push(issue);
  const { cwd, host } = ctx, { positionOf, root } = project;
  const env = withPromoted(ctx, project.promoted);
  const windows = host.os === "windows";
  return {
    env,
    flags,
    cwd,
    root,
    windows,
    positionOf,
    report,
    issues,
    texts: (wanted) => project.texts(wanted, { env, windows, report }),
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

/** Every file that takes part. */
export function partsOf({ groups }: Project): readonly Part[] {
  return groups.flat();
}
