/** The commands below `atmos list`. Follows config §5.1, §9.6. */
import type { CommandGroup } from "@/cli/command.ts";

const group: CommandGroup = {
  summary: "Lists of what a project has",
  commands: {
    profiles: { summary: "Same as `atmos profile list`", load: () => import("../profile/list.ts") },
  },
};

export default group;
