/** The commands below `atmos list`. Follows config §5.1, §9.6, stacks §15. */
import type { CommandGroup } from "@/cli/command.ts";

const group: CommandGroup = {
  summary: "Lists of what a project has",
  commands: {
    affected: { summary: "List the components that a change affects", load: () => import("./affected.ts") },
    aliases: { summary: "List other names of commands", load: () => import("./aliases.ts") },
    components: {
      summary: "List the components and in how many stacks they are",
      load: () => import("./components.ts"),
    },
    dependencies: {
      summary: "List what components depend on, and what depends on them",
      aliases: ["deps"],
      load: () => import("./dependencies.ts"),
    },
    instances: { summary: "List the components of every stack", load: () => import("./instances.ts") },
    metadata: {
      summary: "List what the components of every stack say of themselves",
      load: () => import("./metadata.ts"),
    },
    profiles: { summary: "List the profiles and where they are", load: () => import("./profiles.ts") },
    settings: {
      summary: "List the settings of a component in every stack",
      load: () => import("./settings.ts"),
    },
    stacks: { summary: "List the stacks", load: () => import("./stacks.ts") },
    values: {
      summary: "List the variables of a component in every stack",
      load: () => import("./values.ts"),
    },
    vars: { summary: "List the variables of a component in every stack", load: () => import("./vars.ts") },
    workflows: { summary: "List the workflows", load: () => import("./workflows.ts") },
  },
};

export default group;
