/** The commands of `atmos config`. Follows config §9.2. */
import type { CommandGroup } from "@/cli/command.ts";

const group: CommandGroup = {
  summary: "Look into the configuration",
  commands: {
    get: { summary: "Print one value of the configuration in force", load: () => import("./get.ts") },
  },
};

export default group;
