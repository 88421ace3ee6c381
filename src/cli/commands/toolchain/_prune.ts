/** What `prune` and `clean --unused` do and say. Follows toolchain §13.3, §13.4.
 *  Invariant: nothing is deleted that was not shown and agreed to. */
import type { Context } from "@/base/context.ts";
import { UsageError } from "@/base/errors.ts";
import { parseDuration } from "@/base/text/duration.ts";
import { sizeText } from "@/base/text/size.ts";
import { findUnused } from "@/features/toolchain/prune.ts";
import type { Toolchain } from "@/features/toolchain/settings.ts";
import { removeVersion } from "@/features/toolchain/uninstall.ts";
import { canAsk } from "@/ui/can_ask.ts";

/** The words of the command. */
export interface PruneRequest {
  /** A length of time such as `30d`. */
  readonly olderThan?: string | undefined;
  readonly dryRun: boolean;
  readonly force: boolean;
}

/** Shows and removes; answers the exit code. @throws Usage `toolchain/bad-duration`, `toolchain/needs-force` (exit 1) */
export async function prune(ctx: Context, toolchain: Toolchain, request: PruneRequest): Promise<number> {
  const unused = await findUnused(ctx, toolchain, { olderThanMs: ageOf(request.olderThan) });
  if (unused.length === 0) {
    ctx.out.say("info", "No unused versions");
    return 0;
  }
  if (!request.dryRun && !request.force && !canAsk(ctx)) throw needsForce();
  const total = sizeText(unused.reduce((sum, { bytes }) => sum + bytes, 0));
  if (request.dryRun || !request.force) {
    for (const { tool, bytes } of unused) {
      ctx.out.say("info", `Would remove ${tool.id}@${tool.version} (${sizeText(bytes)})`);
    }
  }
  if (request.dryRun) {
    ctx.out.say("info", `Would remove ${unused.length} version(s), ${total}`);
    return 0;
  }
  if (!request.force && !await agrees(ctx, `Remove ${unused.length} version(s), ${total}?`)) {
    ctx.out.say("info", "Prune aborted.");
    return 0;
  }
  for (const { tool, bytes } of unused) {
    await removeVersion(ctx, toolchain, tool);
    ctx.out.say("info", `✓ Removed ${tool.id}@${tool.version} (${sizeText(bytes)})`);
  }
  ctx.out.say("info", `Removed ${unused.length} version(s), ${total}`);
  return 0;
}

async function agrees(ctx: Context, question: string): Promise<boolean> {
  const { confirm } = await import("@/io/prompt/prompts.ts");
  return await confirm(ctx, question);
}

function needsForce(): UsageError {
  return new UsageError("toolchain/needs-force", "removing requires interactive confirmation or --force", {
    hints: ["atmos toolchain prune --dry-run", "atmos toolchain prune --force"],
    exitCode: 1,
  });
}

function ageOf(text: string | undefined): number {
  const ms = text === undefined ? 0 : parseDuration(text);
  if (ms !== undefined) return ms;
  throw new UsageError("toolchain/bad-duration", `"${text}" is no length of time`, {
    explanation: "It is a whole number with one of the units s, m, h, d, w.",
    hints: ["atmos toolchain prune --older-than 30d --dry-run"],
    exitCode: 1,
  });
}
