import { deepEqual, equal } from "node:assert/strict";
import { lockedNames, pruneLock } from "./prune_lock.ts";
import type { LockFile } from "./lock_file.ts";

const LOCK: LockFile = {
  tools: {
    "acme/widget": { latest: "2.0.0", versions: { "1.0.0": { platforms: {} }, "2.0.0": { platforms: {} } } },
    "acme/plain": { versions: { "1.0.0": { platforms: {} } } },
  },
  registries: { public: "abc" },
};

Deno.test("pruneLock() drops versions, then tools without one; all else stays", () => {
  equal(pruneLock(LOCK, () => true), LOCK);
  const pruned = pruneLock(LOCK, ({ version }) => version === "2.0.0");
  deepEqual(pruned, {
    tools: { "acme/widget": { latest: "2.0.0", versions: { "2.0.0": { platforms: {} } } } },
    registries: { public: "abc" },
  });
  deepEqual(pruneLock(LOCK, () => false).tools, {});
});

Deno.test("lockedNames() lists every version", () => {
  deepEqual(lockedNames(LOCK).map(({ id, version }) => `${id}@${version}`), [
    "acme/widget@1.0.0",
    "acme/widget@2.0.0",
    "acme/plain@1.0.0",
  ]);
});
