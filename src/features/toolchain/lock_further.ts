/** Locks a version for the platforms that another version of the tool was locked for. Follows toolchain §12.2, §13.20. */
import type { Context } from "@/base/context.ts";
import { findLocked, type LockedVersion } from "./core/lock_file.ts";
import { parsePlatform } from "./core/platform.ts";
import { throwErrors } from "./failures.ts";
import { readLock, writeLock } from "./lock.ts";
import { lockTools } from "./lock_tools.ts";
import type { InstallServices } from "./services.ts";

/** Adds what is missing; entries that are there stay. @throws what fetching throws, for what could not be had */
export async function lockFurther(
  ctx: Context,
  services: InstallServices,
  wish: { readonly id: string; readonly version: string; readonly like: LockedVersion | undefined },
): Promise<void> {
  const { id, version, like } = wish;
  if (services.toolchain.config.lockMode === "off") return;
  const lock = await readLock(ctx, services.toolchain);
  const keys = Object.keys(like?.platforms ?? {}).filter((key) => !findLocked(lock, wish, key));
  if (keys.length === 0) return;
  const [outcome] = await lockTools(ctx, services, {
    wishes: [{ id, version }],
    platforms: keys.map((key) => parsePlatform(key.replace("_", "/"))),
    lock,
  });
  if (outcome === undefined) return;
  await writeLock(ctx, services.toolchain, {
    entries: outcome.entries,
    registries: services.registryCommits(),
  });
  throwErrors(outcome.errors);
}
