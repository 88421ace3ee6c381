import assert from "node:assert/strict";
import type { Texts } from "@/base/schema/reading.ts";
import { mergeCommands } from "./merge_commands.ts";

const command = (name: string, rest: Record<string, Texts> = {}) => ({ name, ...rest });

Deno.test("mergeCommands() joins commands of one name; a file's own lead in its group, later groups follow", () => {
  const cases: [groups: Texts[][], merged: Texts][] = [
    [[], []],
    [[[[command("a")]]], [command("a")]],
    [
      [[[command("d"), command("x", { steps: ["1"], description: "low" })], [
        command("own"),
        command("x", { description: "high" }),
      ]]],
      [command("own"), command("x", { steps: ["1"], description: "high" }), command("d")],
    ],
    [
      [[[command("a", { steps: ["1"] }), command("b")]], [[command("c"), command("a", { steps: ["2"] })]]],
      [command("a", { steps: ["2"] }), command("b"), command("c")],
    ],
    [
      [[[command("g", { commands: [command("p"), command("q", { steps: ["1"] })] })]], [[
        command("g", { commands: [command("q", { verbose: "true" }), command("r")] }),
      ]]],
      [command("g", {
        commands: [command("p"), command("q", { steps: ["1"], verbose: "true" }), command("r")],
      })],
    ],
    [
      [[[command("tf lint all", { steps: ["1"] }), command("tf", { description: "d" })]]],
      [command("tf", {
        description: "d",
        commands: [command("lint", { commands: [command("all", { steps: ["1"] })] })],
      })],
    ],
    [[[["text", command("a"), null]]], ["text", command("a"), null]],
    [[["no list" as Texts]], []],
  ];
  for (const [groups, merged] of cases) {
    assert.deepEqual(mergeCommands(groups), merged, JSON.stringify(groups));
  }
});
