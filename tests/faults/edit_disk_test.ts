/** Commands that edit and remove on a disk that refuses any one call. Follows house §8.2, toolchain §3.2, §20. */
import assert from "node:assert/strict";
import type { FailureCode } from "../support/faults.ts";
import { edits, removals } from "./support/scenario.ts";
import { failEverywhere } from "./support/trials.ts";

const KINDS: readonly FailureCode[] = ["no-space", "permission", "cross-device", "read-only", "interrupted"];

for (const scenario of [...edits, ...removals]) {
  // One edit and one removal of each kind of failure are enough: nothing tells the kinds apart but the message.
  const kinds = [edits[0], removals[0]].includes(scenario) ? KINDS : KINDS.slice(0, 1);
  for (const kind of kinds) {
    Deno.test(`${kind} at any call leaves the old state or the new one: ${scenario.name}`, async () => {
      assert.ok(await failEverywhere(scenario, kind) > 0);
    });
  }
  if (scenario.words[0] === "clean") continue; // it reads every file only to count
  Deno.test(`an unreadable file or folder leaves the old state or the new one: ${scenario.name}`, async () => {
    assert.ok(await failEverywhere(scenario, "permission", "reads") > 0);
  });
}
