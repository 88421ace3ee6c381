/** Turns the words of commands into versions of tools. Follows toolchain §10.1, §13.10, §13.13.
 *  Invariant: every word is understood before anything is done. */
import type { Context } from "@/base/context.ts";
import { ConfigError, LookupError } from "@/base/errors.ts";
import { localIdOf } from "./core/names.ts";
import { parseToolSpec } from "./core/tool_spec.ts";
import type { InstallServices } from "./services.ts";
import { type ConfiguredTool, folderOf, readConfiguredTools, requireInstallable } from "./toolset.ts";

/** A version of a tool that somebody asked for. */
export interface Wish {
  /** As typed, or as it stands in the versions file. */
  readonly name: string;
  readonly id: string;
  readonly version: string;
  /** Whether the user left the version to us. */
  readonly open: boolean;
}

/**
 * What specs mean; a name without a version means the default of the versions file, else `latest`.
 * @throws Usage `toolchain/invalid-spec`, Lookup `toolchain/unknown-tool`
 */
export async function typedWishes(
  ctx: Context,
  services: InstallServices,
  specs: readonly string[],
): Promise<readonly Wish[]> {
  const parsed = specs.map(parseToolSpec);
  const configured = await readConfiguredTools(ctx, services.toolchain);
  const wishes: Wish[] = [];
  for (const { name, version } of parsed) {
    const id = localIdOf(name, services.toolchain.names)?.id ?? await services.idOf(name);
    const listed = configured?.find((tool) => tool.id === id) ??
      configured?.find((tool) => tool.name === name);
    const fallback = listed?.versions.find((each) => folderOf(each) === undefined);
    if (version === undefined && listed && fallback) requireInstallable(services.toolchain, listed, fallback);
    wishes.push({ name, id, version: version ?? fallback ?? "latest", open: version === undefined });
  }
  return wishes;
}

/** A name of the versions file of which nobody can tell whether it belongs to another program, while a registry cannot be
 *  read. */
export interface UnreadName {
  readonly tool: ConfiguredTool;
  readonly error: LookupError;
}

/**
 * Every version in the versions file; names that no registry knows belong to other programs and are left out.
 * @param onUnread told of names that cannot be explained now; without it they are thrown
 * @throws Config `toolchain/no-versions-file`, `toolchain/bad-version`; Lookup `toolchain/unknown-tool` (exit 1)
 */
export async function listedWishes(
  ctx: Context,
  services: InstallServices,
  onUnread: (name: UnreadName) => void = ({ error }) => {
    throw error;
  },
): Promise<readonly Wish[]> {
  const { versionsFileName, root } = services.toolchain;
  const configured = await readConfiguredTools(ctx, services.toolchain);
  if (!configured) {
    throw new ConfigError("toolchain/no-versions-file", `there is no ${versionsFileName}`, {
      explanation: `It was looked for in ${root}.`,
      hints: ["atmos toolchain add terraform@1.9.8"],
    });
  }
  if (configured.length === 0) ctx.out.say("info", `No tools found in ${versionsFileName}`);
  const wishes: Wish[] = [];
  for (const tool of configured) {
    const id = tool.id.includes("/") ? tool.id : await idOrSkip(ctx, services, { tool, onUnread });
    if (id === undefined) continue;
    const versions = tool.versions.filter((version) => folderOf(version) === undefined);
    for (const version of versions) requireInstallable(services.toolchain, tool, version);
    wishes.push(...versions.map((version) => ({ name: tool.name, id, version, open: false })));
  }
  return wishes;
}

async function idOrSkip(
  ctx: Context,
  services: InstallServices,
  { tool, onUnread }: { readonly tool: ConfiguredTool; readonly onUnread: (name: UnreadName) => void },
): Promise<string | undefined> {
  try {
    return await services.idOf(tool.name);
  } catch (error) {
    if (!(error instanceof LookupError) || error.code !== "toolchain/unknown-tool") throw error;
    if (error.cause !== undefined) {
      const { code, title, explanation, hints, facts, cause } = error;
      onUnread({ tool, error: new LookupError(code, title, { explanation, hints, facts, cause }) });
      return undefined;
    }
    const place = `${services.toolchain.versionsFileName}:${tool.line}`;
    ctx.out.say("warning", `${place}: no registry knows "${tool.name}", it is skipped`);
    return undefined;
  }
}
