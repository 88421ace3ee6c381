/** Takes out of the lock file what an edit of the versions file made superfluous. Follows toolchain §12.2.
 *  Invariant: only versions of the tools that were edited go, and only when the project names them no more. */
import type { Context } from "@/base/context.ts";
import { writeLock } from "./lock.ts";
import { isReferenced, projectReferences } from "./references.ts";
import type { Toolchain } from "./settings.ts";

/** A frozen lock file stays as it is. */
export async function dropFromLock(
  ctx: Pick<Context, "disk" | "locks" | "clock" | "host" | "env" | "out" | "cwd" | "signal">,
  toolchain: Toolchain,
  ids: readonly string[],
): Promise<void> {
  if (toolchain.config.lockMode === "frozen" || await ctx.disk.stat(toolchain.lockFile) === undefined) return;
  const references = await projectReferences(ctx, toolchain);
  const edited = new Set(ids.map((id) => id.toLowerCase()));
  await writeLock(ctx, toolchain, {
    entries: [],
    registries: {},
    keeps: (version) => !edited.has(version.id.toLowerCase()) || isReferenced(references, version),
  });
}
