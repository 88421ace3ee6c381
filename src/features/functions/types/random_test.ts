import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { systemRandom } from "@/io/host/random.ts";
import { type TestContext, testContext } from "../../../../tests/support/context.ts";
import random from "./random.ts";

const place = { file: "/p/atmos.yaml", root: undefined, positionOf: () => undefined };

async function run(ctx: TestContext, text: string): Promise<unknown> {
  return await random(ctx, { tag: "!random", text, path: ["x"], place });
}

Deno.test("random() draws whole numbers with both ends included", async () => {
  for (
    const [hex, share] of [["0".repeat(13), 0], ["8" + "0".repeat(12), 0.5], ["f".repeat(13), 1]] as const
  ) {
    await using ctx = await testContext({ random: { hex: () => hex, number: () => 0.5 } });
    const ranges: [string, number, number][] = [["", 0, 65535], ["9", 0, 9], ["5 6", 5, 6], ["-3 +4", -3, 4]];
    for (const [text, min, max] of ranges) {
      equal(
        await run(ctx, text),
        Math.min(max, min + Math.floor(share * (max - min + 1))),
        `${text} ${share}`,
      );
    }
  }
});

Deno.test("random() reaches every number of its range", async () => {
  await using ctx = await testContext({ random: systemRandom() });
  const drawn = new Set<unknown>();
  for (let count = 0; count < 2000 && drawn.size < 4; count++) drawn.add(await run(ctx, "2 5"));
  deepEqual([...drawn].sort(), [2, 3, 4, 5]);
});

Deno.test("random() refuses what is no range", async () => {
  await using ctx = await testContext();
  const cases: [string, string][] = [
    ["9 1", "Min value (9) must be less than max value (1)"],
    ["5 5", "Min value (5) must be less than max value (5)"],
    ["0", "Min value (0) must be less than max value (0)"],
    ["-1", "Min value (0) must be less than max value (-1)"],
    ["1 2 3", "random function accepts 0, 1, or 2 arguments"],
    ["a", '"a" is not a whole number'],
    ["1.5", '"1.5" is not a whole number'],
    ["1e3", '"1e3" is not a whole number'],
    ["99999999999999999999", "is not a whole number"],
    ["-9007199254740991 9007199254740991", "too far from each other"],
  ];
  for (const [text, why] of cases) {
    await rejects(run(ctx, text), (error: Error & { code: string; explanation: string }) => {
      equal(error.code, "functions/bad-arguments");
      ok(error.explanation.includes(why), error.explanation);
      return true;
    });
  }
});
