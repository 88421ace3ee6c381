/** `atmos toolchain set`. Follows toolchain §13.18. */
import { UsageError } from "@/base/errors.ts";
import { command } from "@/cli/command.ts";
import { withListedNames } from "@/features/toolchain/listed_names.ts";
import { openToolchain } from "@/features/toolchain/open.ts";
import { addTools } from "@/features/toolchain/add.ts";
import { canAsk } from "@/ui/can_ask.ts";
import { toolchainFlags } from "./flags.ts";

export default command({
  summary: "Make a version the default of a tool in the versions file",
  description: "Without a version lets you pick one of those that are released. " +
    "The tool's other versions stay, behind it.",
  args: {
    tool: { summary: "tool or tool@version", required: true, complete: "tool" },
    version: { summary: "version, unless it follows the tool's @" },
  },
  flags: {
    ...toolchainFlags,
    only: { type: "boolean", summary: "Drop the tool's other versions" },
  },
  aliases: ["use"],
  examples: ["atmos toolchain set terraform 1.9.8", "atmos toolchain set terraform"],
  async run(ctx, { args, flags, given }) {
    const toolchain = await withListedNames(ctx, await openToolchain(ctx, { flags, given }, [args.tool]));
    let { version } = args;
    if (version === undefined && !args.tool.includes("@")) {
      if (!canAsk(ctx)) throw needsVersion(args.tool);
      const { pickVersion } = await import("@/features/toolchain/pick_version.ts");
      version = await pickVersion(ctx, toolchain, args.tool);
    }
    const spec = version === undefined ? args.tool : `${args.tool}@${version}`;
    await addTools(ctx, toolchain, { specs: [spec], placement: flags.only ? "only" : "first" });
    return 0;
  },
});

function needsVersion(tool: string): UsageError {
  return new UsageError("toolchain/version-missing", `choosing a version of ${tool} requires a terminal`, {
    hints: [`atmos toolchain set ${tool} VERSION`, `atmos toolchain get --all ${tool}`],
    exitCode: 1,
  });
}
