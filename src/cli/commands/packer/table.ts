/** The commands below `atmos packer`. Follows components §8.1. */
import type { AnyCommand, CommandEntry, CommandGroup } from "@/cli/command.ts";

function native(subcommand: string, summary: string): CommandEntry {
  const load = async (): Promise<{ default: AnyCommand }> => ({
    default: (await import("./native.ts")).packerCommand(subcommand, summary),
  });
  return { summary, load };
}

const packer: CommandGroup = {
  summary: "Run packer on a component of a stack",
  commands: {
    build: native("build", "Build the images of a component"),
    console: native("console", "Try expressions of a component"),
    fix: native("fix", "Rewrite an old template for this packer"),
    fmt: native("fmt", "Rewrite the files of a component in packer's style"),
    hcl2_upgrade: native("hcl2_upgrade", "Turn a JSON template into HCL"),
    init: native("init", "Install the plugins of a component"),
    inspect: native("inspect", "Print what a template holds"),
    output: {
      summary: "Print what packer has built, from the manifest that it wrote",
      load: () => import("./output.ts"),
    },
    validate: native("validate", "Check the template of a component"),
    version: { summary: "Print the version of packer", load: () => import("./version.ts") },
  },
};

export default packer;
