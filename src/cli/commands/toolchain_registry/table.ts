/** The commands of `atmos toolchain registry`. Follows toolchain §13.15. */
import type { CommandGroup } from "@/cli/command.ts";
import { toolchainFlags } from "@/cli/commands/toolchain/flags.ts";

const group: CommandGroup = {
  summary: "Look into the registries of a project",
  flags: toolchainFlags,
  commands: {
    info: { summary: "Print what is known about a tool", load: () => import("./info.ts") },
    list: { summary: "List the registries, or the packages of one", load: () => import("./list.ts") },
    search: {
      summary: "Find tools in the registries by name, program or description",
      load: () => import("./search.ts"),
    },
  },
};

export default group;
