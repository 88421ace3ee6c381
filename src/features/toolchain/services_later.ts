/** The services of a call that may turn out to need none: an install with nothing to do, a tool that is there.
 *  Follows deno §2.
 *  Invariant: registries and network are not even loaded before the first question. */
import type { Context } from "@/base/context.ts";
import { platformKeyOf, wantedPlatform } from "./core/platform.ts";
import type { InstallServices, ServiceOptions } from "./services.ts";
import type { Toolchain } from "./settings.ts";

/** As `openServices`, which the first question calls; its errors come then. */
export function servicesLater(
  ctx: Context,
  toolchain: Toolchain,
  options: ServiceOptions = {},
): InstallServices {
  let commits: InstallServices["registryCommits"] = () => ({});
  let opened: Promise<InstallServices> | undefined;
  const open = async () => {
    const { openServices } = await import("./open_services.ts");
    const services = await openServices(ctx, toolchain, options);
    commits = services.registryCommits;
    return services;
  };
  const services = () => opened ??= open();
  return {
    toolchain,
    get platform() {
      return wantedPlatform(ctx, options.platform);
    },
    get platformKey() {
      return platformKeyOf(this.platform);
    },
    network: async () => (await services()).network(),
    idOf: async (name) => (await services()).idOf(name),
    requireTool: async (...tool) => (await services()).requireTool(...tool),
    candidatesOf: async (...tool) => (await services()).candidatesOf(...tool),
    latestVersion: async (...tool) => (await services()).latestVersion(...tool),
    keptVersions: async (...query) => (await services()).keptVersions(...query),
    releasedVersions: async (...query) => (await services()).releasedVersions(...query),
    releases: async (...query) => (await services()).releases(...query),
    packages: async () => (await services()).packages(),
    registryCommits: () => commits(),
  };
}
