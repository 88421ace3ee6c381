import assert from "node:assert/strict";
import { gate, mapLimited } from "./limit.ts";

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

Deno.test("gate() lets in as many as it may, in order, also after a failure", async () => {
  const enter = gate(2), log: string[] = [];
  const work = (name: string, turns: number) =>
    enter(async () => {
      log.push(`+${name}`);
      for (let turn = 0; turn < turns; turn++) await Promise.resolve();
      log.push(`-${name}`);
      if (name === "a") throw new Error(name);
      return name;
    });
  const ended = await Promise.allSettled([work("a", 1), work("b", 50), work("c", 1), work("d", 1)]);
  assert.deepEqual(log, ["+a", "+b", "-a", "+c", "-c", "+d", "-d", "-b"]);
  assert.deepEqual(ended.map(({ status }) => status), ["rejected", "fulfilled", "fulfilled", "fulfilled"]);
  assert.equal(await work("e", 0), "e");
});

Deno.test("gate() lets what is urgent in first, in order", async () => {
  const enter = gate(1), log: string[] = [];
  const work = (name: string, isUrgent?: boolean) => enter(() => Promise.resolve(log.push(name)), isUrgent);
  await Promise.all([work("a"), work("b"), work("c", true), work("d", false), work("e", true)]);
  assert.deepEqual(log, ["a", "c", "e", "b", "d"]);
});
