/** The commands of `atmos validate schema`. Follows config §9.5, stacks §16.3. */
import type { CommandGroup } from "@/cli/command.ts";

const group: CommandGroup = {
  summary: "Check files with a schema",
  commands: {
    config: { summary: "Check the files of the configuration", load: () => import("./config.ts") },
  },
};

export default group;
