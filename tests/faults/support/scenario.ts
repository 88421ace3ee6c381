/** Changes of a project that may be interrupted: how it was, what is run, how it must be afterwards. Follows house §8.2.
 *  Invariant: the state before and after is the same in every run. */
import assert from "node:assert/strict";
import type { FixtureServer } from "../../support/server.ts";
import { writeFiles } from "../../support/temp.ts";
import { makeProject, type Project, type State } from "./project.ts";
import { KIT_PATH, kitArchive } from "./releases.ts";

/** A change. */
export interface Scenario {
  readonly name: string;
  readonly words: readonly string[];
  /** What `which` is asked for, whatever happened. */
  readonly programs: readonly string[];
  /** Makes a project as it was before. */
  prepare(server: FixtureServer): Promise<Project>;
  /** The versions of this tool may be absent for a moment: there are two renames between the old and the new one. */
  readonly replaces?: string;
  /** A file whose outdated lines go last: whoever dies before that leaves them beside the new ones. */
  readonly outdated?: string;
  /** Whether several tools change, each for itself: of those some may be old and some new after a failure. */
  readonly several?: boolean;
  /** Whether the change is in no place of the state. */
  readonly unseen?: boolean;
  /** The error code of doing it once more, when there is nothing left to do. */
  readonly repeated?: string;
}

/** The first install of everything that a versions file names. */
export const firstInstall: Scenario = {
  name: "the first install of a versions file",
  words: ["install"],
  programs: ["widget", "widgetctl", "kit", "kitx", "plain"],
  prepare: (server) =>
    makeProject(server, { files: { ".tool-versions": "widget 1.2.0\nkit 2.0.0\nplain 3.0.0\n" } }),
};

/** A newer version beside an older one: versions file, lock file and `latest` change with it. */
export const oneMore: Scenario = {
  name: "the newest version beside an older one",
  words: ["install", "widget@latest", "--default"],
  programs: ["widget", "widget@1.2.0", "widget@1.3.0", "widget@latest"],
  prepare: (server) => installed(server, "# ours\nwidget 1.2.0\n"),
};

/** The publisher put something else under the same version; an earlier run died long ago. */
export const again: Scenario = {
  name: "an install of what is there",
  words: ["install", "--reinstall"],
  programs: ["kit", "kitx"],
  replaces: "kit",
  async prepare(server) {
    server.route(KIT_PATH, { body: kitArchive("old 2.0.0") });
    const project = await installed(server, "kit 2.0.0\n", { settings: "  lock: off\n" });
    server.route(KIT_PATH, { body: kitArchive("new 2.0.0") });
    await writeFiles(project.dir, { [`.tools/.staging/${LEFTOVER}/tree/kit`]: "half" });
    return project;
  },
};

/** What the earlier run of an install left. */
export const LEFTOVER = "dead";

/** Installs of all kinds; each downloads, unpacks and writes down. */
export const installs: readonly Scenario[] = [
  firstInstall,
  oneMore,
  again,
  {
    name: "update",
    words: ["update"],
    outdated: "toolchain.lock.yaml",
    programs: ["widget", "widget@1.3.0"],
    prepare: (server) => installed(server, "# ours\nwidget 1.2.0 # why\n"),
  },
  {
    name: "exec of a tool that is missing",
    words: ["exec", "kit", "--", "x"],
    programs: ["kit", "kitx"],
    prepare: (server) => makeProject(server, { files: { ".tool-versions": "kit 2.0.0\n" } }),
  },
  {
    name: "run of a tool that is in no file",
    words: ["run", "plain@3.0.0"],
    programs: ["plain@3.0.0", "widget"],
    prepare: (server) => installed(server, "widget 1.2.0\n"),
  },
];

/** The versions file of the edits: a link, as in a repository that shares one. */
const SHARED = "# ours\n\nwidget   1.2.0 # why\nother 1\n";

