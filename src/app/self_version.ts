/** Becomes another release of this program before a command runs. Follows toolchain §17.1–§17.3.
 *  Invariant: a project's `use` is heard before it is known whether this release has the command. */
import type { Context } from "@/base/context.ts";
import { ConfigError, UsageError } from "@/base/errors.ts";
import type { Route } from "@/cli/router.ts";
import { loadVersionConfig } from "@/features/config/load.ts";

/** Whether it looks as if somebody asked for a release by flag or variable. */
export function isAskedFor(words: readonly string[], env: Readonly<Record<string, string>>): boolean {
  return words.some((word) => word.startsWith("--use-version")) ||
    Boolean(env["ATMOS_USE_VERSION"] || env["ATMOS_VERSION_USE"] || env["ATMOS_VERSION"]);
}

/** Whether the project may choose the release that runs a route. */
export function mayBeHandedOver(route: Route): boolean {
  return route.kind === "usage" || (route.kind === "run" && !route.command.staysHere);
}

/**
 * Becomes the release that is asked for.
 * @returns the exit code where the system cannot replace processes; undefined when this release is to go on
 * @throws Usage `self/conflict`, and as `planSwitch` and `requested_version`
 */
export async function becomeOtherRelease(ctx: Context, route: Route): Promise<number | undefined> {
  if (route.kind === "run" && route.command.staysHere === "always") return undefined;
  const use = mayBeHandedOver(route) ? await usedVersion(ctx) : undefined;
  if (use === undefined && !isAskedFor(ctx.argv, ctx.env)) return undefined;
  const { configuredRequest, explicitRequest } = await import("@/features/self/core/requested_version.ts");
  const { planSwitch } = await import("@/features/self/switch.ts");
  const { readSwitchWords } = await import("@/features/self/core/switch_words.ts");
  const flag = readSwitchWords(ctx.argv).version;
  if (flag !== undefined && route.kind === "version") throw conflict();
  const request = explicitRequest(flag, ctx.env, (text) => ctx.out.say("warning", text)) ??
    configuredRequest(use, ctx.env);
  if (request === undefined) return undefined;
  const plan = await planSwitch(ctx, request);
  return plan && await ctx.procs.replace(plan);
}

/** A file that cannot be read is for the command to tell, if it needs it. */
async function usedVersion(ctx: Context) {
  try {
    return (await loadVersionConfig(ctx)).use;
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
