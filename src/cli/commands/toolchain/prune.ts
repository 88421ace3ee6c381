/** `atmos toolchain prune`. Follows toolchain §13.4. */
import { command } from "@/cli/command.ts";
import { openToolchain } from "@/features/toolchain/open.ts";
import { toolchainFlags } from "./flags.ts";

export default command({
  summary: "Remove installed versions that the project does not name",
  description:
    "What counts as named: the versions file, toolchain.tools, the lock file, proxies, and version.use. " +
    "Projects that share the install root are not asked.",
  flags: {
    ...toolchainFlags,
    "older-than": {
      type: "string",
      summary: "Only what was installed longer ago than this: 12h, 30d, 8w",
      placeholder: "time",
    },
    "dry-run": { type: "boolean", summary: "Only say what would be removed", env: "ATMOS_TOOLCHAIN_DRY_RUN" },
    force: { type: "boolean", summary: "Do not ask", env: "ATMOS_TOOLCHAIN_FORCE" },
  },
  examples: ["atmos toolchain prune --dry-run", "atmos toolchain prune --older-than 30d --force"],
  async run(ctx, { flags, given }) {
    const { prune } = await import("./_prune.ts");
    const toolchain = await openToolchain(ctx, { flags, given });
    const { "older-than": olderThan, "dry-run": dryRun, force } = flags;
    return await prune(ctx, toolchain, { olderThan, dryRun, force });
  },
});
