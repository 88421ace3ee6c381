/** Changes of a project that may be interrupted: how it was, what is run, how it must be afterwards. Follows house §8.2.
 *  Invariant: a run is never told apart from its repetition: the state before and after is the same in every project. */
import assert from "node:assert/strict";
import type { FixtureServer } from "../../support/server.ts";
import { writeFiles } from "../../support/temp.ts";
import { makeProject, type Project, type State } from "./project.ts";
import { KIT_PATH, kitArchive } from "./releases.ts";

/** A change. */
export interface Scenario {
  readonly name: string;
  readonly words: readonly string[];
  /** A program that the change is about. */
  readonly program: string;
  /** Makes a project as it was before. */
  prepare(server: FixtureServer): Promise<Project>;
}

/** The first install of everything that a versions file names. */
export const firstInstall: Scenario = {
  name: "the first install of a versions file",
  words: ["install"],
  program: "kitx",
  prepare: (server) =>
    makeProject(server, { files: { ".tool-versions": "widget 1.2.0\nkit 2.0.0\nplain 3.0.0\n" } }),
};

/** A newer version beside an older one: versions file, lock file and `latest` change with it. */
export const oneMore: Scenario = {
  name: "the newest version beside an older one",
  words: ["install", "widget@latest", "--default"],
  program: "widget",
  async prepare(server) {
    const project = await makeProject(server, { files: { ".tool-versions": "# ours\nwidget 1.2.0\n" } });
    await project.run(["install"]);
    return project;
  },
};

/** The publisher put something else under the same version; an earlier run died long ago. */
export const again: Scenario = {
  name: "an install of what is there",
  words: ["install", "--reinstall"],
  program: "kit",
  async prepare(server) {
    const project = await makeProject(server, {
      settings: "  lock: off\n",
      files: { ".tool-versions": "kit 2.0.0\n" },
    });
    server.route(KIT_PATH, { body: kitArchive("old 2.0.0") });
    await project.run(["install"]);
    server.route(KIT_PATH, { body: kitArchive("new 2.0.0") });
    await writeFiles(project.dir, { [`.tools/.staging/${LEFTOVER}/tree/kit`]: "half" });
    return project;
  },
};

/** What the earlier run of `again` left. */
export const LEFTOVER = "dead";

/** What a project holds before and after a change. */
export interface Change {
  readonly before: State;
  readonly after: State;
}

/** Makes the change once, undisturbed. */
export async function changeOf(server: FixtureServer, scenario: Scenario): Promise<Change> {
  await using project = await scenario.prepare(server);
  const before = await project.state();
  await project.run(scenario.words);
  const after = await project.state();
  assert.notDeepEqual(after, before);
  return { before, after };
}

/**
 * Every place holds what it held before the change or what it holds after it.
 * @param mayLack whether a version that is being replaced may be absent: two renames have a moment between them
 */
export function assertOldOrNew(state: State, { before, after }: Change, mayLack: boolean): void {
  for (const place of new Set([...state.keys(), ...before.keys(), ...after.keys()])) {
    const found = state.get(place);
    if (found === before.get(place) || found === after.get(place)) continue;
    if (found === undefined && mayLack && place.includes("/")) continue;
    assert.fail(
      `${place} is neither old nor new:\n${found}\nold:\n${before.get(place)}\nnew:\n${after.get(place)}`,
    );
  }
}
