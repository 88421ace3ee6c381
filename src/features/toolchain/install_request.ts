/** What `toolchain install` means: which tools, and what is written down afterwards. Follows toolchain §13.10.
 *  Invariant: every argument is understood before the first download; an install without arguments never edits the
 *  versions file. */
import type { Context } from "@/base/context.ts";
import { AtmosError, ConfigError } from "@/base/errors.ts";
import { localIdOf } from "./core/names.ts";
import { parseToolSpec } from "./core/tool_spec.ts";
import type { Placement } from "./core/versions_file.ts";
import { addToFile } from "./edit.ts";
import { type InstallOutcome, installTools, type WantedTool } from "./install.ts";
import type { InstallServices } from "./services.ts";
import { type ConfiguredTool, readConfiguredTools } from "./toolset.ts";

/** The words of the command. */
export interface InstallRequest {
  /** Specs as typed; none means everything in the versions file. */
  readonly specs: readonly string[];
  readonly reinstall: boolean;
  /** Whether typed tools are registered in the versions file, and where in their line. */
  readonly save: Placement | "no";
}

/** A typed tool and the name it goes by. */
interface NamedWish extends WantedTool {
  readonly name: string;
  /** Whether the user left the version to us. */
  readonly open: boolean;
}

/**
 * Installs what was asked for and registers typed tools.
 * @throws Usage `toolchain/invalid-spec`, Lookup `toolchain/unknown-tool` before anything is downloaded; Config
 *   `toolchain/no-versions-file`
 */
export async function installRequested(
  ctx: Context,
  services: InstallServices,
  request: InstallRequest,
): Promise<readonly InstallOutcome[]> {
  const configured = await readConfiguredTools(ctx, services.toolchain);
  const options = { reinstall: request.reinstall, refreshLatest: request.specs.length > 0 };
  if (request.specs.length === 0) {
    const wanted = await listedTools(ctx, services, configured);
    return wanted.length === 0
      ? []
      : await installTools(ctx, services, { ...options, wanted, writeLock: true });
  }
  const wishes: NamedWish[] = [];
  for (const spec of request.specs.map(parseToolSpec)) {
    const id = localIdOf(spec.name, services.toolchain.names)?.id ?? await services.idOf(spec.name);
    const listed = configured?.find((tool) => tool.id === id)?.versions[0];
    const version = spec.version ?? listed ?? "latest";
    wishes.push({ name: spec.name, id, version, open: spec.version === undefined });
  }
  const outcomes = await installTools(ctx, services, {
    ...options,
    wanted: wishes,
    writeLock: request.save !== "no",
  });
  if (request.save !== "no") await register(ctx, services, { wishes, outcomes, placement: request.save });
  return outcomes;
}

/** Every version in the file; names that no registry knows belong to other programs and are left out. */
async function listedTools(
  ctx: Context,
  services: InstallServices,
  configured: readonly ConfiguredTool[] | undefined,
): Promise<readonly WantedTool[]> {
  const { versionsFileName, root } = services.toolchain;
  if (!configured) {
    throw new ConfigError("toolchain/no-versions-file", `there is no ${versionsFileName}`, {
      explanation: `It was looked for in ${root}.`,
      hints: ["atmos toolchain add terraform@1.9.8"],
    });
  }
  if (configured.length === 0) ctx.out.say("info", `No tools found in ${versionsFileName}`);
  const wanted: WantedTool[] = [];
  for (const tool of configured) {
    const id = tool.id.includes("/") ? tool.id : await idOrSkip(ctx, services, tool);
    if (id !== undefined) wanted.push(...tool.versions.map((version) => ({ id, version })));
  }
  return wanted;
}

async function idOrSkip(
  ctx: Context,
  services: InstallServices,
  tool: ConfiguredTool,
): Promise<string | undefined> {
  try {
    return await services.idOf(tool.name);
  } catch (error) {
    if (!(error instanceof AtmosError) || error.code !== "toolchain/unknown-tool") throw error;
    const place = `${services.toolchain.versionsFileName}:${tool.line}`;
    ctx.out.say("warning", `${place}: no registry knows "${tool.name}", it is skipped`);
    return undefined;
  }
}

async function register(
  ctx: Context,
  services: InstallServices,
  done: {
    readonly wishes: readonly NamedWish[];
    readonly outcomes: readonly InstallOutcome[];
    readonly placement: Placement;
  },
): Promise<void> {
  const { toolchain } = services;
  for (const wish of done.wishes) {
    const outcome = done.outcomes.find((each) => each.id === wish.id && matches(wish, each));
    if (!outcome || outcome.outcome === "failed") continue;
    const version = wish.open ? outcome.version : wish.version;
    const edit = { name: wish.name, id: wish.id, version };
    if (await addToFile(ctx, toolchain, { edits: [edit], placement: done.placement })) {
      ctx.out.say("info", `Registered ${wish.name} ${version} in ${toolchain.versionsFileName}`);
    }
  }
}

function matches(wish: NamedWish, outcome: InstallOutcome): boolean {
  return wish.version === "latest" || wish.version === outcome.version ||
    `v${wish.version}` === outcome.version || wish.version === `v${outcome.version}`;
}
