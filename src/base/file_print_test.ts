import assert from "node:assert/strict";
import { filePrint, isPrintSafe, type PrintFacts } from "./file_print.ts";

const facts: PrintFacts = { sizeBytes: 10, mode: 0o644, modifiedAt: 50_000, changedAt: 60_000, inode: 7 };

Deno.test("filePrint() differs in every fact", () => {
  const others = Object.entries(facts).map(([name, value]) => filePrint({ ...facts, [name]: value + 1 }));
  assert.equal(new Set([filePrint(facts), ...others]).size, 1 + Object.keys(facts).length);
});

Deno.test("isPrintSafe() trusts no file that was changed just now, or is to be in a moment", () => {
  const cases: [modifiedAt: number, changedAt: number, expected: boolean][] = [
    [50_000, 50_000, true],
    [98_000, 98_000, true],
    [98_001, 98_000, false],
    [101_999, 50_000, false],
    [200_000, 50_000, true],
    [50_000, 99_000, true],
    [50_000, 100_000, false],
    [50_000, 101_000, true],
  ];
  for (const [modifiedAt, changedAt, expected] of cases) {
    assert.equal(isPrintSafe({ modifiedAt, changedAt }, 100_000), expected);
  }
});
