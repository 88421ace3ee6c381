/** The commands below `atmos profile`. Follows config §5.1. */
import type { CommandGroup } from "@/cli/command.ts";

const group: CommandGroup = {
  summary: "The profiles that can lie over the configuration",
  commands: {
    list: { summary: "List the profiles and where they are", load: () => import("./list.ts") },
    show: { summary: "Print what is known about a profile", load: () => import("./show.ts") },
  },
};

export default group;
