import assert from "node:assert/strict";
import { defaultsOf, editionDay, journal } from "./edition.ts";

Deno.test("editionDay() takes the last day of a year, of a month, and days that exist", () => {
  const cases: [string, string | undefined][] = [
    ["2026", "2026-12-31"],
    ["2024-02", "2024-02-29"],
    ["2025-02", "2025-02-28"],
    ["2026-01-15", "2026-01-15"],
    ["2025-99", undefined],
    ["2025-00", undefined],
    ["2025-02-29", undefined],
    ["2025-01-00", undefined],
    ["25", undefined],
    ["2025-1", undefined],
    ["2025-01-01T00:00:00Z", undefined],
    ["", undefined],
  ];
  for (const [edition, day] of cases) assert.equal(editionDay(edition), day, edition);
});

Deno.test("defaultsOf() takes back what changed after the day", () => {
  assert.deepEqual(defaultsOf("2026-07-16"), { describe: { component: { filter: "full" } } });
  assert.deepEqual(defaultsOf("2026-07-17"), {});
  assert.deepEqual(defaultsOf(""), {});
  assert.equal(
    Object.keys(defaultsOf("2024")).length,
    new Set(journal.map(({ key }) => key.split(".")[0])).size,
  );
});
