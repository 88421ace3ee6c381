/** The custom commands of the project. Follows workflows §12.1, §12.2. */
import { type Context, slot } from "@/base/context.ts";
import { ConfigError, type SourcePosition } from "@/base/errors.ts";
import type { KeyPath } from "@/base/schema/reading.ts";
import { loadCommands } from "@/features/config/commands.ts";
import { type CustomCommand, readCommands } from "./core/definition.ts";
import type { GlobalFlagTable } from "./core/flags.ts";

/** Commands and their places. */
export interface ProjectCommands {
  readonly commands: readonly CustomCommand[];
  /** Where a key of a command stands. */
  positionOf(command: Pick<CustomCommand, "names">, path: KeyPath): SourcePosition | undefined;
}

const loadedSlot = slot<ProjectCommands>("custom_commands/loaded");

/** Memoised. @throws Config of files that cannot be put together; never for a mistake in a command */
export function loadCustomCommands(ctx: Context, globals: GlobalFlagTable): Promise<ProjectCommands> {
  return ctx.once(loadedSlot, async () => {
    const { list, positionOf } = await loadCommands(ctx);
    return {
      commands: readCommands(list, globals),
      positionOf: ({ names }, path) => positionOf(names, path),
    };
  });
}

/**
 * Says that the steps of a custom command do not run, because the program has a command of that name.
 * @param names of the command of the program, from the top
 */
export function warnOfLostSteps(
  ctx: Context,
  { commands, positionOf }: ProjectCommands,
  names: readonly string[],
): void {
  const found = names.reduce<CustomCommand | undefined>(
    (
      above,
      name,
    ) => (above === undefined ? undefined : above.commands.find((each) => each.names.at(-1) === name)),
    { commands } as CustomCommand,
  );
  if (found === undefined || found.steps.length === 0) return;
  const at = positionOf(found, ["steps"]), place = at ? `${at.file}:${at.line}:${at.column}: ` : "";
  const name = names.join(" ");
  ctx.out.say(
    "warning",
    `${place}the steps of the custom command "${name}" conflict with the built-in command of that name and are ignored`,
  );
}

/** The error of a command that is wrong. */
export function problemOf(
  command: CustomCommand,
  positionOf: ProjectCommands["positionOf"],
): ConfigError | undefined {
  if (command.problem === undefined) return undefined;
  const { title, path, hints } = command.problem;
  return commandError(command, { what: "invalid", title, hints, at: positionOf(command, path) });
}

/** An error of one command. */
export function commandError(
  { names }: Pick<CustomCommand, "names">,
  { what, title, ...details }: {
    readonly what: string;
    readonly title: string;
    readonly explanation?: string;
    readonly hints?: readonly string[];
    readonly at?: SourcePosition | undefined;
  },
): ConfigError {
  return new ConfigError(`commands/${what}`, `custom command "${names.join(" ")}": ${title}`, details);
}
