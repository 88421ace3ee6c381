/** Custom commands of a project, read. Pure. Follows workflows §12.1 to §12.4, config §10.6.
 *  Invariants: nothing is thrown, because a command that is wrong must not keep others from running; flags and the working
 *  directory come from above, the environment does not. */
import { isTextMap, type TextMap, textOf, type Texts, textsOnly, valuesOf } from "@/base/schema/reading.ts";
import {
  type CommandProblem,
  type CustomFlag,
  type GlobalFlagTable,
  isYes,
  readFlags,
  textsOf,
} from "./flags.ts";

/** An argument of a custom command. */
export interface CustomArgument {
  readonly name: string;
  readonly description: string;
  readonly isRequired: boolean;
  readonly default: string | undefined;
  readonly values: readonly string[];
  /** `component` or `stack`: what completion and questions offer. */
  readonly semanticType: string | undefined;
}

/** A custom command. */
export interface CustomCommand {
  /** Names from the top. */
  readonly names: readonly string[];
  readonly description: string;
  readonly aliases: readonly string[];
  readonly isInternal: boolean;
  readonly isVerbose: boolean;
  /** Name of the command below that runs when none is named. */
  readonly default: string | undefined;
  readonly args: readonly CustomArgument[];
  /** Inherited ones first. */
  readonly flags: readonly CustomFlag[];
  /** Texts for the shell, and maps. */
  readonly steps: readonly unknown[];
  readonly workingDirectory: string | undefined;
  readonly identity: string | undefined;
  readonly commands: readonly CustomCommand[];
  /** Everything as written: `env`, `needs`, `component` … */
  readonly fields: TextMap;
  /** The first thing that is wrong with it. */
  readonly problem: CommandProblem | undefined;
}

interface Above {
  readonly names: readonly string[];
  readonly flags: readonly CustomFlag[];
  readonly workingDirectory: string | undefined;
}

/** Reads the merged value of `commands`; what has no name is left out. */
export function readCommands(list: Texts, globals: GlobalFlagTable): readonly CustomCommand[] {
  return commandsIn(list, { names: [], flags: [], workingDirectory: undefined }, globals);
}

function commandsIn(list: Texts, above: Above, globals: GlobalFlagTable): readonly CustomCommand[] {
  const items = Array.isArray(list) ? list as readonly Texts[] : [];
  return items.flatMap((item) => {
    const name = isTextMap(item) ? textOf(item["name"] ?? null)?.trim() : undefined;
    return isTextMap(item) && name
      ? [readCommand(item, { ...above, names: [...above.names, name] }, globals)]
      : [];
  });
}

function readCommand(fields: TextMap, above: Above, globals: GlobalFlagTable): CustomCommand {
  const text = (key: string) => textOf(fields[key] ?? null) || undefined;
  const { names } = above;
  const { flags, problem: flagProblem } = readFlags(fields["flags"] ?? null, above.flags, globals);
  const workingDirectory = text("working_directory") ?? above.workingDirectory;
  const commands = commandsIn(fields["commands"] ?? null, { names, flags, workingDirectory }, globals);
  const { args, problem: argProblem } = readArguments(fields["arguments"] ?? null);
  return {
    names,
    description: text("description") ?? "",
    aliases: textsOf(fields["aliases"] ?? null) ?? [],
    isInternal: isYes(text("internal")),
    isVerbose: isYes(text("verbose")),
    default: text("default"),
    args,
    flags,
    steps: stepsOf(fields["steps"] ?? null),
    workingDirectory,
    identity: text("identity"),
    commands,
    fields,
    problem: flagProblem ?? argProblem ?? componentProblem(fields, { args, flags }),
  };
}

function readArguments(
  value: Texts,
): { readonly args: readonly CustomArgument[]; readonly problem: CommandProblem | undefined } {
  const items = Array.isArray(value) ? value as readonly Texts[] : [];
  const args: CustomArgument[] = [];
  let problem: CommandProblem | undefined;
  for (const [index, item] of items.entries()) {
    const text = (key: string) => isTextMap(item) ? textOf(item[key] ?? null) : undefined;
    const name = text("name") ?? "", isKnown = args.some((each) => each.name === name);
    if (name === "" || isKnown) {
      const title = name === "" ? "an argument has no name" : `duplicate argument ${name}`;
      problem ??= { title, path: ["arguments", index], hints: [] };
      continue;
    }
    args.push({
      name,
      description: text("description") ?? "",
      isRequired: isYes(text("required")),
      default: text("default"),
      values: isTextMap(item) ? textsOf(item["values"] ?? null) ?? [] : [],
      semanticType: text("type") || undefined,
    });
  }
  return { args, problem };
}

/** A command for a type of components must be told which component and stack. */
function componentProblem(
  { component = null }: TextMap,
  { args, flags }: Pick<CustomCommand, "args" | "flags">,
): CommandProblem | undefined {
  if (component === null) return undefined;
  const problem = (title: string, hint: string) => ({ title, path: ["component"], hints: [hint] });
  if (!isTextMap(component) || !textOf(component["type"] ?? null)) {
    return problem("component needs a type", "component: {type: NAME}");
  }
  if (!args.some(({ semanticType }) => semanticType === "component")) {
    return problem(
      "component needs an argument with type 'component'",
      "arguments: [{name: component, type: component, required: true}]",
    );
  }
  const isStack = ({ semanticType, name }: CustomArgument | CustomFlag) =>
    semanticType === "stack" || name === "stack";
  if ([...args, ...flags].some(isStack)) return undefined;
  return problem(
    "component needs a flag or an argument for the stack",
    "flags: [{name: stack, shorthand: s, semantic_type: stack, required: true}]",
  );
}

/** Below these keys of a step values keep the text that somebody wrote. */
const TEXT_KEYS = ["env", "vars", "tools", "needs", "build_args", "options", "default"];

function stepsOf(value: Texts): readonly unknown[] {
  if (value === null) return [];
  const items = Array.isArray(value) ? value as readonly Texts[] : [value];
  return items.map((item) => textOf(item) ?? stepValue(item));
}

function stepValue(value: Texts): unknown {
  if (Array.isArray(value)) return (value as readonly Texts[]).map(stepValue);
  if (!isTextMap(value)) return valuesOf(value);
  const entries = Object.entries(value).map(([key, member]) => [
    key,
    TEXT_KEYS.includes(key) ? textsOnly(member) : stepValue(member),
  ]);
  return Object.fromEntries(entries);
}
