/** What could stand at the cursor: commands, flags, their values, or something that has to be looked up.
 *  Follows config §9.9 and toolchain §13.
 *  Invariants: only what the parser takes at that place, never a hidden name; commands are loaded on the way alone. */
import type { ArgSpec, ArgSpecs, CommandGroup, Completion, FlagSpec, FlagSpecs } from "@/cli/command.ts";
import { globalFlags, rootFlags } from "@/cli/global_flags.ts";
import { type Scan, scanWords } from "@/cli/parse.ts";
import { entryNamed } from "@/cli/router.ts";

/** A word that could stand at the cursor. */
export interface Choice {
  readonly value: string;
  /** Empty when there is nothing to say. */
  readonly summary: string;
}

/** What could stand at the cursor. */
export interface Choices {
  /** Words that begin with `typed`. */
  readonly offered: readonly Choice[];
  /** What else could stand there. */
  readonly lookUp: Exclude<Completion, readonly string[]>;
  /** The beginning of the value; of `--format=js` it is `js`. */
  readonly typed: string;
  /** The component that is named already. */
  readonly component?: string | undefined;
  /** The first command, such as `terraform`. */
  readonly first?: string | undefined;
  /** Whether a project may have more to say, because no command is reached. */
  readonly mayKnowMore?: boolean;
  /** Index of the word that is no command of the program. */
  readonly unknownAt?: number | undefined;
}

/** Where the words before the cursor have led. */
interface Place {
  readonly scan: Scan;
  readonly flags: FlagSpecs;
  readonly args: ArgSpecs;
  /** Undefined in a command. */
  readonly group: CommandGroup | undefined;
  /** Flags that were given on the way. */
  readonly given: ReadonlySet<string>;
  /** Names of commands on the way. */
  readonly path: readonly string[];
  /** Of the first word that leads nowhere. */
  readonly unknownAt?: number;
}

/**
 * Answers what could stand in the place of the last word.
 * @param words what is typed after the program's name, the word at the cursor last, empty when it is not begun
 * @example choicesAt(["tool"], root) // offered [{ value: "toolchain", … }]
 */
export async function choicesAt(words: readonly string[], root: CommandGroup): Promise<Choices> {
  const last = words.at(-1) ?? "";
  const place = await follow(
    words.slice(0, -1),
    { ...root, flags: { ...root.flags, ...rootFlags } },
    { given: new Set(), path: [], at: 0 },
  );
  const { unknownAt, path: [first] } = place;
  if (unknownAt !== undefined) return { ...found([], last), mayKnowMore: true, unknownAt };
  const mayKnowMore = place.group !== undefined && place.scan.waiting === undefined && !last.startsWith("-");
  return { ...choicesIn(place, last, root), component: componentOf(place), first, mayKnowMore };
}

function choicesIn(place: Place, last: string, root: CommandGroup): Choices {
  const { scan, flags, group } = place;
  if (scan.waiting !== undefined) return valuesOf(flags[scan.waiting], last);
  const arg = argAt(place);
  const isRaw = scan.isOver || (arg?.passthrough && arg.passthrough !== "native" && scan.words.length > 0);
  if (!isRaw && last.startsWith("-")) return flagsAt(place, last);
  if (group) return inGroup(group, last, root);
  return arg && !place.given.has("help") ? argumentAt(arg, last) : found([], last);
}

/** Commands, and what the group takes without one. */
function inGroup(group: CommandGroup, last: string, root: CommandGroup): Choices {
  const [arg] = Object.values(group.alone?.args ?? {});
  const { offered } = found(commandsOf(group, group.commands === root.commands), last);
  const more = arg ? argumentAt(arg, last) : found([], last);
  return { ...more, offered: [...offered, ...more.offered] };
}

/** The word that stands where a component belongs. */
function componentOf({ args, scan }: Place): string | undefined {
  const index = Object.values(args).findIndex(({ complete }) => complete === "component");
  return index < 0 ? undefined : scan.words[index];
}

/** How far the walk has come; `at` words are behind it. */
interface Way extends Pick<Place, "given" | "path"> {
  readonly at: number;
}

