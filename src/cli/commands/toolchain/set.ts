/** `atmos toolchain set`. Follows toolchain §13.18. */
import { UsageError } from "@/base/errors.ts";
import { command } from "@/cli/command.ts";
import { openToolchain } from "@/features/toolchain/open.ts";
import { addTools } from "@/features/toolchain/add.ts";
import { toolchainFlags } from "./flags.ts";

export default command({
  summary: "Make a version the default of a tool in the versions file",
  args: {
    tool: { summary: "tool or tool@version", required: true, complete: "tool" },
    version: { summary: "version, unless it follows the tool's @" },
  },
  flags: {
    ...toolchainFlags,
    only: { type: "boolean", summary: "Drop the tool's other versions" },
  },
  aliases: ["use"],
  examples: ["atmos toolchain set terraform 1.9.8"],
  async run(ctx, { args, flags, given }) {
    if (args.version === undefined && !args.tool.includes("@")) {
      throw new UsageError(
        "toolchain/version-missing",
        `choosing a version of ${args.tool} requires a terminal`,
        {
          hints: [`atmos toolchain set ${args.tool} VERSION`],
          exitCode: 1,
        },
      );
    }
    const spec = args.version === undefined ? args.tool : `${args.tool}@${args.version}`;
    const placement = flags.only ? "only" : "first";
    await addTools(ctx, await openToolchain(ctx, { flags, given }), { specs: [spec], placement });
    return 0;
  },
});
