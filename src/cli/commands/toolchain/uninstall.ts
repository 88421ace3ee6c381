/** `atmos toolchain uninstall`. Follows toolchain §13.19. */
import { command } from "@/cli/command.ts";
import { openToolchain } from "@/features/toolchain/open.ts";
import { findForRemoval, listEverything, removeVersion } from "@/features/toolchain/uninstall.ts";
import { toolchainFlags } from "./flags.ts";

export default command({
  summary: "Remove installed versions; the versions file stays as it is",
  description: "Without arguments removes what the versions file lists.",
  args: { tools: { summary: "tool or tool@version", variadic: true, complete: "installed-tool" } },
  flags: {
    ...toolchainFlags,
    all: { type: "boolean", summary: "Everything that is installed", env: "ATMOS_TOOLCHAIN_UNINSTALL_ALL" },
    "dry-run": { type: "boolean", summary: "Only say what would be removed" },
  },
  examples: ["atmos toolchain uninstall terraform@1.5.7", "atmos toolchain uninstall --all"],
  async run(ctx, { args, flags, given }) {
    const toolchain = await openToolchain(ctx, { flags, given });
    const { removed, absent } = flags.all
      ? { removed: await listEverything(ctx, toolchain.installRoot), absent: [] }
      : await findForRemoval(ctx, toolchain, args.tools);
    if (flags.all && removed.length === 0) ctx.out.say("info", "No tools installed");
    for (const tool of removed) {
      if (!flags["dry-run"]) await removeVersion(ctx, toolchain, tool);
      ctx.out.say(
        "info",
        `${flags["dry-run"] ? "Would uninstall" : "✓ Uninstalled"} ${tool.id}@${tool.version}`,
      );
    }
    for (const spec of absent) ctx.out.say("info", `${spec} not installed`);
    return 0;
  },
});
