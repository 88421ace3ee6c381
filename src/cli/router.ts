/** Finds the command that words mean and reads its input; loads only the tables and the command on the way.
 *  Follows config §8, §9.10, §11 and toolchain §2.3.
 *  Invariant: mistakes of the user come back as a `usage` route, so that the global flags given beside them count. */
import { UsageError } from "@/base/errors.ts";
import { quoteShWord } from "@/base/text/quote.ts";
import { nearestNames } from "@/base/text/suggest.ts";
import type {
  AnyCommand,
  ArgSpecs,
  CommandEntry,
  CommandGroup,
  FlagSpecs,
  GroupEntry,
  Input,
} from "@/cli/command.ts";
import { globalFlags, type GlobalInput, rootFlags } from "@/cli/global_flags.ts";
import { readInput, scanWords, usage } from "@/cli/parse.ts";

/** What help is about. */
export type HelpTarget =
  | { readonly kind: "group"; readonly group: CommandGroup }
  | { readonly kind: "command"; readonly command: AnyCommand };

/** What the words ask for. `path` is how the user calls it: `atmos toolchain install`. */
export type Route =
  & { readonly globals: GlobalInput }
  & (
    | { readonly kind: "run"; readonly path: string; readonly command: AnyCommand; readonly input: Input }
    | {
      readonly kind: "help";
      readonly path: string;
      readonly target: HelpTarget;
      readonly topic: string;
      /** Whether nobody asked for it: the program alone, which may say more. */
      readonly isBare?: boolean;
    }
    | { readonly kind: "version" }
    | {
      readonly kind: "usage";
      readonly error: UsageError;
      /** Words that begin with a command which the program does not have; a project may. */
      readonly unknown?: { readonly words: readonly string[]; readonly isTop: boolean };
    }
  );

/** The environment. */
type Env = Readonly<Record<string, string | undefined>>;

/** Where the walk through the tables stands. */
interface Walk {
  readonly path: string;
  readonly words: readonly string[];
  /** Words for another program. */
  readonly native?: readonly string[];
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly problem: UsageError | undefined;
  readonly env: Env;
  readonly root: CommandGroup;
}

const NAME = "atmos";

/**
 * Finds what the words mean.
 * @param words after the program's name
 * @returns never throws for a user's mistake; throws when a command cannot be loaded, which is a defect
 */
export function routeWords(words: readonly string[], root: CommandGroup, env: Env): Promise<Route> {
  const withRootFlags = { ...root, flags: { ...root.flags, ...rootFlags } };
  return inGroup(withRootFlags, { path: NAME, words, values: new Map(), problem: undefined, env, root });
}

async function inGroup(group: CommandGroup, from: Walk): Promise<Route> {
  const walk = walkIn(group, from);
  const [word, ...rest] = walk.words;
  if (walk.values.has("version")) return { kind: "version", globals: globalsOf(walk) };
  if (word === undefined) {
    const isRun = group.alone && helpTopic(walk) === undefined;
    return isRun ? inCommand(group.alone, from) : await groupAlone(group, walk);
  }
  const entry = entryNamed(group, word);
  if (!entry && word === "help") {
    return inGroup(group, { ...walk, words: rest, values: new Map([...walk.values, ["help", [""]]]) });
  }
  if (!entry && walk.path !== NAME && /\s/.test(word.trim())) {
    return inGroup(group, { ...walk, words: [...word.trim().split(/\s+/), ...rest] });
  }
  if (!entry && hasArguments(group)) return inCommand(group.alone, from);
  if (!entry) {
    if (walk.problem) return { kind: "usage", error: walk.problem, globals: globalsOf(walk) };
    const error = await unknownCommand(group, walk);
    // Whose command it may be is for the configuration to say, which flags behind it can lead to.
    const globals = globalsOf(scanned(walk, { words: { summary: "", variadic: true } }));
    return { kind: "usage", error, globals, unknown: { words: walk.words, isTop: walk.path === NAME } };
  }
  const next = { ...walk, path: `${walk.path} ${entry.name}`, words: rest };
  if ("loadGroup" in entry.row) return inGroup((await entry.row.loadGroup()).default, next);
  return inCommand((await entry.row.load()).default, next);
}

/** The flags of what the group does alone are known only where no sub-command stands. */
function walkIn(group: CommandGroup, from: Walk): Walk {
  const args = { command: { summary: "", passthrough: true } };
  const alone = group.alone && scanned(from, args, { ...group.flags, ...group.alone.flags });
  return alone?.words.length === 0 || (alone && hasArguments(group))
    ? alone
    : scanned(from, args, group.flags);
}

/** Whether words that are no sub-command are arguments of what the group does alone. */
function hasArguments(group: CommandGroup): group is CommandGroup & { readonly alone: AnyCommand } {
  return Object.keys(group.alone?.args ?? {}).length > 0;
}

function inCommand(command: AnyCommand, from: Walk): Route {
  const walk = scanned(from, command.args, command.flags);
  const { path, env } = walk;
  if (takesAll(command)) return onBehalf(command, walk);
  const topic = helpTopic(walk);
  if (topic !== undefined) {
    return { kind: "help", path, target: { kind: "command", command }, topic, globals: globalsOf(walk) };
  }
  if (walk.problem) return { kind: "usage", error: walk.problem, globals: globalsOf(walk) };
  try {
    const input = readInput(walk, {
      path,
      args: command.args ?? {},
      flags: command.flags ?? {},
      examples: command.examples,
    }, env);
    return { kind: "run", path, command, input, globals: readGlobals(walk.values, env, path) };
  } catch (error) {
    if (error instanceof UsageError) return { kind: "usage", error, globals: globalsOf(walk) };
    throw error;
  }
}

