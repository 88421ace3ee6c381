/** The commands of `atmos stack`; `atmos stack config` has the same. Follows stacks §17. */
import type { CommandGroup } from "@/cli/command.ts";

const values: CommandGroup["commands"] = {
  delete: {
    summary: "Delete one value of a component where it is written",
    aliases: ["del", "unset"],
    load: () => import("./delete.ts"),
  },
  get: { summary: "Print one value of a component of a stack", load: () => import("./get.ts") },
  list: { summary: "List what the manifests say of a component", load: () => import("./list.ts") },
  set: { summary: "Set one value of a component where it is written", load: () => import("./set.ts") },
};

const group: CommandGroup = {
  summary: "Look into the values of a stack and change them where they are written",
  commands: {
    ...values,
    config: {
      summary: "The same commands",
      loadGroup: () => Promise.resolve({ default: { summary: "Values of a stack", commands: values } }),
    },
  },
};

export default group;
