/** Words that only a project may know: its commands and aliases, also in help. Follows config §9.10, §10.7.
 *  Invariant: a configuration that cannot be read is a warning here, because help and suggestions are wanted all the same. */
import type { Context } from "@/base/context.ts";
import { ConfigError } from "@/base/errors.ts";
import { type Call, expandAlias } from "@/cli/aliases.ts";
import { rootGroup } from "@/cli/commands/table.ts";
import type { ProjectCommands } from "@/cli/project_commands.ts";
import { type Route, routeWords } from "@/cli/router.ts";

/** Whether a project may have more to say about a route. */
export function mayKnowMore(route: Route): boolean {
  return route.kind === "help" ? route.target.kind === "group" : route.kind === "usage" && !!route.unknown;
}

/** Groups whose commands read the configuration anyway. */
const PROJECT_GROUPS = ["describe", "helmfile", "list", "packer", "terraform", "validate", "workflow"];

/** Says that steps of a custom command do not run, where one has the name of a command of the program. */
export async function tellNamesake(route: Route, ctx: Context): Promise<void> {
  const typed = ctx.argv.filter((word) => !word.startsWith("-")).slice(0, 1);
  const names = route.kind === "run" ? route.path.split(" ").slice(1) : route.kind === "usage" ? typed : [];
  if (!PROJECT_GROUPS.includes(names[0] ?? "")) return;
  const { warnOfNamesake } = await import("@/cli/custom_group.ts");
  try {
    await warnOfNamesake(ctx, names);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error; // the command itself tells it
  }
}

/**
 * Asks the project.
 * @returns the words that an alias stands for, else the route with the project's commands
 * @throws Config `aliases/…`
 */
export async function askProject(route: Route, ctx: Context, trail: Call["trail"]): Promise<Route | Call> {
  const project = await loadQuietly(ctx, route.kind === "help" && !!route.isBare); // then the first step tells it
  if (project === undefined) return route;
  const words = ctx.argv;
  if (route.kind === "usage" && route.unknown?.isTop) {
    const call = expandAlias({ words, trail }, words.length - route.unknown.words.length, project.aliases);
    if (call) return call;
  }
  const { withProject } = await import("@/cli/project_commands.ts");
  return await routeWords(words, withProject(rootGroup, project), ctx.env);
}

async function loadQuietly(ctx: Context, isTold: boolean): Promise<ProjectCommands | undefined> {
  const { loadProjectCommands } = await import("@/cli/project_commands.ts");
  try {
    return await loadProjectCommands(ctx);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    if (isTold) return undefined;
    const { file = "atmos.yaml", line = 1, column = 1 } = error.at ?? {};
    ctx.out.say(
      "warning",
      `commands of the project are not known: ${file}:${line}:${column}: ${error.title}`,
    );
    return undefined;
  }
}
