/** Plans to run a command with chosen tools first on its PATH. Follows toolchain §13.8 (`atmos exec`) and §15.6.
 *  Invariants: never edits the versions file or the lock file; a command that a configured tool stands for is never
 *  silently somebody else's program of that name. */
import type { Context } from "@/base/context.ts";
import { AtmosError, LookupError } from "@/base/errors.ts";
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
  readConfiguredTools,
} from "./toolset.ts";
import { toolsetEnv } from "./toolset_env.ts";
import { programOf } from "./which.ts";

/** What to run. */
export interface CommandRequest {
  /** `tool` or `tool@version`, the first one first on PATH. */
  readonly uses: readonly string[];
  /** Undefined means the own program of the first tool. */
  readonly program: string | undefined;
  readonly args: readonly string[];
  /** Whether what is missing is installed: the tools that are named, and the one that the program belongs to. */
  readonly install: boolean;
}

/** A version of a tool that the command needs. */
interface Need {
  /** As the user knows it. */
  readonly label: string;
  readonly id: string;
  readonly version: string;
}

/**
 * PATH begins with the named tools, then come those of the versions file. The program is looked for in them, then on
 * PATH.
 * @throws Usage `toolchain/invalid-spec`; Lookup `toolchain/not-configured`, `toolchain/not-installed`; Integrity
 *   `toolchain/lock-mismatch` under a frozen lock file; whatever installing throws
 */
export async function planCommand(
  ctx: Context,
  toolchain: Toolchain,
  request: CommandRequest,
): Promise<ProcessPlan> {
  const specs = request.uses.map(parseToolSpec), services = servicesLater(ctx, toolchain);
  const configured = await readConfiguredTools(ctx, toolchain) ?? [];
  const ready = (await findReadyTools(ctx, toolchain, configured)).map(({ installed }) => installed);
  const needs: Need[] = [];
  for (const spec of specs) needs.push(await needOf(spec, { services, configured, request }));
  const known = [...await findAll(ctx, toolchain, needs), ...ready];
  const named = request.program;
  if (named !== undefined && !known.some((tool) => tool?.bins.has(named))) {
    needs.push(...ownersOf(named, { toolchain, configured }));
  }
  const used = await requireAll(ctx, services, { needs, request });
  const tools = [...used, ...ready];
  const provider = named === undefined ? used[0] : tools.find((tool) => tool.bins.has(named));
  await checkFrozen(ctx, toolchain, provider ? [...used, provider] : used);
  return {
    program: provider === undefined ? named ?? "" : programOf(provider, named ?? specs[0]?.name ?? ""),
    args: request.args,
    env: toolsetEnv(ctx, toolchain, tools.flatMap(binDirs)),
    cwd: ctx.cwd,
  };
}

interface Project {
  readonly toolchain: Toolchain;
  readonly configured: readonly ConfiguredTool[];
}

async function needOf(
  spec: ToolSpec,
  { services, configured, request }: {
    readonly services: InstallServices;
    readonly configured: readonly ConfiguredTool[];
    readonly request: CommandRequest;
  },
): Promise<Need> {
  const { toolchain } = services;
  const id = localIdOf(spec.name, toolchain.names)?.id ??
    configured.find(({ name }) => name === spec.name)?.id ??
    (request.install ? await idFromRegistries(spec, services) : undefined);
  const listed = configured.find((tool) => tool.id.toLowerCase() === id?.toLowerCase());
  const version = spec.version ?? listed?.versions[0];
  if (id === undefined || version === undefined) throw notConfigured(spec, toolchain);
  return { label: `${spec.name}@${version}`, id: listed?.id ?? id, version };
}

async function idFromRegistries(spec: ToolSpec, services: InstallServices): Promise<string> {
  try {
    return await services.idOf(spec.name);
  } catch (error) {
    if (!(error instanceof AtmosError) || error.code !== "toolchain/unknown-tool") throw error;
    const { explanation, hints, facts } = error;
    const title = `Package is not configured: ${spec.name}`;
    throw new LookupError("toolchain/not-configured", title, { explanation, hints, facts, cause: error });
  }
}

/** The tools of the versions file that go by the name of the program, in its order: at most one. */
function ownersOf(program: string, { toolchain, configured }: Project): readonly Need[] {
  const id = localIdOf(program, toolchain.names)?.id;
  return configured.filter((tool) => tool.name === program || tool.id === id).slice(0, 1)
    .map((tool) => ({
      label: `${tool.name}@${tool.versions[0]}`,
      id: tool.id,
      version: tool.versions[0] ?? "latest",
    }));
}

function findAll(
  ctx: Context,
  toolchain: Toolchain,
  needs: readonly Need[],
): Promise<readonly (InstalledTool | undefined)[]> {
  return Promise.all(needs.map((need) => findConfigured(ctx, toolchain, need)));
}

/** Every needed tool, in order; what is missing is installed when the user said so. */
async function requireAll(
  ctx: Context,
  services: InstallServices,
  { needs, request }: { readonly needs: readonly Need[]; readonly request: CommandRequest },
): Promise<readonly InstalledTool[]> {
  const found = await findAll(ctx, services.toolchain, needs);
  const missing = needs.filter((_, index) => found[index] === undefined);
  if (missing.length > 0) {
    if (!request.install) throw notInstalled(missing);
    const { installTools } = await import("./install.ts");
    const { throwFailures } = await import("./failures.ts");
    const wanted: Need[] = [];
    // A name that nothing else explains stands for itself until a registry is asked.
    for (const { id, ...need } of missing) {
      wanted.push({ ...need, id: id.includes("/") ? id : await services.idOf(id) });
    }
    const options = { wanted, reinstall: false, writeLock: false, refreshLatest: false };
    throwFailures(await installTools(ctx, services, options));
    const installed = await findAll(ctx, services.toolchain, wanted);
    return needs.flatMap((need, index) => found[index] ?? installed[missing.indexOf(need)] ?? []);
  }
  return found.filter((tool) => tool !== undefined);
}

function notConfigured({ name, version }: ToolSpec, { versionsFileName }: Toolchain): LookupError {
  const why = version === undefined
    ? `it has no version in ${versionsFileName}`
    : "nothing here knows that name";
  return new LookupError("toolchain/not-configured", `Package is not configured: ${name}`, {
    explanation: `${name} cannot be used: ${why}.`,
    hints: [version === undefined ? `atmos toolchain add ${name}` : `atmos toolchain add ${name}@${version}`],
  });
}

function notInstalled(missing: readonly Need[]): LookupError {
  const labels = missing.map(({ label }) => label);
  return new LookupError("toolchain/not-installed", `Package is not installed: ${labels.join(", ")}`, {
    hints: ["Use --install", `atmos toolchain install ${labels.join(" ")}`],
  });
}
