/** The commands below `atmos`. Follows config §9. Invariant: nothing but names, summaries and loaders, because every
 *  start of the program reads this. */
import type { CommandGroup } from "@/cli/command.ts";
import toolchain from "./toolchain/table.ts";

/** The commands below `atmos`. */
export const rootGroup: CommandGroup = {
  summary: "Tools, infrastructure and workflows of a project, the same on every machine",
  commands: {
    __complete: {
      summary: "Answer what could stand at the cursor, to the scripts of `atmos completion`",
      hidden: true,
      load: () => import("./completion/complete.ts"),
    },
    __completeNoDesc: {
      summary: "Answer what could stand at the cursor, to the scripts of `atmos completion`",
      hidden: true,
      load: async () => ({ default: (await import("./completion/complete.ts")).withoutSummaries }),
    },
    about: { summary: "Tell what this program is", load: () => import("./about/about.ts") },
    completion: {
      summary: "Print the script that completes words in a shell",
      load: () => import("./completion/completion.ts"),
    },
    config: {
      summary: "Look into the configuration",
      loadGroup: () => import("./config/table.ts"),
    },
    describe: {
      summary: "Print what a project says, with everything that follows from it",
      loadGroup: () => import("./describe/table.ts"),
    },
    doctor: {
      summary: "Look for what keeps tools from working, and say what helps",
      load: () => import("./doctor/doctor.ts"),
    },
    env: {
      summary: "Print the variables of the env section",
      load: () => import("./env/env.ts"),
    },
    exec: {
      summary: "Run a command with chosen tools first on PATH, in the place of this process",
      load: () => import("./exec/exec.ts"),
    },
    helmfile: {
      summary: "Run helmfile on a component of a stack",
      aliases: ["hf"],
      loadGroup: () => import("./helmfile/table.ts"),
    },
    init: {
      summary: "Begin a project in this folder: .tool-versions and atmos.yaml",
      load: () => import("./init/init.ts"),
    },
    list: {
      summary: "Lists of what a project has",
      loadGroup: () => import("./list/table.ts"),
    },
    packer: {
      summary: "Run packer on a component of a stack",
      aliases: ["pk"],
      loadGroup: () => import("./packer/table.ts"),
    },
    packages: {
      summary: "Other names of `atmos toolchain install`, `update` and `atmos exec`",
      hidden: true,
      loadGroup: () => import("./packages/table.ts"),
    },
    path: {
      summary: "Print the directories of the installed tools as one PATH",
      load: () => import("./path/path.ts"),
    },
    profile: {
      summary: "The profiles that can lie over the configuration",
      loadGroup: () => import("./profile/table.ts"),
    },
    stack: {
      summary: "Look into the values of a stack and change them where they are written",
      loadGroup: () => import("./stack/table.ts"),
    },
    support: {
      summary: "Print the facts that a report of a mistake needs; no secrets",
      load: () => import("./support/support.ts"),
    },
    terraform: {
      summary: "Run terraform or OpenTofu on a component of a stack",
      aliases: ["tf"],
      loadGroup: () => import("./terraform/table.ts"),
    },
    toolchain: {
      summary: "Install the tools of a project and run them",
      // Another chunk would cost every toolchain command a millisecond.
      loadGroup: () => Promise.resolve({ default: toolchain }),
    },
    validate: {
      summary: "Check files of the project",
      loadGroup: () => import("./validate/table.ts"),
    },
    version: {
      summary: "Print the version of this program",
      loadGroup: () => import("./version/table.ts"),
    },
    workflow: {
      summary: "Run a workflow of the project",
      loadGroup: () => import("./workflow/table.ts"),
    },
  },
};
