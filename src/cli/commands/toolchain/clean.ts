/** `atmos toolchain clean`. Follows toolchain §13.3. */
import type { Context } from "@/base/context.ts";
import { relativePath } from "@/base/path.ts";
import { sizeText } from "@/base/text/size.ts";
import { command } from "@/cli/command.ts";
import { clean, type CleanTarget, cleanTargets, needsForce } from "@/features/toolchain/clean.ts";
import { openToolchain } from "@/features/toolchain/open.ts";
import { canAsk } from "@/ui/can_ask.ts";
import { toolchainFlags } from "./flags.ts";

export default command({
  summary: "Delete installed tools and caches",
  flags: {
    ...toolchainFlags,
    "dry-run": { type: "boolean", summary: "Only say what would be deleted", env: "ATMOS_TOOLCHAIN_DRY_RUN" },
    "cache-only": { type: "boolean", summary: "Keep installed tools", env: "ATMOS_TOOLCHAIN_CACHE_ONLY" },
    unused: { type: "boolean", summary: "Only versions that the project does not name, as prune does" },
    force: { type: "boolean", summary: "Do not ask", env: "ATMOS_TOOLCHAIN_FORCE" },
  },
  examples: [
    "atmos toolchain clean --dry-run",
    "atmos toolchain clean --cache-only --force",
    "atmos toolchain clean --unused",
  ],
  async run(ctx, { flags, given }) {
    const toolchain = await openToolchain(ctx, { flags, given });
    const { "dry-run": dryRun, force } = flags;
    if (flags.unused) {
      const { prune } = await import("./_prune.ts");
      return await prune(ctx, toolchain, { dryRun, force });
    }
    const targets = await cleanTargets(ctx, toolchain, flags["cache-only"]);
    if (!dryRun && !force && !canAsk(ctx)) throw needsForce();
    if (dryRun || !force) { for (const target of targets) ctx.out.say("info", targetLine(ctx, target)); }
    if (dryRun) return 0;
    if (!force && !targets.some(({ exists }) => exists)) {
      ctx.out.say("info", "Nothing to delete.");
      return 0;
    }
    if (!force && !await agrees(ctx)) {
      ctx.out.say("info", "Clean aborted.");
      return 0;
    }
    await clean(ctx, targets);
    return 0;
  },
});

function targetLine(ctx: Context, { label, path, exists, files, bytes }: CleanTarget): string {
  const shown = path.startsWith(`${ctx.cwd}/`) ? relativePath(ctx.cwd, path) : path;
  if (!exists) return `Would delete nothing from ${label}: ${shown} does not exist`;
  return `Would delete ${files} files (${sizeText(bytes)}) from ${label}: ${shown}`;
}

async function agrees(ctx: Context): Promise<boolean> {
  const { confirm } = await import("@/io/prompt/prompts.ts");
  return await confirm(ctx, "Delete all of this?");
}
