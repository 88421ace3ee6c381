/** Plans to run a tool: finds it, installs it when it is missing, and puts the toolset on its PATH.
 *  Follows toolchain §13.8, §15.6. Invariant: never edits the versions file or the lock file. */
import type { Context } from "@/base/context.ts";
import { LookupError } from "@/base/errors.ts";
import type { ProcessPlan } from "@/base/ports.ts";
import { checkFrozen } from "./_lock_check.ts";
import { localIdOf } from "./core/names.ts";
import { parseToolSpec, type ToolSpec } from "./core/tool_spec.ts";
import type { InstalledTool } from "./installed.ts";
import type { InstallServices } from "./services.ts";
import { servicesLater } from "./services_later.ts";
import type { Toolchain } from "./settings.ts";
import {
  binDirs,
  type ConfiguredTool,
  findConfigured,
  findReadyTools,
  idInFile,
  readConfiguredTools,
  type ReadyTool,
  requireInstallable,
} from "./toolset.ts";
import { toolsetEnv } from "./toolset_env.ts";
import { programOf } from "./which.ts";

/** What to run. */
export interface ExecRequest {
  /** `tool` or `tool@version`. */
  readonly spec: string;
  readonly args: readonly string[];
  /** Whether a missing tool is installed. */
  readonly install: boolean;
  /** Another program of the tool. */
  readonly command?: string | undefined;
}

/**
 * @throws Usage `toolchain/invalid-spec`; Lookup `toolchain/not-installed`, `toolchain/no-such-program`; Integrity
 *   `toolchain/lock-mismatch` under a frozen lock file; whatever installing throws
 */
export async function planExec(
  ctx: Context,
  toolchain: Toolchain,
  request: ExecRequest,
): Promise<ProcessPlan> {
  const spec = parseToolSpec(request.spec), services = servicesLater(ctx, toolchain);
  const configured = await readConfiguredTools(ctx, toolchain) ?? [];
  const ready = await findReadyTools(ctx, toolchain, configured);
  const atHost = await programAtHost(ctx, toolchain, { spec, configured, command: request.command });
  if (atHost !== undefined) {
    const dirs = ready.flatMap(({ installed }) => binDirs(installed));
    return { program: atHost, args: request.args, env: toolsetEnv(ctx, toolchain, dirs), cwd: ctx.cwd };
  }
  const id = localIdOf(spec.name, toolchain.names)?.id ?? providerOf(spec.name, ready)?.id ??
    await idByReceipt(ctx, toolchain, spec.name) ?? await services.idOf(spec.name);
  const listed = configured.find((tool) => tool.id.toLowerCase() === id.toLowerCase()) ??
    configured.find((tool) => tool.name === spec.name) ??
    await listedByRegistry(ctx, toolchain, { configured, id });
  const version = spec.version ?? listed?.versions[0] ?? "latest";
  const known = ready.find((tool) => tool.id === id && tool.versions[0] === version)?.installed;
  const tool = known ?? await findConfigured(ctx, toolchain, { id, version }) ??
    await installMissing(ctx, services, { id, version, request, listed: spec.version ? undefined : listed });
  await checkFrozen(ctx, toolchain, [tool]);
  const program = request.command === undefined
    ? programOf(tool, spec.name)
    : requireProgram(tool, request.command);
  const dirs = [tool, ...ready.map((each) => each.installed)].flatMap(binDirs);
  return { program, args: request.args, env: toolsetEnv(ctx, toolchain, dirs), cwd: ctx.cwd };
}

/** The machine's program, where the versions file says `system`. */
async function programAtHost(
  ctx: Context,
  toolchain: Toolchain,
  { spec: { name, version }, configured, command }: {
    readonly spec: ToolSpec;
    readonly configured: readonly ConfiguredTool[];
    readonly command: string | undefined;
  },
): Promise<string | undefined> {
  const id = idInFile(name, toolchain).toLowerCase();
  if (version !== undefined || configured.some((tool) => tool.id.toLowerCase() === id)) return undefined;
  return await (await import("./host_program.ts")).hostProgram(ctx, toolchain, { name, command });
}

function providerOf(command: string, ready: readonly ReadyTool[]): ReadyTool | undefined {
  return ready.find((tool) => tool.name === command) ??
    ready.find((tool) => tool.installed.bins.has(command));
}

/** A tool of the file by a name that only a registry explains. */
async function listedByRegistry(
  ctx: Context,
  toolchain: Toolchain,
  { configured, id }: { readonly configured: readonly ConfiguredTool[]; readonly id: string },
): Promise<ConfiguredTool | undefined> {
  if (configured.every((tool) => tool.id.includes("/"))) return undefined;
  const { withListedNames } = await import("./listed_names.ts");
  const named = await withListedNames(ctx, toolchain);
  return configured.find((tool) => idInFile(tool.name, named).toLowerCase() === id.toLowerCase());
}

async function idByReceipt(
  ctx: Context,
  { installRoot }: Toolchain,
  name: string,
): Promise<string | undefined> {
  const { installedNames } = await import("./installed_names.ts");
  return (await installedNames(ctx, installRoot, [name]))[name];
}

async function installMissing(
  ctx: Context,
  services: InstallServices,
  wanted: {
    readonly id: string;
    readonly version: string;
    readonly request: ExecRequest;
    /** Where the version was found. */
    readonly listed: ConfiguredTool | undefined;
  },
): Promise<InstalledTool> {
  const { id, version, request, listed } = wanted;
  if (listed) requireInstallable(services.toolchain, listed, version);
  const label = request.spec.includes("@") ? request.spec : `${request.spec}@${version}`;
  if (!request.install) {
    throw new LookupError("toolchain/not-installed", `tool '${label}' is not installed`, {
      hints: [`atmos toolchain install ${label}`],
    });
  }
  ctx.out.say("info", `Tool ${label} is not installed. Installing automatically...`);
  const { installTools } = await import("./install.ts");
  const options = { wanted: [{ id, version }], reinstall: false, writeLock: false, refreshLatest: false };
  const [outcome] = await installTools(ctx, services, options);
  if (outcome?.tool) return outcome.tool;
  throw outcome?.error ?? new Error("an installation without an outcome");
}

function requireProgram(tool: InstalledTool, command: string): string {
  const program = tool.bins.get(command);
  if (program !== undefined) return program;
  throw new LookupError("toolchain/no-such-program", `${tool.id} has no program "${command}"`, {
    explanation: `It has ${[...tool.bins.keys()].join(", ")}.`,
    exitCode: 127,
  });
}
