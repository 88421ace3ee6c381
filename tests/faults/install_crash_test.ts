/** `atmos toolchain install` that dies at any call which changes the disk. Follows house §8.2, toolchain §3.2. */
import assert from "node:assert/strict";
import { LookupError } from "@/base/errors.ts";
import { crashAtEveryStep } from "../support/faults.ts";
import type { Project, State } from "./support/project.ts";
import { releaseServer } from "./support/releases.ts";
import { again, assertOldOrNew, changeOf, firstInstall, oneMore } from "./support/scenario.ts";

for (const scenario of [firstInstall, oneMore, again]) {
  Deno.test(`a crash leaves the old state or the new one, and the next run succeeds: ${scenario.name}`, async () => {
    await using server = await releaseServer();
    const change = await changeOf(server, scenario);
    const crashes = await crashAtEveryStep(async (world) => {
      await using project = await scenario.prepare(server);
      await world.survive(() => project.run(scenario.words, { faults: world }));
      const left = await project.state();
      assertOldOrNew(left, change, scenario === again);
      await assertWhichIsTrue(project, scenario.program);

      await project.run(scenario.words);
      assert.deepEqual(await project.state(), change.after);
      const hadToInstall = scenario === again || versionsIn(change.after).some((place) => !left.has(place));
      if (hadToInstall) assert.deepEqual(await project.staged(), []);
    });
    assert.ok(crashes > 30, `only ${crashes} calls`);
  });
}

function versionsIn(state: State): readonly string[] {
  return [...state.keys()].filter((place) => place.includes("/") && !place.endsWith("/latest"));
}

/** `which` names a program that can be started, or says what is missing. */
async function assertWhichIsTrue(project: Project, program: string): Promise<void> {
  const path = await project.run(["which", program]).catch((error) => {
    assert.ok(error instanceof LookupError, String(error));
    assert.match(error.code, /^toolchain\/not-(installed|configured)$/);
    return undefined;
  });
  if (path === undefined) return;
  const { mode, isFile } = await Deno.stat(path.trim());
  assert.ok(isFile && ((mode ?? 0) & 0o111) !== 0, path);
}
