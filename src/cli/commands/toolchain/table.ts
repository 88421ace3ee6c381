/** The commands of `atmos toolchain`. Follows toolchain §13. */
import type { CommandGroup } from "@/cli/command.ts";
import { toolchainFlags } from "./flags.ts";

const group: CommandGroup = {
  summary: "Install the command-line tools of a project, verified, and put them on PATH",
  flags: toolchainFlags,
  commands: {},
};

export default group;
