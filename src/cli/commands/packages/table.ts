/** The commands of `atmos packages`, an older spelling of toolchain commands. Follows toolchain §19.
 *  Invariant: each is the toolchain's own command; nothing is done here. */
import type { AnyCommand, CommandGroup } from "@/cli/command.ts";
import { toolchainFlags } from "@/cli/commands/toolchain/flags.ts";

const group: CommandGroup = {
  summary: "Other names of `atmos toolchain install`, `update` and `atmos exec`",
  flags: toolchainFlags,
  commands: {
    exec: {
      summary: "Run a command with chosen tools first on PATH, in the place of this process",
      load: () => renamed(import("@/cli/commands/exec/exec.ts")),
    },
    install: { summary: "Install tools", load: () => renamed(import("@/cli/commands/toolchain/install.ts")) },
    update: {
      summary: "Move tools of the versions file to their newest versions",
      load: () => renamed(import("@/cli/commands/toolchain/update.ts")),
    },
  },
};

/** Examples and aliases belong to the first name. */
async function renamed(loading: Promise<{ default: AnyCommand }>): Promise<{ default: AnyCommand }> {
  return { default: { ...(await loading).default, examples: [], aliases: [] } };
}

export default group;
