import assert from "node:assert/strict";
import { filePrint, isPrintSafe, type PrintFacts } from "./file_print.ts";

const facts: PrintFacts = { sizeBytes: 10, mode: 0o644, modifiedAt: 50_000, changedAt: 60_000, inode: 7 };

Deno.test("filePrint() differs in every fact", () => {
  const others = Object.entries(facts).map(([name, value]) => filePrint({ ...facts, [name]: value + 1 }));
  assert.equal(new Set([filePrint(facts), ...others]).size, 1 + Object.keys(facts).length);
});

Deno.test("isPrintSafe() trusts no file that was written just now, or is to be in a moment", () => {
  const cases: [modifiedAt: number, expected: boolean][] = [
    [50_000, true],
    [98_000, true],
    [98_001, false],
    [101_999, false],
    [200_000, true],
  ];
  for (const [modifiedAt, expected] of cases) assert.equal(isPrintSafe({ modifiedAt }, 100_000), expected);
});
