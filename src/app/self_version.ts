/** Becomes another release of this program before a command runs. Follows toolchain §17.1–§17.4.
 *  Invariants: a project's `use` is heard before it is known whether this release has the command; its constraint is
 *  judged by the release that goes on, once. */
import type { Context } from "@/base/context.ts";
import { ConfigError, UsageError } from "@/base/errors.ts";
import type { ProcessPlan } from "@/base/ports.ts";
import type { Route } from "@/cli/router.ts";
import { USE_VARIABLES, VERSION_VARIABLE } from "@/base/use_variables.ts";
import { loadVersionConfig, type VersionConfig } from "@/features/config/load.ts";

/** Whether it looks as if somebody asked for a release by flag or variable. */
export function isAskedFor(words: readonly string[], env: Readonly<Record<string, string>>): boolean {
  return words.some((word) => word.startsWith("--use-version")) ||
    [...USE_VARIABLES, VERSION_VARIABLE].some((name) => env[name]);
}

/** Whether the project may choose the release that runs a route. */
export function mayBeHandedOver(route: Route): boolean {
  return route.kind === "usage" || (route.kind === "run" && !route.command.staysHere);
}

/**
 * Becomes the release that is asked for, else makes sure that the project lets this one run.
 * @returns the exit code where the system cannot replace processes; undefined when this release is to go on
 * @throws Usage `self/conflict`, and as `planSwitch`, `requested_version` and `judgeConstraint`
 */
export async function becomeOtherRelease(
  ctx: Context,
  route: Route,
  config: VersionConfig | undefined,
): Promise<number | undefined> {
  if (route.kind === "run" && route.command.staysHere === "always") return undefined;
  const plan = await switchFor(ctx, route, config?.use);
  if (plan !== undefined) return await ctx.procs.replace(plan);
  if (config?.constraint === undefined || !isBound(route)) return undefined;
  const { judgeConstraint } = await import("@/features/self/constraint.ts");
  await judgeConstraint(ctx, config.constraint, ownCountOf(ctx, route));
  return undefined;
}

/** Whether the project's constraint counts: also where a release that is too old may be why nobody knows a command. */
function isBound(route: Route): boolean {
  if (route.kind === "usage") return route.error.code === "cli/unknown-command";
  return route.kind === "run" && !route.command.anyVersion;
}

async function switchFor(
  ctx: Context,
  route: Route,
  use: VersionConfig["use"],
): Promise<ProcessPlan | undefined> {
  if (use === undefined && !isAskedFor(ctx.argv, ctx.env)) return undefined;
  const { configuredRequest, explicitRequest } = await import("@/features/self/core/requested_version.ts");
  const { planSwitch } = await import("@/features/self/switch.ts");
  const { readSwitchWords } = await import("@/features/self/core/switch_words.ts");
  const ownCount = ownCountOf(ctx, route), flag = readSwitchWords(ctx.argv, ownCount).version;
  if (flag !== undefined && route.kind === "version") throw conflict();
  const request = explicitRequest(flag, ctx.env, (text) => ctx.out.say("warning", text)) ??
    configuredRequest(use, ctx.env);
  const flags = route.kind === "run" ? route.input : undefined;
  return request && await planSwitch(ctx, request, { flags, ownCount });
}

/** How many words come before those that go to a tool untouched. */
function ownCountOf({ argv }: Context, route: Route): number {
  if (route.kind !== "run") return argv.length;
  const name = Object.entries(route.command.args ?? {}).find(([, arg]) => arg.passthrough === true)?.[0];
  const words = name === undefined ? undefined : route.input.args[name];
  return argv.length - (Array.isArray(words) ? words.length : 0);
}

/** What the project says to a route; undefined when that is nothing to it. A file that cannot be read is for the
 *  command to tell, if it needs it. */
export async function projectSays(ctx: Context, route: Route): Promise<VersionConfig | undefined> {
  if (!mayBeHandedOver(route)) return undefined;
  try {
    return await loadVersionConfig(ctx);
  } catch (error) {
    if (error instanceof ConfigError) return undefined;
    throw error;
  }
}

function conflict(): UsageError {
  return new UsageError("self/conflict", "--version and --use-version cannot stand together", {
    hints: ["To see the version of another release: atmos --use-version VERSION version"],
    exitCode: 1,
  });
}
