import { equal } from "node:assert/strict";
import { jsonText } from "./json_text.ts";

Deno.test("jsonText() keeps every digit of whole numbers", () => {
  equal(
    jsonText({ a: 18446744073709551615n, b: [1, 2n] }),
    '{\n  "a": 18446744073709551615,\n  "b": [\n    1,\n    2\n  ]\n}',
  );
  equal(jsonText(undefined), "null");
  equal(jsonText(5n), "5");
});
