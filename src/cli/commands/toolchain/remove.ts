/** `atmos toolchain remove`. Follows toolchain §13.16. */
import { command } from "@/cli/command.ts";
import { openToolchain } from "@/features/toolchain/open.ts";
import { removeFromFile } from "@/features/toolchain/edit.ts";
import { toolchainFlags } from "./flags.ts";

export default command({
  summary: "Take tools or versions out of the versions file; installed files stay",
  args: { tools: { summary: "tool or tool@version", required: true, variadic: true, complete: "tool" } },
  flags: { ...toolchainFlags },
  aliases: ["rm"],
  examples: ["atmos toolchain remove terraform@1.5.7"],
  async run(ctx, { args, flags, given }) {
    const toolchain = await openToolchain(ctx, { flags, given });
    await removeFromFile(ctx, toolchain, args.tools);
    for (const tool of args.tools) ctx.out.say("info", `Removed ${tool} from ${toolchain.versionsFileName}`);
    return 0;
  },
});
