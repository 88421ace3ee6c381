import { deepEqual } from "node:assert/strict";
import { readCommands } from "./read_commands.ts";

Deno.test("readCommands() takes steps of the shell, and tells what it does not understand", () => {
  deepEqual(
    readCommands([
      { name: "a", description: "A", steps: ["one", { command: "two", name: "second", type: "shell" }] },
      { name: "b", arguments: [], steps: ["echo {{ .Arguments.x }}", { type: "toast", content: "x" }] },
      { steps: ["nameless"] },
      "text",
      { name: "c" },
    ]),
    [
      { name: "a", steps: ["one", "two"], unknown: [] },
      {
        name: "b",
        steps: ["echo {{ .Arguments.x }}", ""],
        unknown: ["arguments", "templates in steps", "steps.content", "type toast"],
      },
      { name: "c", steps: [], unknown: [] },
    ],
  );
  deepEqual(readCommands(undefined), []);
  deepEqual(readCommands("x"), []);
});
