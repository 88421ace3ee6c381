/** Plans to become another release of this program. Follows toolchain §17.2, §17.3 and DECISIONS Product 2.
 *  Invariant: the versions file is never written; the lock file only where there is one. */
import { version as running } from "@/base/build_info.ts";
import type { Context } from "@/base/context.ts";
import { AtmosError, LookupError } from "@/base/errors.ts";
import type { ProcessPlan } from "@/base/ports.ts";
import { type GivenFlags, loadVersionConfig, type VersionConfig } from "@/features/config/load.ts";
import { localIdOf } from "@/features/toolchain/core/names.ts";
import { sameVersion } from "@/features/toolchain/core/tool_spec.ts";
import type { InstalledTool } from "@/features/toolchain/installed.ts";
import { openQuietly } from "@/features/toolchain/open.ts";
import type { Toolchain } from "@/features/toolchain/settings.ts";
import { findConfigured } from "@/features/toolchain/toolset.ts";
import { DEPTH_VARIABLE, switchDepth, type VersionRequest } from "./core/requested_version.ts";
import { readSwitchWords } from "./core/switch_words.ts";

/** The call that another release may take over. */
export interface SwitchCall {
  readonly flags?: GivenFlags | undefined;
  /** How many of its words come before those for a tool. */
  readonly ownCount?: number | undefined;
}

/**
 * What to become; installs the release when it is missing.
 * @param flags those of the command, such as --offline
 * @returns undefined when the running release is the one, or cannot be left and need not be (`version.use_fallback`)
 * @throws Lookup `self/cannot-switch`, with what prevented it as its cause
 */
export async function planSwitch(
  ctx: Context,
  request: VersionRequest,
  { flags, ownCount }: SwitchCall = {},
): Promise<ProcessPlan | undefined> {
  if (sameVersion(request.version, running)) return undefined;
  const config = await loadVersionConfig(ctx);
  const source = config.versionSource ?? "atmos";
  try {
    const toolchain = await openQuietly(ctx, flags);
    const tool = await findRelease(ctx, toolchain, { version: request.version, source });
    if (tool === undefined || sameVersion(tool.version, running)) return undefined;
    ctx.out.say("info", `Switching to Atmos version \`${tool.version}\``);
    return planOf(ctx, tool, { request, ownCount });
  } catch (error) {
    if (!(error instanceof AtmosError) || error.kind === "cancelled") throw error;
    const failure = cannotSwitch(request, source, error);
    if (request.isExplicit || !goesOn(config)) throw failure;
    ctx.out.say("warning", `${failure.title}; going on with ${running}: ${error.title}`);
    return undefined;
  }
}

function goesOn({ useFallback }: VersionConfig): boolean {
  return useFallback === "warn";
}

/** Undefined when the newest release is asked for and this is it. */
async function findRelease(
  ctx: Context,
  toolchain: Toolchain,
  { version, source }: { readonly version: string; readonly source: string },
): Promise<InstalledTool | undefined> {
  const local = localIdOf(source, toolchain.names)?.id;
  const there = local && await findConfigured(ctx, toolchain, { id: local, version });
  if (there) return there;
  const { openServices } = await import("@/features/toolchain/open_services.ts");
  const services = await openServices(ctx, toolchain);
  const id = local ?? await services.idOf(source);
  if (version === "latest" && sameVersion(await services.latestVersion(id), running)) return undefined;
  const { installRelease } = await import("./install_release.ts");
  return await installRelease(ctx, services, { id, version });
}

function planOf(
  ctx: Context,
  tool: InstalledTool,
  { request, ownCount }: Pick<SwitchCall, "ownCount"> & { readonly request: VersionRequest },
): ProcessPlan {
  // The directory was already changed; a relative ATMOS_CHDIR would change it again.
  const { ATMOS_CHDIR: _done, ...env } = ctx.env;
  return {
    program: tool.bins.get("atmos") ?? tool.primary,
    args: readSwitchWords(ctx.argv, ownCount).forwarded,
    env: {
      ...env,
      // Tells the release that somebody wanted it, which softens a constraint.
      ...request.isExplicit ? { ATMOS_VERSION_USE: request.version } : {},
      [DEPTH_VARIABLE]: String(switchDepth(ctx.env) + 1),
    },
    cwd: ctx.cwd,
  };
}

function cannotSwitch({ version, source: asking, at }: VersionRequest, source: string, cause: AtmosError) {
  const repository = source === "atmos" ? "cloudposse/atmos" : source;
  return new LookupError("self/cannot-switch", `cannot switch to Atmos version ${version} of ${repository}`, {
    explanation: [`${asking} asks for it.`, cause.title, cause.explanation].filter(Boolean).join("\n"),
    hints: [...cause.hints, `To go on with ${running}, take ${version} out of ${asking}.`],
    facts: { version, source: repository },
    at,
    cause,
  });
}
