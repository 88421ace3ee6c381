/** What is known about a tool. Follows toolchain §13.11. */
import type { Context } from "@/base/context.ts";
import { AtmosError } from "@/base/errors.ts";
import type { PackageRecord } from "@/features/registry/core/record.ts";
import type { ResolvedPackage } from "@/features/registry/core/resolve.ts";
import { listInstalled } from "./installed.ts";
import type { InstallServices, ReleasedVersion } from "./services.ts";
import { typedWishes } from "./wishes.ts";

/** The facts; keys are those of the output, empty ones are left out. */
export interface ToolInfo {
  readonly id: string;
  readonly registry: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly installed: readonly string[];
  /** The newest ones; undefined when they cannot be listed. */
  readonly available: readonly ReleasedVersion[] | undefined;
}

const NEWEST = 10;

/**
 * Gathers what is known about a tool and one of its versions: the typed one, else the default of the versions file,
 * else the newest; without any of them what holds for all versions.
 * @throws Lookup `toolchain/unknown-tool` and what resolving throws
 */
export async function toolInfo(ctx: Context, services: InstallServices, spec: string): Promise<ToolInfo> {
  const [wish] = await typedWishes(ctx, services, [spec]);
  if (wish === undefined) throw new TypeError("a spec without a wish");
  const { id } = wish;
  const { policy } = await services.network();
  const available = policy.offline ? undefined : await tryReleases(ctx, services, id);
  const version = wish.version !== "latest"
    ? wish.version
    : available?.[0]?.version ?? await newestInstalled(ctx, services, id);
  const found = await services.requireTool(id, spec, version);
  const candidates = version === undefined ? [] : (await services.candidatesOf(found, version)).candidates;
  const installed = (await listInstalled(ctx, services.toolchain.installRoot, id)).map((tool) =>
    tool.version
  );
  const facts = {
    id,
    registry: found.registry,
    ...definitionFacts(id, candidates[0], found.definitions[0]),
    version,
    processed_url: candidates[0]?.urls[0],
    candidates: candidates.flatMap(({ urls }) => urls),
    installed_versions: installed,
    available_versions: available?.map((release) => release.version),
  };
  return { id, registry: found.registry, facts: withoutEmpty(facts), installed, available };
}

/** For when nobody can say what the newest release is. */
async function newestInstalled(
  ctx: Context,
  { toolchain }: InstallServices,
  id: string,
): Promise<string | undefined> {
  const { compareNewestFirst } = await import("@/lang/semver/order.ts");
  const versions = (await listInstalled(ctx, toolchain.installRoot, id)).map((tool) => tool.version);
  return versions.sort(compareNewestFirst)[0];
}

/** @param definition what counts where no version is resolved */
function definitionFacts(
  id: string,
  resolved: ResolvedPackage | undefined,
  definition: PackageRecord | undefined,
) {
  const record = resolved?.record ?? definition;
  return {
    type: resolved?.type ?? record?.type,
    repo_owner: resolved?.repository?.owner ?? record?.repo_owner ?? id.split("/")[0],
    repo_name: resolved?.repository?.name ?? record?.repo_name ?? id.split("/").at(-1),
    asset: resolved?.urls[0],
    url: record?.url,
    format: resolved?.format ?? record?.format,
    binary_name: record?.binary_name,
    version_prefix: record?.version_prefix,
    description: record?.description,
    files: record?.files?.map(({ name, src }) => ({ name, ...(src ? { src } : {}) })),
    supported_envs: record?.supported_envs,
    checksum: resolved?.checksum?.url,
  };
}

function withoutEmpty(facts: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(facts).filter(([, value]) => value !== undefined && value !== ""),
  );
}

/** Without a list of releases, for whatever reason, the rest is still worth telling. */
async function tryReleases(
  ctx: Context,
  services: InstallServices,
  id: string,
): Promise<readonly ReleasedVersion[] | undefined> {
  try {
    return await services.releases(id, { limit: NEWEST });
  } catch (error) {
    if (!(error instanceof AtmosError) || !["network", "auth"].includes(error.kind)) {
      if (error instanceof AtmosError && error.code === "toolchain/no-versions") return undefined;
      throw error;
    }
    ctx.out.say("warning", `the versions of ${id} cannot be listed: ${error.title}`);
    return undefined;
  }
}
