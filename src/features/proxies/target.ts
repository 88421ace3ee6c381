/** What the name of a shim means here. Follows toolchain §15.3 (level 4), §16.
 *  Invariant: nothing is installed and no registry is asked. */
import type { Context } from "@/base/context.ts";
import { localIdOf } from "@/features/toolchain/core/names.ts";
import { parseToolSpec } from "@/features/toolchain/core/tool_spec.ts";
import { type InstalledTool, listInstalled } from "@/features/toolchain/installed.ts";
import type { Toolchain } from "@/features/toolchain/settings.ts";
import {
  type ConfiguredTool,
  findConfigured,
  findReadyTools,
  readConfiguredTools,
} from "@/features/toolchain/toolset.ts";

/** What to become. */
export type Target =
  | { readonly kind: "program"; readonly program: string; readonly args: readonly string[] }
  /** A tool that is configured and not installed. `spec`: what to install. */
  | { readonly kind: "missing"; readonly spec: string; readonly listed: ConfiguredTool | undefined }
  /** Nothing here goes by that name. */
  | { readonly kind: "unknown" };

/** The tool that a name means, and the version that is wanted of it. */
interface Owner {
  readonly id: string;
  readonly version: string;
  readonly spec: string;
  readonly listed: ConfiguredTool | undefined;
}

/** Finds the program of a shim: the tool of its configuration, else a tool of the versions file that goes by the name
 *  or has such a program. */
export async function findTarget(ctx: Context, toolchain: Toolchain, name: string): Promise<Target> {
  const { proxies } = toolchain.config;
  const { tool: text, args } = Object.hasOwn(proxies, name) && proxies[name] || { tool: name, args: [] };
  const owner = await ownerOf(ctx, toolchain, text);
  if (owner === undefined) return { kind: "unknown" };
  const installed = await findConfigured(ctx, toolchain, owner);
  if (!installed) return { kind: "missing", spec: owner.spec, listed: owner.listed };
  const called = parseToolSpec(text).name;
  return { kind: "program", program: programOf(installed, [name, called]), args };
}

/** The first of the names that is a program of the tool, else what stands for the tool. */
function programOf(tool: InstalledTool, names: readonly string[]): string {
  const name = names.find((each) => tool.bins.has(each)) ?? tool.primary;
  return tool.bins.get(name) ?? `${tool.dir}/${name}`;
}

async function ownerOf(ctx: Context, toolchain: Toolchain, text: string): Promise<Owner | undefined> {
  const { name, version } = parseToolSpec(text);
  const configured = await readConfiguredTools(ctx, toolchain) ?? [];
  const id = localIdOf(name, toolchain.names)?.id;
  const listed = configured.find((tool) => tool.id.toLowerCase() === id?.toLowerCase()) ??
    configured.find((tool) => tool.name === name || tool.id.endsWith(`/${name}`)) ??
    await providerOf(ctx, toolchain, { program: name, configured });
  if (version !== undefined) return { id: listed?.id ?? id ?? name, version, spec: text, listed: undefined };
  const first = listed?.versions[0];
  return listed && first !== undefined
    ? { id: listed.id, version: first, spec: listed.name, listed }
    : undefined;
}

/** The tool of the versions file that has a program: in its default version, else in any that is installed. */
async function providerOf(
  ctx: Context,
  toolchain: Toolchain,
  { program, configured }: { readonly program: string; readonly configured: readonly ConfiguredTool[] },
): Promise<ConfiguredTool | undefined> {
  const ready = await findReadyTools(ctx, toolchain, configured);
  const provider = ready.find(({ installed }) => installed.bins.has(program));
  if (provider) return provider;
  for (const tool of configured) {
    const versions = await listInstalled(ctx, toolchain.installRoot, tool.id);
    if (versions.some(({ bins }) => bins.has(program))) return tool;
  }
  return undefined;
}
