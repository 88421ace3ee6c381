import assert from "node:assert/strict";
import type { CommandGroup } from "@/cli/command.ts";
import { builtInAliases, projectAliases } from "./_aliases.ts";

const load = () => Promise.reject(new Error("is not to be loaded"));

Deno.test("builtInAliases() walks through the tables, without what is hidden", async () => {
  const inner: CommandGroup = {
    summary: "",
    commands: { delete: { summary: "", aliases: ["del", "unset"], load } },
  };
  const group: CommandGroup = {
    summary: "",
    commands: {
      config: { summary: "", aliases: ["c"], loadGroup: () => Promise.resolve({ default: inner }) },
      secret: { summary: "", aliases: ["s"], hidden: true, load },
      plain: { summary: "", load },
    },
  };
  assert.deepEqual((await builtInAliases(group)).map(({ alias, command, type }) => [alias, command, type]), [
    ["c", "config", "built-in"],
    ["config del", "config delete", "built-in"],
    ["config unset", "config delete", "built-in"],
  ]);
});

Deno.test("projectAliases() has those of the section, then those of custom commands, also nested ones", () => {
  const commands = [{ name: "a", aliases: ["b"], commands: [{ name: "c", aliases: ["d"] }] }, { name: "e" }];
  assert.deepEqual(
    projectAliases({ aliases: { x: "y z" }, commands }).map((
      { alias, command, type },
    ) => [alias, command, type]),
    [["x", "y z", "configured"], ["b", "a", "custom"], ["a d", "a c", "custom"]],
  );
  assert.deepEqual(projectAliases({ aliases: undefined, commands: undefined }), []);
});
