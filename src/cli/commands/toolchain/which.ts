/** `atmos toolchain which`. Follows toolchain §13.21. */
import { command } from "@/cli/command.ts";
import { openToolchain } from "@/features/toolchain/open.ts";
import { whichProgram } from "@/features/toolchain/which.ts";
import { toolchainFlags } from "./flags.ts";

export default command({
  summary: "Print the path of a tool's program",
  args: { tool: { summary: "tool, tool@version or program", required: true, complete: "installed-tool" } },
  flags: { ...toolchainFlags },
  examples: ["atmos toolchain which terraform", "atmos toolchain which terraform@1.5.7"],
  async run(ctx, { args, flags, given }) {
    ctx.out.data(`${await whichProgram(ctx, await openToolchain(ctx, { flags, given }), args.tool)}\n`);
    return 0;
  },
});
