/** The commands of `atmos stack`; `atmos stack config` has the same. Follows stacks §17. */
import type { CommandEntry, CommandGroup } from "@/cli/command.ts";

const values: Readonly<Record<string, CommandEntry>> = {
  delete: {
    summary: "Delete one value of a component where it is written",
    aliases: ["del", "unset"],
    load: () => import("./delete.ts"),
  },
  get: { summary: "Print one value of a component of a stack", load: () => import("./get.ts") },
  list: { summary: "List what the manifests say of a component", load: () => import("./list.ts") },
  set: { summary: "Set one value of a component where it is written", load: () => import("./set.ts") },
};

/** The same command under another name, which its examples call. */
function renamed(entry: CommandEntry, from: string, to: string): CommandEntry {
  return {
    ...entry,
    async load() {
      const { default: command } = await entry.load();
      const examples = (command.examples ?? []).map((each) => each.replace(from, to));
      return { default: { ...command, examples } };
    },
  };
}

const group: CommandGroup = {
  summary: "Look into the values of a stack and change them where they are written",
  commands: {
    ...values,
    config: {
      summary: "The same commands",
      loadGroup: () =>
        Promise.resolve({
          default: {
            summary: "The same commands",
            commands: Object.fromEntries(
              Object.entries(values).map(([name, entry]) => [
                name,
                renamed(entry, "atmos stack", "atmos stack config"),
              ]),
            ),
          },
        }),
    },
    validate: renamed(
      { summary: "Check the manifests of all stacks", load: () => import("../validate/stacks.ts") },
      "atmos validate stacks",
      "atmos stack validate",
    ),
  },
};

export default group;
