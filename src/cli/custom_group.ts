/** Custom commands as declarations, so that router, help and completion know them like any other.
 *  Follows workflows §12, config §9.10.
 *  Invariant: loading them never fails for a mistake in one of them; whoever runs that one hears of it. */
import type { Context } from "@/base/context.ts";
import {
  type AnyCommand,
  type ArgSpec,
  type CommandEntry,
  type CommandGroup,
  type FlagSpec,
  type FlagSpecs,
  type GroupEntry,
  type Input,
} from "@/cli/command.ts";
import { globalFlags } from "@/cli/global_flags.ts";
import type { CustomArgument, CustomCommand } from "@/features/custom_commands/core/definition.ts";
import type { CustomFlag, GlobalFlag } from "@/features/custom_commands/core/flags.ts";
import { type CommandInput, isNeeded } from "@/features/custom_commands/core/values.ts";
import {
  loadCustomCommands,
  type ProjectCommands,
  warnOfLostSteps,
} from "@/features/custom_commands/load.ts";
import { canAsk, isChoosable } from "@/features/custom_commands/questions.ts";

type Row = CommandEntry | GroupEntry;

/** The commands that the project adds, in a group of their own. @throws Config of files that cannot be put together */
export async function loadCustomGroup(ctx: Context): Promise<CommandGroup> {
  const project = await loadCustomCommands(ctx, globalTable());
  return { summary: "Commands of the project", commands: rowsOf(project.commands, { ctx, project }) };
}

/** Says that a command of the project that is called as one of the program has steps for nothing.
 *  @param names of the command, from the top */
export async function warnOfNamesake(ctx: Context, names: readonly string[]): Promise<void> {
  const project = await loadCustomCommands(ctx, globalTable());
  warnOfLostSteps(ctx, project, names);
}

function globalTable(): ReadonlyMap<string, GlobalFlag> {
  const entries = Object.entries<FlagSpec>(globalFlags).map(([name, flag]) =>
    [name, { type: flag.type === "boolean" ? "bool" : "string", short: flag.short }] as const
  );
  return new Map(entries);
}

interface Around {
  readonly ctx: Context;
  readonly project: ProjectCommands;
}

function rowsOf(commands: readonly CustomCommand[], around: Around): Readonly<Record<string, Row>> {
  return Object.fromEntries(commands.map((each) => [each.names.at(-1) ?? "", rowOf(each, around)]));
}

function rowOf(custom: CustomCommand, around: Around): Row {
  const { isInternal: hidden, aliases } = custom, { summary } = textsOf(custom);
  if (custom.commands.length === 0) {
    return { summary, hidden, aliases, load: () => Promise.resolve({ default: commandOf(custom, around) }) };
  }
  const hasOwn = custom.steps.length > 0;
  const group: CommandGroup = {
    summary: custom.description || summary,
    flags: flagSpecs(custom),
    alone: hasOwn ? commandOf(custom, around) : standIn(custom, around),
    commands: rowsOf(custom.commands, around),
  };
  return { summary, hidden, aliases, loadGroup: () => Promise.resolve({ default: group }) };
}

/** What a group without steps does alone: its default, or tell what is below it. */
function standIn(custom: CustomCommand, around: Around): AnyCommand {
  const { args: _, ...declared } = commandOf(custom, around);
  return { ...declared, hidden: custom.default === undefined };
}

function commandOf(custom: CustomCommand, { ctx, project }: Around): AnyCommand {
  const asks = canAsk(ctx);
  const usesTrailing = JSON.stringify(custom.fields, bigintText).includes("TrailingArgs");
  return {
    ...textsOf(custom),
    args: {
      ...Object.fromEntries(custom.args.map((arg) => [arg.name, argSpec(arg, asks)])),
      "--": { summary: "Words for the steps", passthrough: "trailing", hidden: !usesTrailing },
    },
    flags: flagSpecs(custom),
    async run(ctx, { args: { "--": trailing = [], ...words }, flags, given }: CustomInput) {
      const { runCustomCommand } = await import("@/features/custom_commands/run.ts");
      const input = {
        args: words as CommandInput["args"],
        flags,
        given: withGlobals(ctx, custom, given),
        trailing,
      };
      return await runCustomCommand(ctx, { command: custom, input, positionOf: project.positionOf });
    },
  };
}

/** Words as the declaration above makes them. */
interface CustomInput extends Omit<Input, "args"> {
  readonly args: { readonly "--"?: readonly string[] };
}

function withGlobals(
  ctx: Context,
  { flags }: CustomCommand,
  given: ReadonlySet<string>,
): ReadonlySet<string> {
  const typed = flags.filter(({ isGlobal, name }) => isGlobal && ctx.flags.typed?.[name] !== undefined);
  return new Set([...given, ...typed.map(({ name }) => name)]);
}

/** The first line, and what comes after it. */
function textsOf(
  { description, names }: CustomCommand,
): { readonly summary: string; readonly description?: string } {
  const [first = "", ...rest] = description.trim().split("\n"), more = rest.join("\n").trim();
  const summary = first || `Run the command ${names.join(" ")} of the project`;
  return { summary, ...(more === "" ? {} : { description: more }) };
}

function argSpec(arg: CustomArgument, asks: boolean): ArgSpec {
  return {
    summary: [arg.description, ...notesOf(arg)].filter(Boolean).join(" "),
    required: isNeeded(arg) && !(asks && isChoosable(arg)),
    complete: arg.values.length > 0 ? arg.values : "none",
  };
}

function notesOf({ values, default: standard }: CustomArgument): readonly string[] {
  const notes = [
    ...values.length > 0 ? [`one of ${values.join(", ")}`] : [],
    ...standard ? [`default ${standard}`] : [],
  ];
  return notes.length === 0 ? [] : [`(${notes.join("; ")})`];
}

/** Flags of every command are read as such. */
function flagSpecs({ flags }: CustomCommand): FlagSpecs {
  const own = flags.filter(({ isGlobal }) => !isGlobal).map((flag) => [flag.name, flagSpec(flag)] as const);
  return { ...Object.fromEntries(own), identity: { ...globalFlags.identity, hidden: false } };
}

function flagSpec(flag: CustomFlag): FlagSpec {
  const { name, short, description, type, values, default: texts } = flag;
  const standard = texts?.join(","), note = flag.isRequired && texts === undefined ? " (required)" : "";
  const common = { summary: (description || name) + note, ...(short === undefined ? {} : { short }) };
  if (type === "bool") return { ...common, type: "boolean", default: /^(?:1|t|true)$/i.test(standard ?? "") };
  const shared = {
    ...common,
    placeholder: values.join("|") || type,
    complete: values.length > 0 ? values : "none" as const,
  };
  if (type === "list") return { ...shared, type: "strings" };
  return { ...shared, type: "string", ...(standard === undefined ? {} : { default: standard }) };
}

function bigintText(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}
