/** `atmos toolchain install` on a disk that refuses any one call. Follows house §8.2, toolchain §3.2, §20. */
import assert from "node:assert/strict";
import { HostError } from "@/base/errors.ts";
import { failAtEveryStep, type FailureCode, type Faults } from "../support/faults.ts";
import type { Project } from "./support/project.ts";
import { releaseServer } from "./support/releases.ts";
import {
  again,
  assertOldOrNew,
  type Change,
  changeOf,
  LEFTOVER,
  oneMore,
  type Scenario,
} from "./support/scenario.ts";

for (const scenario of [oneMore, again]) {
  for (const kind of ["no-space", "permission", "cross-device", "read-only"] as const) {
    Deno.test(`${kind} at any call leaves the old state or the new one: ${scenario.name}`, async () => {
      await using server = await releaseServer();
      const change = await changeOf(server, scenario);
      await failAtEveryStep(kind, async (world) => {
        await using project = await scenario.prepare(server);
        await runWithFailure({ project, scenario, kind, world, change });

        await project.run(scenario.words);
        assert.deepEqual(await project.state(), change.after);
      });
    });
  }
}

interface Trial {
  readonly project: Project;
  readonly scenario: Scenario;
  readonly kind: FailureCode;
  readonly world: Faults;
  readonly change: Change;
}

async function runWithFailure({ project, scenario, kind, world, change }: Trial): Promise<void> {
  const running = project.run(scenario.words, { faults: world });
  const error: unknown = await running.then(() => undefined, (error) => error);
  const state = await project.state();
  if (error === undefined) return assert.deepEqual(state, change.after);
  assertOldOrNew(state, change, false);
  assert.ok(error instanceof HostError, String(error));
  assert.equal(error.code, `disk/${kind}`);
  assert.equal(error.exitCode, 1);
  assert.ok(String(error.facts["path"]).startsWith(project.dir.slice(0, project.dir.lastIndexOf("/"))));
  assert.ok(error.hints.length > 0, `no next step: ${error.title}`);
  const last = world.calls.at(-1) ?? "";
  const staged = (await project.staged()).filter((name) => name !== LEFTOVER);
  if (!/^remove .*\.staging/.test(last)) assert.deepEqual(staged, [], last);
}
