import { equal } from "node:assert/strict";
import { shortSizeText, sizeText } from "./size.ts";

Deno.test("sizeText() keeps to three digits", () => {
  const cases: [number, string][] = [
    [0, "0 B"],
    [1, "1 B"],
    [999, "999 B"],
    [1000, "1.0 KB"],
    [1023, "1.0 KB"],
    [1536, "1.5 KB"],
    [10_189, "10 KB"],
    [10 * 1024, "10 KB"],
    [1_992_294, "1.9 MB"],
    [999.4 * 1024 ** 2, "999 MB"],
    [999.6 * 1024 ** 2, "1.0 GB"],
    [5 * 1024 ** 5, "5120 TB"],
  ];
  for (const [bytes, text] of cases) equal(sizeText(bytes), text, String(bytes));
});

Deno.test("shortSizeText() is whole below gigabytes", () => {
  for (
    const [bytes, text] of [[0, "0b"], [1023, "1023b"], [1536, "2kb"], [120 << 20, "120mb"], [
      1.5 * 2 ** 30,
      "1.5gb",
    ]] as const
  ) {
    equal(shortSizeText(bytes), text);
  }
});
