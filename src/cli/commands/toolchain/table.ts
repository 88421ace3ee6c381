/** The commands of `atmos toolchain`. Follows toolchain §13. Invariant: summaries and aliases are those of the declarations. */
import type { CommandGroup } from "@/cli/command.ts";
import { toolchainFlags } from "./flags.ts";

const group: CommandGroup = {
  summary: "Install the command-line tools of a project, verified, and put them on PATH",
  flags: toolchainFlags,
  commands: {
    add: {
      summary: "Add tools to the versions file, without installing them",
      load: () => import("./add.ts"),
    },
    env: {
      summary: "Print shell lines that put the installed tools on PATH",
      load: () => import("./env.ts"),
    },
    exec: {
      summary: "Become a tool: run it in the place of this process",
      load: () => import("./exec.ts"),
    },
    get: {
      summary: "Print the configured versions of a tool, oldest first",
      load: () => import("./get.ts"),
    },
    install: { summary: "Install tools", aliases: ["i"], load: () => import("./install.ts") },
    list: {
      summary: "List the tools of the versions file and what of them is installed",
      aliases: ["ls"],
      load: () => import("./list.ts"),
    },
    path: {
      summary: "Print the directories of the installed tools as one PATH",
      load: () => import("./path.ts"),
    },
    remove: {
      summary: "Take tools or versions out of the versions file; installed files stay",
      aliases: ["rm"],
      load: () => import("./remove.ts"),
    },
    set: {
      summary: "Make a version the default of a tool in the versions file",
      aliases: ["use"],
      load: () => import("./set.ts"),
    },
    which: {
      summary: "Print the path of a tool's program",
      load: () => import("./which.ts"),
    },
  },
};

export default group;
