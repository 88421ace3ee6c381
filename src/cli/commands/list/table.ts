/** The commands below `atmos list`. Follows config §5.1, §9.6. */
import type { CommandGroup } from "@/cli/command.ts";

const group: CommandGroup = {
  summary: "Lists of what a project has",
  commands: {
    aliases: { summary: "List other names of commands", load: () => import("./aliases.ts") },
    profiles: { summary: "List the profiles and where they are", load: () => import("./profiles.ts") },
  },
};

export default group;
