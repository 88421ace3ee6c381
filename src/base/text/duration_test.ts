import { equal } from "node:assert/strict";
import { parseDuration } from "./duration.ts";

Deno.test("parseDuration() knows numbers with units and nothing else", () => {
  const cases: [string, number | undefined][] = [
    ["30d", 2_592_000_000],
    [" 12H ", 43_200_000],
    ["1w2d", 777_600_000],
    ["0s", 0],
    ["90m", 5_400_000],
    ["", undefined],
    ["30", undefined],
    ["d", undefined],
    ["-1d", undefined],
    ["1.5h", undefined],
    ["1d 2h", undefined],
    ["1y", undefined],
    ["9999999d", undefined],
  ];
  for (const [text, ms] of cases) equal(parseDuration(text), ms, text);
});
