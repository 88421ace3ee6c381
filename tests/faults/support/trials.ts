/** Runs a scenario again and again, with another fault each time, and checks what it leaves. Follows house §8.2,
 *  toolchain §3.2, §20.
 *  Invariants: the old state or the new one; `which` never lies; nothing half beside the files; the next run ends what
 *  the faulty one began, and a later install sweeps what is left of it. */
import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import { AtmosError, HostError, LookupError } from "@/base/errors.ts";
import { type Among, crashAtEveryStep, failAtEveryStep, type FailureCode } from "../../support/faults.ts";
import type { Project, State } from "./project.ts";
import { releaseServer } from "./releases.ts";
import {
  assertOldOrNew,
  type Change,
  changeOf,
  LEFTOVER,
  type Scenario,
  withoutOutdated,
} from "./scenario.ts";

/** Dies at every call that changes something; answers at how many. */
export async function crashEverywhere(scenario: Scenario): Promise<number> {
  await using server = await releaseServer();
  await using project = await scenario.prepare(server);
  const reset = await project.keep(), change = await changeOf(project, scenario);
  return await crashAtEveryStep(async (world) => {
    await reset();
    await world.survive(() => project.run(scenario.words, { faults: world }));
    const left = withoutOutdated(await project.state(), change, scenario);
    assertOldOrNew(left, change, scenario.replaces);
    await assertWhichIsTrue(project, scenario.programs);
    await assertNextRunEnds(project, { scenario, change, left });
  });
}

/** Fails at every call; answers at how many. */
export async function failEverywhere(
  scenario: Scenario,
  kind: FailureCode,
  among: Among = "changes",
): Promise<number> {
  await using server = await releaseServer();
  await using project = await scenario.prepare(server);
  const reset = await project.keep(), change = await changeOf(project, scenario);
  return await failAtEveryStep(kind, async (world) => {
    await reset();
    const running = project.run(scenario.words, { faults: world });
    const error: unknown = await running.then(() => undefined, (error) => error);
    const left = withoutOutdated(await project.state(), change, scenario);
    if (error === undefined) assert.deepEqual(left, change.after);
    else {
      assertOldOrNew(left, change);
      if (ATOMIC.has(scenario.words[0] ?? "") && !scenario.several) assertWhole(left, change);
      assertTells(error, kind, project);
    }
    // Notes that spare work are no reason to fail.
    if (
      scenario.words[0] !== "clean" &&
      /\/\.cache\/atmos\/(config|toolchain-cache\/(?!downloads))/.test(world.hit)
    ) {
      assert.equal(error, undefined);
    }
    await assertWhichIsTrue(project, scenario.programs);
    assert.deepEqual(await project.litter(), []);
    if (!/^remove .*\.(staging|tools$)/.test(world.hit)) {
      assert.deepEqual((await project.staged()).filter((name) => name !== LEFTOVER), []);
    }
    await assertNextRunEnds(project, { scenario, change, left });
  }, among);
}

/** Commands that change one thing, or things that belong together. */
const ATOMIC: ReadonlySet<string> = new Set(["add", "set", "remove", "lock", "env", "uninstall", "clean"]);

function assertWhole(left: State, { before, after }: Change): void {
  if (!isDeepStrictEqual(left, before)) assert.deepEqual(left, after);
}

/** The error names the path, the cause and the next step. */
function assertTells(error: unknown, kind: FailureCode, project: Project): void {
  assert.ok(error instanceof HostError, error instanceof Error ? error.stack : String(error));
  assert.equal(error.code, kind === "interrupted" ? "disk/failed" : `disk/${kind}`);
  assert.equal(error.exitCode, 1);
  const path = String(error.facts["path"]);
  const world = project.dir.slice(0, project.dir.lastIndexOf("/"));
  assert.ok([world, "/usr/local/etc/atmos/"].some((place) => path.startsWith(place)), path);
  assert.ok(error.title.includes(path), error.title);
  assert.ok(error.hints.length > 0, `no next step: ${error.title}`);
}

interface Interrupted {
  readonly scenario: Scenario;
  readonly change: Change;
  readonly left: State;
}

async function assertNextRunEnds(project: Project, { scenario, change, left }: Interrupted): Promise<void> {
  await project.run(scenario.words).catch((error) => {
    const isDone = isDeepStrictEqual(left, change.after) && error instanceof AtmosError;
    if (!isDone || error.code !== scenario.repeated) throw error;
  });
  assert.deepEqual(withoutOutdated(await project.state(), change, scenario), change.after);
  if ((await project.staged()).length === 0) return;
  await project.run(["install", "plain@3.0.0", "--no-save", "--reinstall"]);
  assert.deepEqual(await project.staged(), []);
}

/** `which` names a program that can be started, or says what is missing. */
async function assertWhichIsTrue(project: Project, programs: readonly string[]): Promise<void> {
  for (const program of programs) {
    const path = await project.run(["which", program]).catch((error) => {
      assert.ok(error instanceof LookupError, String(error));
      assert.match(error.code, /^toolchain\/not-(installed|configured)$/);
    });
    if (path === undefined) continue;
    const info = await Deno.stat(path.trim()).catch(() => undefined);
    assert.ok(info?.isFile && ((info.mode ?? 0) & 0o111) !== 0, `which ${program}: ${path}`);
  }
}
