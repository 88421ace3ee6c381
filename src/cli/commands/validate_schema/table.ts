/** `atmos validate schema` with its word `config`. Follows config §9.5, stacks §16.3. */
import type { CommandGroup } from "@/cli/command.ts";
import schema from "./schema.ts";

const group: CommandGroup = {
  summary: schema.summary,
  alone: schema,
  commands: {
    config: { summary: "Check the files of the configuration", load: () => import("./config.ts") },
  },
};

export default group;
