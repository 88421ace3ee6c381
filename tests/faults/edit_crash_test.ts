/** Commands that edit and remove and die at any call which changes something. Follows house §8.2, toolchain §3.2, §4.2. */
import assert from "node:assert/strict";
import { edits, removals } from "./support/scenario.ts";
import { crashEverywhere } from "./support/trials.ts";

for (const scenario of [...edits, ...removals]) {
  Deno.test(`a crash leaves the old state or the new one, and the next run succeeds: ${scenario.name}`, async () => {
    assert.ok(await crashEverywhere(scenario) > 0);
  });
}
