/** Moves tools of the versions file to their newest versions. Follows toolchain §13.20.
 *  Invariant: never downgrades; the file changes only for what was installed. */
import type { Context } from "@/base/context.ts";
import { mapLimited } from "@/base/flow/limit.ts";
import { compareVersions, isOrderedVersion } from "@/lang/semver/order.ts";
import { replaceVersion } from "./core/versions_file.ts";
import { editVersionsFile } from "./edit.ts";
import { installTools } from "./install.ts";
import type { InstallServices } from "./services.ts";
import { type ConfiguredTool, idInFile, readConfiguredTools } from "./toolset.ts";

/** What there is for one tool. */
export interface UpdateOffer {
  readonly tool: ConfiguredTool;
  readonly current: string;
  /** The newest version when it is newer; for `latest` whatever is the newest. */
  readonly newer: string | undefined;
  readonly error?: unknown;
}

/** Looks what is newer than the default version of each tool, of all or of those that are named by id. */
export async function findUpdates(
  ctx: Context,
  services: InstallServices,
  ids: readonly string[],
): Promise<readonly UpdateOffer[]> {
  const { toolchain } = services;
  const configured = (await readConfiguredTools(ctx, toolchain) ?? [])
    .filter(({ id }) => id.includes("/") && (ids.length === 0 || ids.includes(id)));
  const settled = await mapLimited(configured, toolchain.config.maxConcurrency, async (tool) => {
    const current = tool.versions[0] ?? "latest";
    const newest = await services.latestVersion(tool.id);
    return { tool, current, newer: isNewer(newest, current) ? newest : undefined };
  });
  return settled.map((result, index): UpdateOffer => {
    const tool = configured[index] as ConfiguredTool;
    return result.ok
      ? result.value
      : { tool, current: tool.versions[0] ?? "", newer: undefined, error: result.error };
  });
}

function isNewer(newest: string, current: string): boolean {
  if (current === "latest") return true;
  return isOrderedVersion(current) && isOrderedVersion(newest) && compareVersions(newest, current) > 0;
}

/** Installs an offer and writes it into the versions file, in the place of the old version. */
export async function takeUpdate(ctx: Context, services: InstallServices, offer: UpdateOffer): Promise<void> {
  const { tool, current, newer } = offer, { toolchain } = services;
  if (newer === undefined) return;
  const version = current === "latest" ? "latest" : newer;
  const wanted = [{ id: tool.id, version }];
  const [outcome] = await installTools(ctx, services, {
    wanted,
    reinstall: false,
    refreshLatest: true,
    writeLock: true,
  });
  if (outcome?.outcome === "failed") throw outcome.error;
  if (current === "latest") return;
  const idOf = (name: string) => idInFile(name, toolchain);
  await editVersionsFile(
    ctx,
    toolchain,
    (text) => replaceVersion(text, { id: tool.id, from: current, to: newer }, idOf),
  );
}
