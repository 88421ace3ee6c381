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
    new Set(),
  );
  if (!place) return found([], last);
  const { scan, flags, group } = place;
  if (scan.waiting !== undefined) return valuesOf(flags[scan.waiting], last);
  const arg = argAt(place);
  const isRaw = scan.isOver || (arg?.passthrough && scan.words.length > 0);
  if (!isRaw && last.startsWith("-")) return flagsAt(place, last);
  if (group) return found(commandsOf(group, group.commands === root.commands), last);
  return arg && !place.given.has("help") ? argumentAt(arg, last) : found([], last);
}

async function follow(
  words: readonly string[],
  group: CommandGroup,
  given: ReadonlySet<string>,
): Promise<Place | undefined> {
  const flags = { ...group.flags, ...group.alone?.flags, ...globalFlags };
  const scan = scanWords(words, { path: "", args: { command: { summary: "", passthrough: true } }, flags });
  const [word, ...rest] = scan.words;
  const seen = new Set([...given, ...scan.values.keys()]);
  if (word === undefined) return { scan, flags, args: {}, group, given: seen };
  const row = entryNamed(group, word)?.row;
  if (!row) return word === "help" ? await follow(rest, group, seen.add("help")) : undefined;
  if ("loadGroup" in row) return await follow(rest, (await row.loadGroup()).default, seen);
  const { default: command } = await row.load();
  return inCommand(rest, { args: command.args ?? {}, flags: command.flags ?? {}, given: seen });
}

function inCommand(
  words: readonly string[],
  { args, flags, given }: Pick<Place, "args" | "flags" | "given">,
): Place {
  const all = { ...flags, ...globalFlags };
  const scan = scanWords(words, { path: "", args, flags: all });
  return { scan, flags: all, args, group: undefined, given: new Set([...given, ...scan.values.keys()]) };
}

function commandsOf(group: CommandGroup, withHelp: boolean): Choice[] {
  const rows = Object.entries(group.commands).filter(([, row]) => !row.hidden);
  const commands = rows.map(([value, { summary }]) => ({ value, summary }));
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
