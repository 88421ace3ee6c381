import assert from "node:assert/strict";
import { readTally } from "./test.ts";

Deno.test("readTally() reads the closing line of every form", () => {
  const cases: [string, number, number, number][] = [
    ["ok | 12 passed (3 steps) | 0 failed | 1 ignored (1 step) (16ms)", 12, 0, 1],
    ["FAILED | 3 passed (1 step) | 1 failed (79ms)\n", 3, 1, 0],
    ["ok | 0 passed | 0 failed (0ms)", 0, 0, 0],
    ["error: Module not found", 0, 1, 0],
    ["ok | 1 passed | 0 failed (1ms)\nlater\nok | 2 passed | 0 failed (1ms)", 2, 0, 0],
  ];
  for (const [output, passed, failed, skipped] of cases) {
    assert.deepEqual(readTally(output), { passed, failed, skipped }, output);
  }
});
