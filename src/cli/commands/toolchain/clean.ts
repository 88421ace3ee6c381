/** `atmos toolchain clean`. Follows toolchain §13.3. */
import { relativePath } from "@/base/path.ts";
import { sizeText } from "@/base/text/size.ts";
import { command } from "@/cli/command.ts";
import { clean, cleanTargets, needsForce } from "@/features/toolchain/clean.ts";
import { openToolchain } from "@/features/toolchain/open.ts";
import { toolchainFlags } from "./flags.ts";

export default command({
  summary: "Delete installed tools and caches",
  flags: {
    ...toolchainFlags,
    "dry-run": { type: "boolean", summary: "Only say what would be deleted", env: "ATMOS_TOOLCHAIN_DRY_RUN" },
    "cache-only": { type: "boolean", summary: "Keep installed tools", env: "ATMOS_TOOLCHAIN_CACHE_ONLY" },
    force: { type: "boolean", summary: "Do not ask", env: "ATMOS_TOOLCHAIN_FORCE" },
  },
  examples: ["atmos toolchain clean --dry-run", "atmos toolchain clean --cache-only --force"],
  async run(ctx, { flags, given }) {
    const targets = await cleanTargets(ctx, await openToolchain(ctx, { flags, given }), flags["cache-only"]);
    if (flags["dry-run"]) {
      for (const { label, path, files, bytes } of targets) {
        const shown = path.startsWith(`${ctx.cwd}/`) ? relativePath(ctx.cwd, path) : path;
        ctx.out.say("info", `Would delete ${files} files (${sizeText(bytes)}) from ${label}: ${shown}`);
      }
      return 0;
    }
    if (!flags.force) throw needsForce();
    await clean(ctx, targets);
    return 0;
  },
});
