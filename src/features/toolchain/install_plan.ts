/** Says what `toolchain install` would do. Follows toolchain §13.10.
 *  Invariant: nothing is downloaded but registries and lists of releases, nothing is written but their caches. */
import type { Context } from "@/base/context.ts";
import { mapLimited } from "@/base/flow/limit.ts";
import { concreteVersion, installedFor } from "./install.ts";
import type { LockFile } from "./core/lock_file.ts";
import { readLock } from "./lock.ts";
import { throwErrors } from "./failures.ts";
import type { InstallServices } from "./services.ts";
import { listedWishes, typedWishes, type Wish } from "./wishes.ts";

/** One line a version. Throws as `typedWishes` and `listedWishes`, and what stands against a single version. */
export async function planInstall(
  ctx: Context,
  services: InstallServices,
  request: { readonly specs: readonly string[]; readonly reinstall: boolean },
): Promise<readonly string[]> {
  const { specs, reinstall } = request;
  const wishes = specs.length > 0
    ? await typedWishes(ctx, services, specs)
    : await listedWishes(ctx, services);
  const lock = await readLock(ctx, services.toolchain), refreshLatest = specs.length > 0;
  const bound = services.toolchain.config.maxConcurrency;
  const settled = await mapLimited(
    wishes,
    bound,
    (wish) => lineOf(ctx, services, { wish, reinstall, lock, refreshLatest }),
  );
  throwErrors(settled.flatMap((result) => result.ok ? [] : [result.error]));
  return settled.flatMap((result) => result.ok ? [result.value] : []);
}

async function lineOf(
  ctx: Context,
  services: InstallServices,
  { wish, reinstall, lock, refreshLatest }: {
    readonly wish: Wish;
    readonly reinstall: boolean;
    readonly lock: LockFile;
    readonly refreshLatest: boolean;
  },
): Promise<string> {
  const { id } = wish;
  const version = await concreteVersion(ctx, services, { tool: wish, lock, refreshLatest });
  const spec = `${id}@${version}`;
  const there = reinstall ? undefined : await installedFor(ctx, services, { id, version });
  if (there) return `Would skip ${spec} (already installed)`;
  const found = await services.requireTool(id, spec, version);
  const { candidates } = await services.candidatesOf(found, version);
  return `Would install ${spec} from ${candidates[0]?.urls[0] ?? found.registry}`;
}
