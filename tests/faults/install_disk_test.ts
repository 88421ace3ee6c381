/** Commands that install on a disk that refuses any one call. Follows house §8.2, toolchain §3.2, §20. */
import assert from "node:assert/strict";
import type { FailureCode } from "../support/faults.ts";
import { again, firstInstall, installs, oneMore } from "./support/scenario.ts";
import { failEverywhere } from "./support/trials.ts";

const KINDS: readonly FailureCode[] = ["no-space", "permission", "cross-device", "read-only", "interrupted"];

// Of several tools those that do not fail are installed and locked: neither the old state nor the new one.
for (const scenario of installs.filter((each) => each !== firstInstall)) {
  const kinds = scenario === oneMore || scenario === again ? KINDS : KINDS.slice(0, 1);
  for (const kind of kinds) {
    Deno.test(`${kind} at any call leaves the old state or the new one: ${scenario.name}`, async () => {
      assert.ok(await failEverywhere(scenario, kind) > 30);
    });
  }
  Deno.test(`an unreadable file or folder leaves the old state or the new one: ${scenario.name}`, async () => {
    assert.ok(await failEverywhere(scenario, "permission", "reads") > 30);
  });
}
