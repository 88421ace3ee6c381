/** What is known about a tool. Follows toolchain §13.11. */
import type { Context } from "@/base/context.ts";
import { AtmosError } from "@/base/errors.ts";
import { listInstalled } from "./installed.ts";
import type { InstallServices } from "./services.ts";
import { typedWishes } from "./wishes.ts";

/** The facts; keys are those of the output, empty ones are left out. */
export interface ToolInfo {
  readonly id: string;
  readonly registry: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly installed: readonly string[];
  /** The newest ones; undefined when they cannot be listed. */
  readonly available: readonly string[] | undefined;
}

const NEWEST = 10;

/**
 * Gathers what is known about a tool and one of its versions: the typed one, else the default of the versions file,
 * else the newest.
 * @param listVersions whether released versions are listed, which asks the network
 * @throws Lookup `toolchain/unknown-tool` and what resolving throws
 */
export async function toolInfo(
  ctx: Context,
  services: InstallServices,
  request: { readonly spec: string; readonly listVersions: boolean },
): Promise<ToolInfo> {
  const [wish] = await typedWishes(ctx, services, [request.spec]);
  if (wish === undefined) throw new TypeError("a spec without a wish");
  const { id } = wish;
  const version = wish.version === "latest" ? await services.latestVersion(id) : wish.version;
  const found = await services.requireTool(id, request.spec, version);
  const { candidates } = await services.candidatesOf(found, version);
  const resolved = candidates[0];
  const { record } = resolved ?? {};
  const url = resolved?.urls[0];
  const facts = {
    type: resolved?.type,
    repo_owner: resolved?.repository?.owner ?? id.split("/")[0],
    repo_name: resolved?.repository?.name ?? id.split("/").at(-1),
    asset: url,
    format: resolved?.format,
    binary_name: record?.binary_name,
    version_prefix: record?.version_prefix,
    files: record?.files?.map(({ name, src }) => ({ name, ...(src ? { src } : {}) })),
    supported_envs: record?.supported_envs,
    checksum: resolved?.checksum?.url,
    version,
    candidates: candidates.flatMap(({ urls }) => urls),
  };
  return {
    id,
    registry: found.registry,
    facts: Object.fromEntries(
      Object.entries(facts).filter(([, value]) => value !== undefined && value !== ""),
    ),
    installed: (await listInstalled(ctx, services.toolchain.installRoot, id)).map((tool) => tool.version),
    available: request.listVersions ? await availableVersions(ctx, services, id) : undefined,
  };
}

async function availableVersions(
  ctx: Context,
  services: InstallServices,
  id: string,
): Promise<readonly string[] | undefined> {
  try {
    return await services.releasedVersions(id, NEWEST);
  } catch (error) {
    if (!(error instanceof AtmosError)) throw error;
    ctx.out.say("warning", `its versions cannot be listed: ${error.title}`);
    return undefined;
  }
}
