import { deepEqual, equal, ok } from "node:assert/strict";
import type { AnyCommand, ArgSpecs, CommandGroup, FlagSpecs } from "@/cli/command.ts";
import { rootGroup } from "@/cli/commands/table.ts";
import { globalFlags, rootFlags } from "@/cli/global_flags.ts";

interface Declared {
  readonly path: string;
  readonly command: AnyCommand;
  /** The flags of the groups on the way. */
  readonly inherited: FlagSpecs;
}

async function commandsOf(group: CommandGroup, path: string, inherited: FlagSpecs): Promise<Declared[]> {
  const found: Declared[] = [];
  const names = Object.entries(group.commands).flatMap(([name, row]) => [name, ...row.aliases ?? []]);
  equal(new Set(names).size, names.length, `${path}: a name or alias stands twice`);
  ok(!names.includes("help"), `${path}: help is the router's word`);
  for (const [name, row] of Object.entries(group.commands)) {
    const below = `${path} ${name}`;
    if ("loadGroup" in row) {
      const next = (await row.loadGroup()).default;
      if (next.alone) found.push({ path: below, command: next.alone, inherited });
      found.push(...await commandsOf(next, below, { ...inherited, ...next.flags }));
    } else {
      const { default: command } = await row.load();
      equal(command.summary, row.summary, `${below}: summary of the table and of the command`);
      deepEqual(
        command.aliases ?? [],
        row.aliases ?? [],
        `${below}: aliases of the table and of the command`,
      );
      equal(command.hidden ?? false, row.hidden ?? false, `${below}: hidden`);
      found.push({ path: below, command, inherited });
    }
  }
  return found;
}

const declared = await commandsOf(rootGroup, "atmos", {});

/** Every spelling of every flag, with dashes. */
function spellings(flags: FlagSpecs): string[] {
  return Object.entries(flags).flatMap(([name, flag]) => [
    ...[name, ...flag.aliases ?? []].map((long) => `--${long}`),
    ...flag.short === undefined ? [] : [`-${flag.short}`],
  ]);
}

function variables(flags: FlagSpecs): string[] {
  return Object.values(flags).flatMap((flag) => [flag.env ?? []].flat());
}

Deno.test("declarations: no flag is spelled twice, global ones included", () => {
  for (const { path, command } of declared) {
    const all = [...spellings(globalFlags), ...spellings(rootFlags), ...spellings(command.flags ?? {})];
    deepEqual(all.filter((name, index) => all.indexOf(name) !== index), [], path);
  }
});

Deno.test("declarations: flags are kebab case, shorts are one letter, variables have one meaning", () => {
  for (const { path, command } of [{ path: "atmos", command: { flags: globalFlags } }, ...declared]) {
    const flags = command.flags ?? {};
    for (const name of spellings(flags)) ok(/^(--[a-z][a-z0-9-]+|-[A-Za-z])$/.test(name), `${path} ${name}`);
    const names = variables(flags);
    for (const name of names) ok(/^[A-Z][A-Z0-9_]+$/.test(name), `${path} ${name}`);
    equal(new Set(names).size, names.length, `${path}: a variable stands twice`);
  }
});

Deno.test("declarations: every command repeats the flags of its group", () => {
  for (const { path, command, inherited } of declared) {
    for (const [name, flag] of Object.entries(inherited)) {
      equal(command.flags?.[name], flag, `${path} --${name}`);
    }
  }
});

Deno.test("declarations: required arguments come first, lists come last", () => {
  for (const { path, command } of declared) deepEqual(argFaults(command.args ?? {}), [], path);
  deepEqual(argFaults({ a: { summary: "" }, b: { summary: "", required: true } }), [
    "b is required after an optional one",
  ]);
  deepEqual(argFaults({ a: { summary: "", variadic: true }, b: { summary: "" } }), [
    "a is a list, but not the last",
  ]);
});

function argFaults(args: ArgSpecs): string[] {
  const entries = Object.entries(args);
  return entries.flatMap(([name, arg], index) => [
    ...arg.required && entries.slice(0, index).some(([, before]) => !before.required)
      ? [`${name} is required after an optional one`]
      : [],
    ...(arg.variadic || arg.passthrough) && index < entries.length - 1
      ? [`${name} is a list, but not the last`]
      : [],
  ]);
}

Deno.test("declarations: defaults are among the choices, summaries are one line without a full stop", () => {
  for (const { path, command } of declared) {
    const flags: FlagSpecs = command.flags ?? {};
    for (const [name, flag] of Object.entries(flags)) {
      if (flag.type === "string" && flag.choices && flag.default !== undefined) {
        ok(flag.choices.includes(flag.default), `${path} --${name}`);
      }
    }
    const texts = [
      command.summary,
      ...[flags, command.args ?? {}].flatMap((record) =>
        Object.values(record).map((spec: { summary: string }) => spec.summary)
      ),
    ];
    for (const text of texts) ok(/^[^\n]+[^.\s]$/.test(text), `${path}: "${text}"`);
  }
});

Deno.test("declarations: examples call their own command", () => {
  for (const { path, command } of declared) {
    if (path === "atmos workflow list") continue; // the same as atmos list workflows
    for (const example of command.examples ?? []) ok(example.includes(path), `${path}: ${example}`);
  }
});
