/** Installs a release of this program. Follows toolchain §17.3, §17.7.
 *  Invariant: the versions file is never written; the lock file only where there is one. */
import type { Context } from "@/base/context.ts";
import { installTools } from "@/features/toolchain/install.ts";
import type { InstalledTool } from "@/features/toolchain/installed.ts";
import type { InstallServices } from "@/features/toolchain/services.ts";

/** What to install. */
export interface ReleaseWish {
  /** The id of the source of releases. */
  readonly id: string;
  readonly version: string;
  /** Whether `latest` is looked up again although a version of it is installed. */
  readonly refreshLatest?: boolean;
}

/** Installs a release unless it is there. Throws what installing it throws. */
export async function installRelease(
  ctx: Context,
  services: InstallServices,
  { id, version, refreshLatest = false }: ReleaseWish,
): Promise<InstalledTool> {
  const [outcome] = await installTools(ctx, services, {
    wanted: [{ id, version }],
    reinstall: false,
    refreshLatest,
    writeLock: await ctx.disk.stat(services.toolchain.lockFile) !== undefined,
  });
  if (outcome?.tool) return outcome.tool;
  throw outcome?.error ?? new Error("an installation without an outcome");
}
