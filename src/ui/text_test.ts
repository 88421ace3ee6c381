import { deepEqual, equal } from "node:assert/strict";
import { cutText, displayWidth, harmless, padText, wrapText } from "./text.ts";

Deno.test("displayWidth() counts columns: wide twice, marks and joiners not at all", () => {
  const cases: [text: string, columns: number][] = [
    ["", 0],
    ["plain", 5],
    ["é", 1],
    ["e\u0301", 1],
    ["日本", 4],
    ["🚀", 2],
    ["👩‍💻", 2],
    ["❤\uFE0F", 2],
    ["\u200B\u0301", 0],
    ["…✓", 2],
  ];
  for (const [text, columns] of cases) equal(displayWidth(text), columns, JSON.stringify(text));
});

Deno.test("cutText() and padText() keep to columns, not to characters", () => {
  equal(cutText("日本語", 5), "日本…");
  equal(cutText("日本語", 4), "日…");
  equal(cutText("abc", 3), "abc");
  equal(cutText("abc", 0), "");
  equal(padText("日", 4), "日  ");
});

Deno.test("wrapText() breaks at spaces and leaves long words whole", () => {
  deepEqual(wrapText("a bb ccc\nlonger-than-that x", 5), ["a bb", "ccc", "longer-than-that", "x"]);
});

Deno.test("harmless() shows what would steer a terminal", () => {
  equal(harmless("a\x1b[31m\u202Eb\tc\n"), "a\\x1b[31m\\u202eb\tc\n");
});
