/** Answers where a program of the toolchain is. Follows toolchain §13.21.
 *  Invariant: reads the versions file and receipts only; no registry, no network. */
import type { Context } from "@/base/context.ts";
import { LookupError } from "@/base/errors.ts";
import { localIdOf } from "./core/names.ts";
import { meansInstalled, parseToolSpec, sameVersion, type ToolSpec } from "./core/tool_spec.ts";
import type { InstalledTool } from "./installed.ts";
import type { Toolchain } from "./settings.ts";
import {
  type ConfiguredTool,
  findConfigured,
  findReadyTools,
  installedVersions,
  readUsableTools,
} from "./toolset.ts";

type WhichContext = Pick<Context, "disk" | "out" | "procs" | "env" | "host">;

/**
 * The absolute path of a program: the argument is an alias, an id, a name of the versions file, or a program that an
 * installed tool of the file provides; with `@version` the version need not be in the file.
 * @throws Usage `toolchain/invalid-spec`; Lookup `toolchain/not-configured`, `toolchain/not-installed`
 */
export async function whichProgram(ctx: WhichContext, toolchain: Toolchain, text: string): Promise<string> {
  const spec = parseToolSpec(text);
  const configured = await readUsableTools(ctx, toolchain) ?? [];
  const id = localIdOf(spec.name, toolchain.names)?.id ?? spec.name;
  const listed = configured.find((tool) => tool.id.toLowerCase() === id.toLowerCase());
  const version = spec.version ?? listed?.versions[0];
  if (version === undefined) {
    const { hostProgram } = await import("./host_program.ts");
    const atHost = await hostProgram(ctx, toolchain, { name: spec.name });
    if (atHost !== undefined) return atHost;
    const ready = await findReadyTools(ctx, toolchain, configured);
    const provider = ready.find((tool) => tool.installed.bins.has(spec.name))?.installed;
    if (provider) return programOf(provider, spec.name);
    throw notConfigured(spec, toolchain, await findOnPath(ctx, spec.name));
  }
  const installed = await findConfigured(ctx, toolchain, { id: listed?.id ?? id, version }) ??
    await providerAt(ctx, toolchain, { program: spec.name, version, configured });
  if (installed) return programOf(installed, spec.name);
  throw notInstalled(spec, { listed, version });
}

/** The installed tool that has a program in a version: one of the file before others. */
async function providerAt(
  ctx: WhichContext,
  toolchain: Toolchain,
  { program, version, configured }: {
    readonly program: string;
    readonly version: string;
    readonly configured: readonly ConfiguredTool[];
  },
): Promise<InstalledTool | undefined> {
  if (program.includes("/")) return undefined;
  const { listEverything } = await import("./uninstall.ts");
  const others = (await listEverything(ctx, toolchain.installRoot)).map(({ id }) => id);
  for (const id of new Set([...configured.map((tool) => tool.id), ...others])) {
    const installed = await findConfigured(ctx, toolchain, { id, version });
    if (installed?.bins.has(program)) return installed;
  }
  return undefined;
}

/** The program that a name means: the command of that name, else the tool's primary. */
export function programOf(tool: InstalledTool, name: string): string {
  return tool.bins.get(name) ?? tool.bins.get(tool.primary) ?? `${tool.dir}/${tool.primary}`;
}

/**
 * Every program that a name may mean: of the tools of the versions file in their order, then of other installed
 * versions of the tool. Nothing is there twice.
 * @throws Usage `toolchain/invalid-spec`
 */
export async function allPrograms(
  ctx: WhichContext,
  toolchain: Toolchain,
  text: string,
): Promise<readonly string[]> {
  const spec = parseToolSpec(text);
  const configured = await readUsableTools(ctx, toolchain) ?? [];
  const id = localIdOf(spec.name, toolchain.names)?.id ?? spec.name;
  const isMeant = (tool: InstalledTool) =>
    tool.id.toLowerCase() === id.toLowerCase() || tool.bins.has(spec.name);
  const listed: InstalledTool[] = [];
  for (const tool of configured) {
    for (const version of tool.versions) {
      const installed = await findConfigured(ctx, toolchain, { id: tool.id, version });
      if (installed && isMeant(installed)) listed.push(installed);
    }
  }
  const others = id.includes("/") ? await installedVersions(ctx, toolchain, id) : [];
  const found = [...listed, ...others]
    .filter(({ version, receipt }) =>
      spec.version === undefined || meansInstalled(spec.version, { version, tag: receipt?.tag })
    );
  return [...new Set(found.map((tool) => programOf(tool, spec.name)))];
}

/** A program that is not ours. */
export async function findOnPath(ctx: WhichContext, name: string): Promise<string | undefined> {
  return name.includes("/") ? undefined : await ctx.procs.find(name, ctx.env["PATH"] ?? "");
}

function notConfigured(spec: ToolSpec, toolchain: Toolchain, onPath: string | undefined): LookupError {
  const title = `tool '${spec.name}' not configured in ${toolchain.versionsFileName}`;
  return new LookupError("toolchain/not-configured", title, {
    explanation: onPath && `The PATH of this shell has one that is not managed: ${onPath}`,
    hints: [
      `atmos toolchain add ${spec.name}`,
      ...onPath ? [`atmos toolchain which ${spec.name} --allow-path`] : [],
    ],
  });
}

function notInstalled(
  spec: ToolSpec,
  tool: { readonly listed: ConfiguredTool | undefined; readonly version: string },
): LookupError {
  const isListed = tool.listed?.versions.some((version) => sameVersion(version, tool.version)) ?? false;
  const what = isListed ? "is configured but not installed" : `has no version ${tool.version} installed`;
  return new LookupError("toolchain/not-installed", `tool '${spec.name}' ${what}`, {
    facts: { version: tool.version },
    hints: [isListed ? "atmos toolchain install" : `atmos toolchain install ${spec.text}`],
  });
}