function takesAll(command: AnyCommand): boolean {
  return Object.values(command.args ?? {})[0]?.passthrough === "all";
}

/** The words are those that a user is typing to the program: it answers where they lead, in the directory and with
 *  the configuration that they name so far. */
function onBehalf(command: AnyCommand, walk: Walk): Route {
  const { path, words, env } = walk;
  const typed = scanned({ ...walk, words: words.slice(0, -1) }, { words: { summary: "", variadic: true } });
  const input = readInput({ values: new Map(), words }, { path, args: command.args ?? {}, flags: {} }, env);
  return { kind: "run", path, command, input, globals: globalsOf(typed) };
}

async function groupAlone(group: CommandGroup, walk: Walk): Promise<Route> {
  const globals = globalsOf(walk);
  const asked = helpTopic(walk);
  const isShown = walk.path === NAME || group.showsHelp;
  const topic = asked ?? (isShown && !walk.problem ? "" : undefined);
  if (topic !== undefined) {
    const isBare = asked === undefined && walk.path === NAME;
    return { kind: "help", path: walk.path, target: { kind: "group", group }, topic, globals, isBare };
  }
  const error = walk.problem ?? usage(walk.path, {
    what: "missing-command",
    title: `${walk.path} requires a subcommand`,
    hints: [...await namesakes(walk), `Use one of: ${commandNames(group).join(", ")}`],
  });
  return { kind: "usage", error, globals };
}

/** Reads the flags at the walk's place; the values of both places count, in the order of the words. */
function scanned(walk: Walk, args: ArgSpecs = {}, flags: FlagSpecs = {}): Walk {
  const scan = scanWords(walk.words, { path: walk.path, args, flags: { ...globalFlags, ...flags } });
  const values = new Map(walk.values);
  for (const [name, texts] of scan.values) values.set(name, [...values.get(name) ?? [], ...texts]);
  return { ...walk, words: scan.words, native: scan.native, values, problem: walk.problem ?? scan.problem };
}

function helpTopic(walk: Walk): string | undefined {
  return walk.values.get("help")?.at(-1);
}

function readGlobals(values: Walk["values"], env: Env, path: string): GlobalInput {
  const { flags } = readInput({ values, words: [] }, { path, args: {}, flags: globalFlags }, env);
  return { flags, typed: new Set(values.keys()) };
}

/** The global flags for showing a mistake: where one is wrong itself, none of them counts. */
function globalsOf(walk: Walk): GlobalInput {
  try {
    return readGlobals(walk.values, walk.env, walk.path);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return readGlobals(new Map(), {}, walk.path);
  }
}

/** The row of a name or alias in a group's table, with its name; undefined when there is none. */
export function entryNamed(
  group: CommandGroup,
  word: string,
): { readonly name: string; readonly row: CommandEntry | GroupEntry } | undefined {
  for (const [name, row] of Object.entries(group.commands)) {
    if (name === word || row.aliases?.includes(word)) return { name, row };
  }
  return undefined;
}

function commandNames(group: CommandGroup, withAliases = false): string[] {
  return Object.entries(group.commands).filter(([, row]) => !row.hidden)
    .flatMap(([name, row]) => withAliases ? [name, ...row.aliases ?? []] : [name]);
}

async function unknownCommand(group: CommandGroup, walk: Walk): Promise<UsageError> {
  const { path, words } = walk, [word = ""] = words;
  const known = [...commandNames(group, true), ...group.names?.keys() ?? []];
  const near = nearestNames(word, known).map((name) => `${path} ${name}`);
  if (near.length === 0) near.push(...await commandsBelow(word, group.commands, path));
  const hints = near.map(suggestion);
  // The name of a tool is a command of nobody here.
  if (path === NAME && near.length === 0) {
    hints.push(`To run a program of the project: ${NAME} exec -- ${words.map(quoteShWord).join(" ")}`);
  }
  if (path !== NAME) {
    if (near.length === 0) hints.push(...await namesakes(walk));
    hints.push(`Use one of: ${commandNames(group).join(", ")}`);
  }
  return usage(path, { what: "unknown-command", title: `Unknown command "${word}" for "${path}"`, hints });
}

/** What other groups have by the name of this one: somebody typed `atmos list`. */
async function namesakes({ path, root }: Walk): Promise<string[]> {
  const found = await commandsBelow(path.split(" ").at(-1) ?? "", root.commands, NAME);
  return found.filter((call) => call !== path).map(suggestion);
}

function suggestion(call: string): string {
  return `Did you mean \`${call}\`?`;
}

/** The commands of that name one level down: somebody typed `atmos install`. */
async function commandsBelow(
  word: string,
  rows: Readonly<Record<string, CommandEntry | GroupEntry>>,
  path: string,
): Promise<string[]> {
  const found: string[] = [];
  for (const [name, row] of Object.entries(rows)) {
    if (row.hidden || !("loadGroup" in row)) continue;
    const below = entryNamed((await row.loadGroup()).default, word);
    if (below) found.push(`${path} ${name} ${below.name}`);
  }
  return found;
}
