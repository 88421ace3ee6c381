/** The commands of `atmos toolchain proxy`. Follows toolchain §13.14. */
import type { CommandGroup } from "@/cli/command.ts";
import { toolchainFlags } from "@/cli/commands/toolchain/flags.ts";

const group: CommandGroup = {
  summary: "Small programs on PATH that become the right version of a tool",
  flags: toolchainFlags,
  commands: {
    install: {
      summary: "Make the proxies of the configuration, or of every tool",
      aliases: ["sync"],
      load: () => import("./install.ts"),
    },
    list: { summary: "List the proxies and whether they are in place", load: () => import("./list.ts") },
    remove: { summary: "Remove proxies", aliases: ["rm"], load: () => import("./remove.ts") },
  },
};

export default group;
