/** Runs the commands that a project adds. Follows workflows §12.6, toolchain §15.3 and §15.6, DECISIONS (Workflows).
 *  Invariant: every step sees the proxies and the tools of the versions file first on its PATH. */
import type { Context } from "@/base/context.ts";
import { ConfigError, LookupError, UsageError } from "@/base/errors.ts";
import { loadCommandTexts } from "@/features/config/load.ts";
import { ensureProxies } from "@/features/proxies/sync.ts";
import { proxyDir, proxyVariables, usesProxies } from "@/features/toolchain/core/proxy_dir.ts";
import { openToolchain } from "@/features/toolchain/open.ts";
import { toolsetEnv } from "@/features/toolchain/toolset_env.ts";
import { binDirs, findReadyTools, readConfiguredTools } from "@/features/toolchain/toolset.ts";
import { type CustomCommand, readCommands } from "./core/read_commands.ts";

/** The command of that name; undefined when the project has none. */
export async function findCustomCommand(ctx: Context, name: string): Promise<CustomCommand | undefined> {
  return readCommands(await loadCommandTexts(ctx)).findLast((command) => command.name === name);
}

/**
 * Runs the steps; ends with the first that fails.
 * @returns the exit code
 * @throws Config `commands/not-understood`, `commands/no-steps`; Usage `commands/too-many-words`
 */
export async function runCustomCommand(
  ctx: Context,
  { name, steps, unknown }: CustomCommand,
  words: readonly string[],
): Promise<number> {
  if (unknown.length > 0) {
    throw new ConfigError("commands/not-understood", `the custom command "${name}" cannot be run yet`, {
      explanation: `It uses what this version of atmos does not know: ${unknown.join(", ")}.`,
      hints: ["Name a release that knows it: use: VERSION in atmos.yaml, or --use-version VERSION"],
    });
  }
  if (steps.length === 0) {
    throw new ConfigError("commands/no-steps", `the custom command "${name}" has no steps`, {
      hints: [`Give it some under commands in atmos.yaml: steps: ["echo hello"]`],
    });
  }
  if (words.length > 0) {
    throw new UsageError("commands/too-many-words", `atmos ${name} takes no arguments`, {
      hints: [`atmos ${name}`],
      exitCode: 1,
    });
  }
  const env = await stepEnvironment(ctx), shell = await findShell(ctx, env["PATH"] ?? "");
  for (const step of steps) {
    const code = await ctx.procs.run({ program: shell, args: ["-c", step], env, cwd: ctx.cwd });
    if (code !== 0) return code;
  }
  return 0;
}

async function stepEnvironment(ctx: Context): Promise<Readonly<Record<string, string>>> {
  const toolchain = await openToolchain(ctx, { flags: {}, given: new Set() });
  const hasProxies = usesProxies(toolchain);
  if (hasProxies) await ensureProxies(ctx, toolchain);
  const ready = await findReadyTools(ctx, toolchain, await readConfiguredTools(ctx, toolchain) ?? []);
  const dirs = [
    ...(hasProxies ? [proxyDir(toolchain.installRoot)] : []),
    ...ready.flatMap(({ installed }) => binDirs(installed)),
  ];
  return { ...toolsetEnv(ctx, toolchain, dirs), ...(hasProxies ? proxyVariables(toolchain) : {}) };
}

async function findShell(ctx: Context, path: string): Promise<string> {
  const shell = await ctx.procs.find("bash", path) ?? await ctx.procs.find("sh", path);
  if (shell !== undefined) return shell;
  throw new LookupError("commands/no-shell", "neither bash nor sh is on PATH", { exitCode: 127 });
}