/** Changes of files of the user. */
export const edits: readonly Scenario[] = [
  {
    name: "add",
    words: ["add", "plain@3.0.0", "widget@1.3.0"],
    programs: ["plain", "widget"],
    prepare: linked,
  },
  { name: "add without a file", words: ["add", "plain@3.0.0"], programs: ["plain"], prepare: makeProject },
  { name: "set", words: ["set", "widget", "1.3.0"], programs: ["widget"], prepare: linked },
  {
    name: "remove",
    words: ["remove", "widget@1.2.0", "other"],
    programs: ["widget"],
    prepare: linked,
    repeated: "toolchain/not-configured",
  },
  {
    name: "lock",
    words: ["lock"],
    programs: ["widget"],
    prepare: (server) => makeProject(server, { files: { ".tool-versions": "widget 1.2.0\n" } }),
  },
  {
    name: "env --output",
    words: ["env", "--output", "shell.env"],
    programs: ["widget"],
    async prepare(server) {
      const project = await installed(server, "widget 1.2.0\n");
      await writeFiles(project.dir, { "shell.env": "export OURS='1'" });
      return project;
    },
  },
];

/** Changes that take away. */
export const removals: readonly Scenario[] = [
  {
    name: "uninstall of one version, the latest",
    words: ["uninstall", "widget@1.3.0"],
    programs: ["widget", "widget@1.3.0", "widget@latest"],
    prepare: twoWidgets,
  },
  {
    name: "uninstall of everything",
    words: ["uninstall", "--all"],
    several: true,
    programs: ["widget", "widget@1.3.0", "kit", "kitx"],
    prepare: twoWidgets,
  },
  {
    name: "clean",
    words: ["clean", "--force"],
    programs: ["widget", "widget@1.3.0", "kit", "kitx"],
    prepare: twoWidgets,
  },
  {
    name: "clean of the caches",
    words: ["clean", "--cache-only", "--force"],
    unseen: true,
    programs: ["widget", "widget@1.3.0", "kit", "kitx"],
    prepare: twoWidgets,
  },
];

async function installed(
  server: FixtureServer,
  versions: string,
  options: { readonly settings?: string } = {},
): Promise<Project> {
  const project = await makeProject(server, { ...options, files: { ".tool-versions": versions } });
  await project.run(["install"]);
  return project;
}

async function linked(server: FixtureServer): Promise<Project> {
  const project = await makeProject(server, { files: { "shared/versions": SHARED } });
  await Deno.symlink("shared/versions", `${project.dir}/.tool-versions`);
  return project;
}

async function twoWidgets(server: FixtureServer): Promise<Project> {
  const project = await installed(server, "widget 1.2.0\nkit 2.0.0\n");
  await project.run(["install", "widget@latest", "--no-save"]);
  return project;
}

/** What a project holds before and after a change. */
export interface Change {
  readonly before: State;
  readonly after: State;
}

/** Makes the change once, undisturbed. */
export async function changeOf(project: Project, scenario: Scenario): Promise<Change> {
  const before = await project.state();
  await project.run(scenario.words);
  const after = await project.state();
  if (!scenario.unseen) assert.notDeepEqual(after, before);
  return { before, after };
}

/** The state without outdated lines beside the new ones. */
export function withoutOutdated(state: State, { after }: Change, { outdated = "" }: Scenario): State {
  const found = state.get(outdated)?.split("\n") ?? [], wanted = after.get(outdated);
  const hasAll = wanted?.split("\n").every((line) => found.includes(line)) ?? false;
  return hasAll && wanted !== undefined ? new Map([...state, [outdated, wanted]]) : state;
}

/**
 * Every place holds what it held before the change or what it holds after it.
 * @param mayLack the tool whose versions may be absent
 */
export function assertOldOrNew(state: State, { before, after }: Change, mayLack?: string): void {
  for (const place of new Set([...state.keys(), ...before.keys(), ...after.keys()])) {
    const found = state.get(place);
    if (found === before.get(place) || found === after.get(place)) continue;
    if (found === undefined && mayLack !== undefined && place.startsWith(`${mayLack}/`)) continue;
    assert.fail(
      `${place} is neither old nor new:\n${found}\nold:\n${before.get(place)}\nnew:\n${after.get(place)}`,
    );
  }
}
