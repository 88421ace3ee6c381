import assert from "node:assert/strict";
import { mapLimited } from "./limit.ts";

Deno.test("mapLimited() keeps order, holds the bound and settles everything", async () => {
  let running = 0, most = 0;
  const results = await mapLimited([5, 4, 3, 2, 1, 0], 2, async (item) => {
    most = Math.max(most, ++running);
    for (let turn = 0; turn < item; turn++) await Promise.resolve();
    running--;
    if (item === 3) throw new Error("three");
    return item * 10;
  });
  assert.equal(most, 2);
  assert.deepEqual(results.map((result) => result.ok ? result.value : String(result.error)), [
    50,
    40,
    "Error: three",
    20,
    10,
    0,
  ]);
  assert.deepEqual(await mapLimited([], 4, () => Promise.resolve(1)), []);
});
