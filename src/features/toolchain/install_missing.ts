/** Installs what a toolset lacks. Follows toolchain §13.6. Invariant: what is installed costs nothing and says nothing. */
import type { Context } from "@/base/context.ts";
import { throwFailures } from "./failures.ts";
import { installTools } from "./install.ts";
import { servicesLater } from "./services_later.ts";
import type { Toolchain } from "./settings.ts";
import { findConfigured } from "./toolset.ts";
import { listedWishes } from "./wishes.ts";

/**
 * Installs the default version of every tool of the versions file that is not there.
 * @throws as `listedWishes`, and what an installation failed of
 */
export async function installMissing(ctx: Context, toolchain: Toolchain): Promise<void> {
  const services = servicesLater(ctx, toolchain);
  const wishes = await listedWishes(ctx, services);
  const defaults = wishes.filter(({ id }, index) => wishes.findIndex((other) => other.id === id) === index);
  const there = await Promise.all(defaults.map((wish) => findConfigured(ctx, toolchain, wish)));
  const wanted = defaults.filter((_, index) => there[index] === undefined);
  if (wanted.length === 0) return;
  const options = { wanted, reinstall: false, refreshLatest: false, writeLock: true };
  throwFailures(await installTools(ctx, services, options));
}
