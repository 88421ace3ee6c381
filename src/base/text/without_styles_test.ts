import { equal } from "node:assert/strict";
import { withoutStyles } from "./without_styles.ts";

Deno.test("withoutStyles() takes colours out and nothing else", () => {
  equal(withoutStyles("\x1b[31m╷\x1b[0m \x1b[1;38:5:9mno\x1b[m [1m"), "╷ no [1m");
  equal(withoutStyles("\x1b[2J\x1b[31"), "\x1b[2J\x1b[31");
});
