/** Commands that edit and remove on a disk that refuses any one call. Follows house §8.2, toolchain §3.2, §20. */
import assert from "node:assert/strict";
import { edits, removals } from "./support/scenario.ts";
import { failEverywhere } from "./support/trials.ts";

for (const scenario of [...edits, ...removals]) {
  for (const kind of ["no-space", "permission", "cross-device", "read-only", "interrupted"] as const) {
    Deno.test(`${kind} at any call leaves the old state or the new one: ${scenario.name}`, async () => {
      assert.ok(await failEverywhere(scenario, kind) > 0);
    });
  }
  Deno.test(`an unreadable file or folder leaves the old state or the new one: ${scenario.name}`, async () => {
    assert.ok(await failEverywhere(scenario, "permission", "reads") > 0);
  });
}
