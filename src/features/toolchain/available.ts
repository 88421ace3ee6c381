/** The versions of a tool that can be had. Follows toolchain §13.9, §8.7.
 *  Invariant: a tool need not be in the versions file, and what is in it counts whatever its tag is called. */
import type { Context } from "@/base/context.ts";
import { compareVersions } from "@/lang/semver/order.ts";
import { parseToolSpec, sameVersion } from "./core/tool_spec.ts";
import type { ToolVersions } from "./list.ts";
import type { InstallServices } from "./services.ts";
import { findConfigured, noToolsConfigured, readConfiguredTools } from "./toolset.ts";
import { listedWishes, typedWishes } from "./wishes.ts";

/**
 * The newest released versions of tools, oldest first.
 * @param name a tool; undefined means every tool of the versions file
 * @throws Config `toolchain/no-tools-configured`; Lookup `toolchain/unknown-tool`, `toolchain/no-versions`; Network
 */
export async function availableVersions(
  ctx: Context,
  services: InstallServices,
  query: { readonly name: string | undefined; readonly limit: number },
): Promise<readonly ToolVersions[]> {
  const { toolchain } = services;
  const file = await readConfiguredTools(ctx, toolchain), configured = file ?? [];
  if (query.name === undefined && configured.length === 0) {
    throw noToolsConfigured(toolchain, file !== undefined);
  }
  const wishes = query.name === undefined
    ? await listedWishes(ctx, services)
    : await typedWishes(ctx, services, [parseToolSpec(query.name).name]);
  const found: ToolVersions[] = [];
  for (const id of new Set(wishes.map((wish) => wish.id))) {
    const tool = configured.find((each) => each.id.toLowerCase() === id.toLowerCase());
    const released = await services.releases(id, { limit: query.limit });
    const listed = tool?.versions[0];
    const own = released.find(({ version, tag }) =>
      listed !== undefined && (sameVersion(version, listed) || tag === listed)
    );
    const versions = await Promise.all(released.map(async ({ version, tag }) => ({
      version,
      installed: await findConfigured(ctx, toolchain, { id, version }) !== undefined ||
        (tag !== version && await findConfigured(ctx, toolchain, { id, version: tag }) !== undefined),
    })));
    found.push({
      id,
      defaultVersion: own?.version ?? listed,
      // It need not be among the newest.
      isDefaultInstalled: listed !== undefined &&
        await findConfigured(ctx, toolchain, { id, version: listed }) !== undefined,
      versions: versions.sort((a, b) => compareVersions(a.version, b.version)),
    });
  }
  return found;
}