async function follow(words: readonly string[], group: CommandGroup, way: Way): Promise<Place> {
  const flags = { ...group.flags, ...group.alone?.flags, ...globalFlags };
  const scan = scanWords(words, { path: "", args: { command: { summary: "", passthrough: true } }, flags });
  const [word, ...rest] = scan.words;
  const seen = new Set([...way.given, ...scan.values.keys()]), { path } = way;
  const at = way.at + words.length - rest.length;
  if (word === undefined) return { scan, flags, args: {}, group, given: seen, path };
  const { row, name = word } = entryNamed(group, word) ?? {};
  const next = { given: seen, path: [...path, name], at };
  if (!row) {
    if (word === "help") return await follow(rest, group, { ...next, path, given: seen.add("help") });
    const { args = {}, flags: own = {} } = group.alone ?? {};
    const place = inCommand(words, { args, flags: own, given: seen, path });
    return Object.keys(args).length > 0 ? place : { ...place, unknownAt: at - 1 };
  }
  if ("loadGroup" in row) return await follow(rest, (await row.loadGroup()).default, next);
  const { default: command } = await row.load();
  return inCommand(rest, { ...next, args: command.args ?? {}, flags: command.flags ?? {} });
}

function inCommand(
  words: readonly string[],
  { args, flags, given, path }: Pick<Place, "args" | "flags" | "given" | "path">,
): Place {
  const all = { ...flags, ...globalFlags };
  const scan = scanWords(words, { path: "", args, flags: all });
  const seen = new Set([...given, ...scan.values.keys()]);
  return { scan, flags: all, args, group: undefined, given: seen, path };
}

function commandsOf(group: CommandGroup, withHelp: boolean): Choice[] {
  const rows = Object.entries(group.commands).filter(([, row]) => !row.hidden);
  const names = [...group.names ?? []].map(([value, target]) => ({ value, summary: `alias for ${target}` }));
  const commands = [...rows.map(([value, { summary }]) => ({ value, summary })), ...names];
  return withHelp ? [...commands, { value: "help", summary: "Explain a command" }] : commands;
}

/** Names of flags, or the values of the one that is named before a `=`. */
function flagsAt({ flags, given }: Place, last: string): Choices {
  const equals = last.indexOf("=");
  if (equals > 0) {
    const name = last.slice(0, equals).replace(/^--/, "");
    const flag = Object.entries(flags).find(([own, { aliases }]) => own === name || aliases?.includes(name));
    return valuesOf(flag?.[1], last.slice(equals + 1));
  }
  const names = Object.entries(flags)
    .filter(([name, flag]) => !flag.hidden && (flag.type === "strings" || !given.has(name)));
  return found(names.map(([name, { summary }]) => ({ value: `--${name}`, summary })), last);
}

function valuesOf(flag: FlagSpec | undefined, typed: string): Choices {
  switch (flag?.type) {
    case "string":
      return completed(flag.choices ?? flag.complete ?? "none", typed);
    case "strings":
      return completed(flag.complete ?? "none", typed);
    case "boolean":
      return completed(["true", "false"], typed);
    default:
      return completed("none", typed);
  }
}

/** The argument that the word at the cursor belongs to; the further words of another program may be files. */
function argAt({ args, scan }: Place): ArgSpec | undefined {
  const list = Object.values(args);
  const last = list.at(-1);
  const next = list[scan.words.length] ?? (last?.variadic ? last : undefined);
  return next ?? (last?.passthrough ? { ...last, complete: "file" } : undefined);
}

function argumentAt({ choices, complete, passthrough }: ArgSpec, typed: string): Choices {
  return completed(choices ?? complete ?? (passthrough ? "file" : "none"), typed);
}

function completed(completion: Completion, typed: string): Choices {
  if (typeof completion === "string") return { offered: [], lookUp: completion, typed };
  return found(completion.map((value) => ({ value, summary: "" })), typed);
}

function found(choices: readonly Choice[], typed: string): Choices {
  return { offered: choices.filter(({ value }) => value.startsWith(typed)), lookUp: "none", typed };
}
