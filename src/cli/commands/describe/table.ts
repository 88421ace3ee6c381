/** The commands of `atmos describe`. Follows config §9.1. */
import type { CommandGroup } from "@/cli/command.ts";

const group: CommandGroup = {
  summary: "Print what a project says, with everything that follows from it",
  commands: {
    component: {
      summary: "Print a component of a stack with everything that it gets from others",
      load: () => import("./component.ts"),
    },
    stacks: { summary: "Print the components of all stacks", load: () => import("./stacks.ts") },
    affected: { summary: "Print the components that a change affects", load: () => import("./affected.ts") },
    dependents: {
      summary: "Print the components that depend on a component",
      aliases: ["dependants"],
      load: () => import("./dependents.ts"),
    },
    locals: {
      summary: "Print the locals of a stack, or those that a component sees",
      load: () => import("./locals.ts"),
    },
    config: { summary: "Print the configuration in force", load: () => import("./config.ts") },
    workflows: { summary: "Print the workflows of the project", load: () => import("./workflows.ts") },
  },
};

export default group;
