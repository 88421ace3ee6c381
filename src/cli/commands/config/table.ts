/** The commands of `atmos config`. Follows config §9.2–§9.5. */
import type { CommandGroup } from "@/cli/command.ts";

const group: CommandGroup = {
  summary: "Look into the configuration and change it",
  commands: {
    delete: {
      summary: "Delete one value from the configuration file",
      aliases: ["del", "unset"],
      load: () => import("./delete.ts"),
    },
    format: {
      summary: "Tidy the spaces of the configuration file",
      aliases: ["fmt"],
      load: () => import("./format.ts"),
    },
    get: { summary: "Print one value of the configuration in force", load: () => import("./get.ts") },
    list: { summary: "List what each file of the configuration says", load: () => import("./list.ts") },
    schema: {
      summary: "Print the JSON Schema of atmos.yaml, or write it to a file",
      load: () => import("./schema.ts"),
    },
    set: { summary: "Set one value in the configuration file", load: () => import("./set.ts") },
    validate: { summary: "Check the files of the configuration", load: () => import("./validate.ts") },
  },
};

export default group;
