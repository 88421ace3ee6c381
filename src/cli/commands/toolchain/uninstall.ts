/** `atmos toolchain uninstall`. Follows toolchain §13.19. */
import { AtmosError, UsageError } from "@/base/errors.ts";
import { command } from "@/cli/command.ts";
import { throwErrors } from "@/features/toolchain/failures.ts";
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
    "dry-run": { type: "boolean", summary: "Only say what would be removed", env: "ATMOS_TOOLCHAIN_DRY_RUN" },
  },
  examples: ["atmos toolchain uninstall terraform@1.5.7", "atmos toolchain uninstall --all"],
  async run(ctx, { args, flags, given }) {
    if (flags.all && args.tools.length > 0) throw bothWays(args.tools);
    const toolchain = await openToolchain(ctx, { flags, given }, args.tools);
    const { removed, absent } = flags.all
      ? { removed: await listEverything(ctx, toolchain.installRoot), absent: [] }
      : await findForRemoval(ctx, toolchain, args.tools);
    const dryRun = flags["dry-run"];
    if (flags.all && removed.length === 0) ctx.out.say("info", "No tools installed");
    const errors: unknown[] = [];
    let done = 0;
    // Two words may mean the same version.
    for (const tool of new Map(removed.map((tool) => [tool.dir, tool])).values()) {
      try {
        if (!dryRun) await removeVersion(ctx, toolchain, tool);
        ctx.out.say("info", `${dryRun ? "Would uninstall" : "✓ Uninstalled"} ${tool.id}@${tool.version}`);
        done++;
      } catch (error) {
        if (!(error instanceof AtmosError) || error.kind === "cancelled") throw error;
        ctx.out.say("info", `✗ Uninstall failed ${tool.id}@${tool.version}: ${error.title}`);
        errors.push(error);
      }
    }
    for (const spec of absent) ctx.out.say("info", `${spec} not installed`);
    const counts = [[done, "uninstalled"], [errors.length, "failed"], [absent.length, "skipped"]] as const;
    if (!dryRun && done + errors.length + absent.length > 1) ctx.out.say("info", summaryOf(counts));
    throwErrors(errors);
    return 0;
  },
});

/** Whoever names tools does not mean all others too. */
function bothWays(tools: readonly string[]): UsageError {
  return new UsageError("toolchain/uninstall-reach", "--all and names of tools exclude each other", {
    explanation: `--all removes everything that is installed, not only ${tools.join(", ")}.`,
    hints: [`atmos toolchain uninstall ${tools.join(" ")}`, "atmos toolchain uninstall --all"],
    exitCode: 1,
  });
}

/** `Uninstalled 2 tools, skipped 1`; without what there is none of. */
function summaryOf(counts: readonly (readonly [count: number, what: string])[]): string {
  const parts = counts.filter(([count]) => count > 0).map(([count, what], index) =>
    index > 0 ? `${what} ${count}` : `${what} ${count} ${count === 1 ? "tool" : "tools"}`
  );
  const text = parts.join(", ");
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
