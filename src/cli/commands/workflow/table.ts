/** `atmos workflow` with its words `list` and `help`. Follows workflows §2.1. */
import type { CommandGroup } from "@/cli/command.ts";
import workflow from "./workflow.ts";

const group: CommandGroup = {
  summary: workflow.summary,
  alone: workflow,
  commands: {
    list: { summary: "List the workflows", load: () => import("./list.ts") },
  },
};

export default group;
