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
    aliases: {
      summary: "List the short names of tools, or print what one of them means",
      load: () => import("./aliases.ts"),
    },
    clean: { summary: "Delete installed tools and caches", load: () => import("./clean.ts") },
    du: { summary: "Print how much space the installed tools take", load: () => import("./du.ts") },
    env: {
      summary: "Print shell lines that put the installed tools on PATH",
      load: () => import("./env.ts"),
    },
    exec: {
      summary: "Become a tool: run it in the place of this process",
      load: () => import("./exec.ts"),
    },
    get: {
      summary: "Print the configured or the available versions of a tool, oldest first",
      load: () => import("./get.ts"),
    },
    info: { summary: "Print what is known about a tool", load: () => import("./info.ts") },
    install: { summary: "Install tools", aliases: ["i"], load: () => import("./install.ts") },
    list: {
      summary: "List the tools of the versions file and what of them is installed",
      aliases: ["ls"],
      load: () => import("./list.ts"),
    },
    lock: {
      summary: "Record the hashes of tools in the lock file, without installing them",
      load: () => import("./lock.ts"),
    },
    outdated: {
      summary: "Tell which tools have newer versions, and exit with 1 when one has",
      load: () => import("./outdated.ts"),
    },
    path: {
      summary: "Print the directories of the installed tools as one PATH",
      load: () => import("./path.ts"),
    },
    proxy: {
      summary: "Small programs on PATH that become the right version of a tool",
      loadGroup: () => import("../toolchain_proxy/table.ts"),
    },
    prune: {
      summary: "Remove installed versions that the project does not name",
      load: () => import("./prune.ts"),
    },
    registry: {
      summary: "Look into the registries of a project",
      loadGroup: () => import("../toolchain_registry/table.ts"),
    },
    remove: {
      summary: "Take tools or versions out of the versions file; installed files stay",
      aliases: ["rm"],
      load: () => import("./remove.ts"),
    },
    run: { summary: "Run a tool as a child of this process", load: () => import("./run.ts") },
    search: {
      summary: "Find tools in the registries by name, program or description",
      load: () => import("./search.ts"),
    },
    set: {
      summary: "Make a version the default of a tool in the versions file",
      aliases: ["use"],
      load: () => import("./set.ts"),
    },
    uninstall: {
      summary: "Remove installed versions; the versions file stays as it is",
      load: () => import("./uninstall.ts"),
    },
    update: {
      summary: "Move tools of the versions file to their newest versions",
      aliases: ["upgrade"],
      load: () => import("./update.ts"),
    },
    verify: {
      summary: "Check what is installed against receipts, the lock file and the cache",
      load: () => import("./verify.ts"),
    },
    versions: {
      summary: "Print the available versions of a tool",
      hidden: true,
      load: () => import("./versions.ts"),
    },
    which: {
      summary: "Print the path of a tool's program",
      load: () => import("./which.ts"),
    },
  },
};

export default group;
