/** `atmos toolchain add`. Follows toolchain §13.1. */
import { command } from "@/cli/command.ts";
import { openToolchain } from "@/features/toolchain/open.ts";
import { addTools } from "@/features/toolchain/add.ts";
import { toolchainFlags } from "./flags.ts";

export default command({
  summary: "Add tools to the versions file, without installing them",
  args: { tools: { summary: "tool or tool@version", required: true, variadic: true, complete: "tool" } },
  flags: {
    ...toolchainFlags,
    default: { type: "boolean", summary: "Put the version first", env: "ATMOS_TOOLCHAIN_DEFAULT" },
    only: { type: "boolean", summary: "Drop the tool's other versions" },
  },
  examples: ["atmos toolchain add terraform@1.9.8", "atmos toolchain add jq"],
  async run(ctx, { args, flags, given }) {
    const placement = flags.only ? "only" : flags.default ? "first" : "last";
    const toolchain = await openToolchain(ctx, { flags, given }, args.tools);
    await addTools(ctx, toolchain, { specs: args.tools, placement });
    return 0;
  },
});
