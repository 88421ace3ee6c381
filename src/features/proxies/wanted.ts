/** Which shims a project wants. Follows toolchain §13.14, §16. Invariant: every name can be one on every system. */
import type { Context } from "@/base/context.ts";
import { ConfigError, LookupError, UsageError } from "@/base/errors.ts";
import { listInstalled } from "@/features/toolchain/installed.ts";
import type { Toolchain } from "@/features/toolchain/settings.ts";
import { type ConfiguredTool, findConfigured, readConfiguredTools } from "@/features/toolchain/toolset.ts";
import type { ProjectProxies } from "./core/record.ts";
import { isShimName } from "./core/shim.ts";
import { findTarget } from "./target.ts";

/**
 * The shims of the configuration, those that were asked for, and with `all` the programs of the versions file.
 * @throws Config `proxies/bad-name`
 */
export async function wantedProxies(
  ctx: Context,
  toolchain: Toolchain,
  { asked, all }: Pick<ProjectProxies, "asked" | "all">,
): Promise<ProjectProxies> {
  const configured = Object.keys(toolchain.config.proxies);
  const bad = configured.find((name) => !isShimName(name));
  if (bad !== undefined) throw await badName(ctx, bad);
  const isAll = all || toolchain.config.proxiesAll;
  const programs = isAll ? await allPrograms(ctx, toolchain) : [];
  const names = [...new Set([...configured, ...asked, ...programs.filter(isShimName)])].sort();
  return { names, asked, all };
}

/** Makes sure that names mean something here. @throws Usage `proxies/bad-name`, Lookup `proxies/unknown` (exit 2) */
export async function checkAsked(
  ctx: Context,
  toolchain: Toolchain,
  names: readonly string[],
): Promise<void> {
  for (const name of names) {
    if (!isShimName(name)) {
      throw new UsageError("proxies/bad-name", badTitle(name), { explanation: PLAIN_NAMES });
    }
    if ((await findTarget(ctx, toolchain, name)).kind !== "unknown") continue;
    throw new LookupError("proxies/unknown", `nothing here is called ${name}`, {
      explanation:
        `It is neither in toolchain.proxies of atmos.yaml, nor a tool or program of ${toolchain.versionsFileName}.`,
      hints: [`atmos toolchain add ${name}`],
      exitCode: 2,
    });
  }
}

/** Programs of the tools of the versions file, whether they are installed or known by another version. */
async function allPrograms(ctx: Context, toolchain: Toolchain): Promise<readonly string[]> {
  const tools = await readConfiguredTools(ctx, toolchain) ?? [];
  const programs = await Promise.all(tools.map((tool) => programsOf(ctx, toolchain, tool)));
  return programs.flat();
}

async function programsOf(
  ctx: Context,
  toolchain: Toolchain,
  tool: ConfiguredTool,
): Promise<readonly string[]> {
  const version = tool.versions[0] ?? "latest";
  const installed = await findConfigured(ctx, toolchain, { id: tool.id, version }) ??
    (await listInstalled(ctx, toolchain.installRoot, tool.id))[0];
  return installed ? [...installed.bins.keys()] : [tool.name.slice(tool.name.lastIndexOf("/") + 1)];
}

const PLAIN_NAMES =
  "A proxy is a file on every system: letters, digits and _ + @ % . - make its name, and neither atmos itself nor a " +
  "device of Windows has it.";

async function badName(ctx: Context, name: string): Promise<ConfigError> {
  const { loadPlaces } = await import("@/features/config/load.ts");
  const positionOf = await loadPlaces(ctx);
  return new ConfigError("proxies/bad-name", badTitle(name), {
    explanation: PLAIN_NAMES,
    hints: ["Choose another name in toolchain.proxies of atmos.yaml."],
    at: positionOf?.(["proxies", name], "key"),
  });
}

function badTitle(name: string): string {
  return `${JSON.stringify(name)} cannot be the name of a proxy`;
}
