/** `commands`: what a project adds to the program. Follows config §10.6.
 *  Invariant: steps are shown as written, a text as `{command, type: shell}`; what they may say is for who runs them. */
import { formed, isTextMap, textOf, valuesOf, withShown } from "@/base/schema/reading.ts";
import { type Decoder, misfit } from "@/base/schema/reading.ts";
import { type Setting, setting } from "@/base/schema/record.ts";
import { bool, free, freeMap, listOf, map, scalar, scalars, string, strings } from "@/base/schema/weak.ts";
import { blank, inner, noItems, off, section, variables } from "./_section.ts";

const variable = section({
  key: setting("Name", string, blank),
  value: setting("Value", scalar, blank),
  valueCommand: setting("Command that prints the value", string, blank),
});

const argument = section({
  name: setting("Name", string, blank),
  description: setting("What it is", string, blank),
  required: setting("Whether it must be given", bool, off),
  default: setting("What counts without it", scalar, blank),
  type: setting("component or stack", string),
  values: setting("What it may be", scalars),
});

const flag = section({
  name: setting("Name", string, blank),
  shorthand: setting("One letter", string, blank),
  type: setting("string or bool", string, blank),
  description: setting("What it is", string, blank),
  usage: setting("Same as description", string, blank),
  required: setting("Whether it must be given", bool, off),
  default: setting("What counts without it", free),
  semantic_type: setting("component or stack", string),
  values: setting("What it may be", scalars),
});

const step: Decoder<unknown> = formed(
  { kind: "either", of: [string, freeMap] },
  (value, place, reading) => {
    const command = textOf(value);
    if (command !== undefined) return { command, type: "shell" };
    return isTextMap(value) ? valuesOf(value) : misfit("a string or a map", value, { place, reading });
  },
);

const steps: Decoder<readonly unknown[]> = formed(
  { kind: "either", of: [listOf(step), string] },
  (value, place, reading) => listOf(step)(textOf(value) === undefined ? value : [value], place, reading),
);

const needs: Decoder<unknown> = formed(
  { kind: "either", of: [map(scalar), strings] },
  (value, place, reading) => (isTextMap(value) ? map(scalar) : strings)(value, place, reading),
);

const settings: Readonly<Record<string, Setting<unknown>>> = {
  name: setting("Name", string, blank),
  description: setting("What it does", string, blank),
  default: setting("The command below that runs without one", string),
  working_directory: setting("Where it works", string),
  dependencies: setting(
    "What must be there",
    section({
      tools: setting("Tool → version", map(scalar)),
      components: setting("Components", listOf(freeMap)),
      files: setting("Files", strings),
      folders: setting("Directories", strings),
      commands: setting("Commands that run before", listOf(free)),
      workflows: setting("Workflows that run before", listOf(free)),
    }),
  ),
  needs: setting("Tools that must be there: tool → version, or a list of them", needs),
  env: setting("Variables of the steps", variables(variable), noItems),
  arguments: setting("Its words", listOf(argument), noItems),
  flags: setting("Its flags", listOf(flag), noItems),
  component: setting(
    "The type of component that it adds",
    section({ type: setting("Name", string, blank), base_path: setting("Directory", string) }),
  ),
  component_config: setting(
    "The component whose configuration the steps see",
    section({ component: setting("Component", string, blank), stack: setting("Stack", string, blank) }),
    inner,
  ),
  steps: setting("What it runs", steps, noItems),
  commands: setting(
    "Commands below it",
    formed({ kind: "same", as: () => commandsList }, (...given) => commandsList(...given)),
    noItems,
  ),
  verbose: setting("Whether steps are told", bool, off),
  identity: setting("Who it acts as", string),
  aliases: setting("Other names", strings),
  internal: setting("Whether help is silent about it", bool),
};

const command = section(settings);

/** The section. */
export const commandsList: Decoder<readonly unknown[]> = withShown(
  formed({ kind: "list", item: command }, (...given) => listOf(command)(...given)),
  (...given) => listOf(command).shown?.(...given),
);
