/** Commands that install and die at any call which changes something. Follows house §8.2, toolchain §3.2. */
import assert from "node:assert/strict";
import { installs } from "./support/scenario.ts";
import { crashEverywhere } from "./support/trials.ts";

for (const scenario of installs) {
  Deno.test(`a crash leaves the old state or the new one, and the next run succeeds: ${scenario.name}`, async () => {
    const crashes = await crashEverywhere(scenario);
    assert.ok(crashes > 30, `only ${crashes} calls`);
  });
}
