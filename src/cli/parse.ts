/** Turns the words after a command into typed input, by the command's declaration. Pure.
 *  GNU rules: `--x=v`, `--x v`, `-x v`, `-xv`, `-x=v`, `-abc`, `--no-x`, `--`. Follows toolchain §2.3 and config §8, §11.
 *  Invariant: reading words (`scanWords`) never throws, so that `--help` works beside any mistake; the checks come
 *  after it (`readInput`). */
import { UsageError } from "@/base/errors.ts";
import { nearestNames } from "@/base/text/suggest.ts";
import type { ArgSpec, ArgSpecs, FlagSpec, FlagSpecs, Input } from "@/cli/command.ts";

/** What a command accepts. `path` is how the user calls it: `atmos toolchain install`. */
export interface Words<A extends ArgSpecs = ArgSpecs, F extends FlagSpecs = FlagSpecs> {
  readonly path: string;
  readonly args: A;
  readonly flags: F;
  /** Whole calls, the plainest first. */
  readonly examples?: readonly string[] | undefined;
}

/** Words sorted into flags and arguments, nothing checked yet. */
export interface Scan {
  /** The texts given to each flag, under its long name, in the order of the words; "true" and "false" for booleans. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly words: readonly string[];
  /** Those for a native or trailing argument. */
  readonly native: readonly string[];
  /** Long name of the flag whose value would be the next word. */
  readonly waiting: string | undefined;
  /** Whether no flag can follow: after `--`, or among the words of a passthrough argument. */
  readonly isOver: boolean;
  /** The first mistake. */
  readonly problem: UsageError | undefined;
}

/** The environment. */
type Env = Readonly<Record<string, string | undefined>>;

const YES = /^(true|t|yes|y|1)$/i;
const NO = /^(false|f|no|n|0)$/i;

/**
 * Sorts words into flags and arguments. A passthrough argument takes everything from its place on; flags of ours that
 * stand before it and are followed by `--` stay ours.
 * @param words after the command's own name
 * @example scanWords(["-f", "json", "tf"], …) // values {format: ["json"]}, words ["tf"]
 */
export function scanWords(words: readonly string[], spec: Words): Scan {
  const values = new Map<string, string[]>();
  let spellings: Names | undefined;
  const names = () => spellings ??= flagNames(spec.flags); // most words are no flags
  const own = Object.values(spec.args).findIndex((arg) => arg.passthrough);
  const nativeSpec = Object.values(spec.args)[own]?.passthrough === "native"
    ? Object.values(spec.args)[own]
    : undefined;
  const hasTrailing = Object.values(spec.args)[own]?.passthrough === "trailing";
  const rawFrom = nativeSpec || hasTrailing ? -1 : own;
  const found: string[] = [], native: string[] = [];
  let problem: UsageError | undefined, waiting: string | undefined, isOver = false;
  if (Object.values(spec.args)[0]?.passthrough === "all") {
    return { values, words, native, waiting, isOver: true, problem };
  }

  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? "";
    const isFlag = word.length > 1 && word.startsWith("-");
    const isRaw = rawFrom >= 0 && found.length >= rawFrom && (rawFrom > 0 || !isFlag || word === "--");
    if (isRaw && !(isFlag && word !== "--" && isOwnUntilDashes(words.slice(i), names()))) {
      found.push(...words.slice(word === "--" ? i + 1 : i));
      isOver = true;
      break;
    }
    if (word === "--") {
      (nativeSpec || hasTrailing ? native : found).push(...words.slice(i + 1));
      isOver = true;
      break;
    }
    if (nativeSpec && isNative(word)) {
      native.push(word);
      if (nativeSpec.nativeValues?.includes(word) && i + 1 < words.length) native.push(words[++i] ?? "");
      continue;
    }
    if (!isFlag) {
      (nativeSpec && found.length >= own ? native : found).push(word);
      continue;
    }
    const read = word.startsWith("--") ? readLong(word, names(), spec) : readShorts(word, names(), spec);
    problem ??= read.problem;
    for (const [name, text] of read.given) push(values, name, text);
    if (read.wants === undefined) continue;
    const next = words[++i];
    if (next === undefined) {
      waiting = read.wants.name;
      problem ??= usage(spec.path, {
        what: "missing-value",
        title: `flag needs an argument: ${read.wants.typed}`,
        ...whenAlone(spec.flags[read.wants.name]),
      });
    } else push(values, read.wants.name, next);
  }
  return { values, words: found, native, waiting, isOver, problem };
}

function whenAlone(flag: FlagSpec | undefined): { exitCode?: number; hints?: readonly string[] } {
  return flag?.type === "strings" ? flag.whenAlone ?? {} : {};
}

/** Whether a word is a flag of another program: one dash, more than one letter. `-s=dev` is one of ours. */
function isNative(word: string): boolean {
  return /^-[^-][^=]/.test(word);
}

/** Whether words are nothing but long flags of ours up to a `--`: only then they are not meant for the passthrough. */
function isOwnUntilDashes(words: readonly string[], names: Names): boolean {
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? "";
    if (word === "--") return true;
    const known = word.startsWith("--") ? names.get(word.replace(/=.*/s, "")) : undefined;
    if (!known) return false;
    if (takesValue(known.flag) && !word.includes("=")) i++;
  }
  return false;
}

/**
 * Checks what was read and fills in environment and defaults: flag, then environment, then default. An empty
 * variable counts as unset; the last of several equal flags wins.
 * @throws Usage, exit 1: `cli/bad-value`, `cli/missing-argument`, `cli/extra-argument`
 */
export function readInput<A extends ArgSpecs, F extends FlagSpecs>(
  scan: Pick<Scan, "values" | "words"> & Partial<Pick<Scan, "native">>,
  spec: Words<A, F>,
  env: Env,
): Input<A, F> {
  const flags: Record<string, unknown> = {};
  const given = new Set<string>();
  for (const [name, flag] of Object.entries(spec.flags)) {
    const texts = scan.values.get(name);
    const variable = texts === undefined ? setVariable(flag, env) : undefined;
    if (texts || variable) given.add(name);
    const source = variable ? `${variable.name} (the variable for --${name})` : `--${name}`;
    flags[name] = flagValue(flag, texts ?? variable?.texts, { source, path: spec.path });
  }
  const args = argValues(scan, spec);
  // The records were filled from the specs that the types of Input are computed from.
  return { args, flags, given } as unknown as Input<A, F>;
}

/** A usage error of the command line: exit 1 unless given, and where to read more. */
export function usage(
  path: string,
  mistake: {
    readonly what: string;
    readonly title: string;
    readonly explanation?: string;
    readonly hints?: readonly string[];
    readonly exitCode?: number;
  },
): UsageError {
  return new UsageError(`cli/${mistake.what}`, mistake.title, {
    explanation: mistake.explanation,
    exitCode: mistake.exitCode ?? 1,
    hints: [...mistake.hints ?? [], `Run \`${path} --help\` for usage`],
  });
}

interface FlagName {
  readonly name: string;
  readonly flag: FlagSpec;
  /** True under `--no-x`. */
  readonly negated: boolean;
}

interface FlagRead {
  readonly given: readonly (readonly [name: string, text: string])[];
  /** The flag whose value is the next word. */
  readonly wants?: { readonly name: string; readonly typed: string };
  readonly problem?: UsageError;
}

/** Flags by every spelling with its dashes. */
type Names = ReadonlyMap<string, FlagName>;

/** Every spelling with its dashes; a declared name wins over the `--no-` form of another. */
function flagNames(flags: FlagSpecs): Names {
  const names = new Map<string, FlagName>();
  for (const [name, flag] of Object.entries(flags)) {
    const entry = { name, flag, negated: false };
    for (const long of [name, ...flag.aliases ?? []]) names.set(`--${long}`, entry);
    if (flag.short) names.set(`-${flag.short}`, entry);
  }
  for (const [name, flag] of Object.entries(flags)) {
    const no = `--no-${name}`;
    if (flag.type === "boolean" && !names.has(no)) names.set(no, { name, flag, negated: true });
  }
  return names;
}

function readLong(word: string, names: Names, spec: Words): FlagRead {
  const equals = word.indexOf("=");
  const typed = equals < 0 ? word : word.slice(0, equals);
  const text = equals < 0 ? undefined : word.slice(equals + 1);
  const known = names.get(typed);
  if (!known) {
    const near = nearestNames(typed.slice(2), shownNames(names)).map((name) => `Did you mean \`--${name}\`?`);
    const isHanding = Object.values(spec.args).some((arg) => arg.passthrough === "native");
    const hints = [...near, ...isHanding ? [`To hand it on: ${spec.path} … -- ${typed}`] : []];
    return {
      given: [],
      problem: usage(spec.path, { what: "unknown-flag", title: `unknown flag: ${typed}`, hints }),
    };
  }
  if (known.negated && text !== undefined) {
    return {
      given: [],
      problem: usage(spec.path, {
        what: "bad-value",
        title: `${typed} takes no value, got "${text}"`,
        hints: [`Use \`${typed}\` or \`--${known.name}=${text}\``],
      }),
    };
  }
  return readKnown(known, typed, text);
}

function readShorts(word: string, names: Names, spec: Words): FlagRead {
  const given: (readonly [string, string])[] = [];
  const letters = [...word.slice(1)];
  for (const [i, letter] of letters.entries()) {
    const known = names.get(`-${letter}`);
    if (!known) {
      const title = `unknown shorthand flag: '${letter}' in ${word}`;
      return { given, problem: usage(spec.path, { what: "unknown-flag", title }) };
    }
    const rest = letters.slice(i + 1).join("");
    const takesRest = rest.startsWith("=") || (takesValue(known.flag) && rest !== "");
    const read = readKnown(known, `-${letter}`, takesRest ? rest.replace(/^=/, "") : undefined);
    given.push(...read.given);
    if (takesRest || read.wants) return { ...read, given };
  }
  return { given };
}

function readKnown(known: FlagName, typed: string, text: string | undefined): FlagRead {
  if (text !== undefined) return { given: [[known.name, text]] };
  if (takesValue(known.flag)) return { given: [], wants: { name: known.name, typed } };
  const alone = known.flag.type === "string" ? known.flag.bare ?? "" : String(!known.negated);
  return { given: [[known.name, alone]] };
}

function takesValue(flag: FlagSpec): boolean {
  return flag.type !== "boolean" && !(flag.type === "string" && flag.bare !== undefined);
}

function shownNames(names: Names): string[] {
  return [...names].filter(([typed, { flag }]) => typed.startsWith("--") && !flag.hidden)
    .map(([typed]) => typed.slice(2));
}

function push(values: Map<string, string[]>, name: string, text: string): void {
  const list = values.get(name);
  if (list) list.push(text);
  else values.set(name, [text]);
}

function setVariable(flag: FlagSpec, env: Env): { name: string; texts: string[] } | undefined {
  for (const name of typeof flag.env === "string" ? [flag.env] : flag.env ?? []) {
    const text = env[name];
    if (text === undefined || text === "") continue;
    return { name, texts: flag.type === "strings" ? text.split(",").map((item) => item.trim()) : [text] };
  }
  return undefined;
}

interface ValuePlace {
  readonly source: string;
  readonly path: string;
  readonly exitCode?: number | undefined;
}

function flagValue(flag: FlagSpec, texts: readonly string[] | undefined, place: ValuePlace): unknown {
  const text = texts?.at(-1);
  switch (flag.type) {
    case "strings":
      return texts ?? [];
    case "boolean": {
      if (text === undefined) return flag.default ?? false;
      if (YES.test(text)) return true;
      if (NO.test(text)) return false;
      throw badValue(text, place, "use true or false");
    }
    case "number":
      if (text === undefined) return flag.default;
      if (!/^[+-]?\d+(\.\d+)?$/.test(text)) throw badValue(text, place, "use a number");
      return Number(text);
    case "string":
      if (text === undefined) return flag.default;
      if (flag.choices && !flag.choices.includes(text)) {
        throw badValue(
          text,
          { ...place, exitCode: flag.choiceExit },
          `use one of ${flag.choices.join(", ")}`,
        );
      }
      return text;
  }
}

function badValue(text: string, place: ValuePlace, wanted: string): UsageError {
  const title = `invalid value "${text}" for ${place.source}: ${wanted}`;
  return usage(place.path, { what: "bad-value", title, ...place.exitCode && { exitCode: place.exitCode } });
}

function argValues(
  { words, native = [] }: Pick<Scan, "words"> & Partial<Pick<Scan, "native">>,
  spec: Words,
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  const left = [...words];
  for (const [name, arg] of Object.entries(spec.args)) {
    if (arg.passthrough === "native" || arg.passthrough === "trailing") {
      values[name] = native;
      continue;
    }
    const isList = arg.variadic || arg.passthrough;
    if (arg.required && left.length === 0) {
      throw usage(spec.path, {
        what: "missing-argument",
        title: missingTitle(name, spec),
        explanation: countText(spec, words.length),
        hints: arg.choices
          ? [`Use one of: ${arg.choices.join(", ")}`]
          : (spec.examples ?? []).slice(0, 1).map((example) => `For example: ${example}`),
      });
    }
    values[name] = isList ? left.splice(0) : chosen(left.shift(), { name, arg, path: spec.path });
  }
  const extra = left[0];
  if (extra !== undefined) {
    throw usage(spec.path, {
      what: "extra-argument",
      title: `unexpected argument "${extra}" for "${spec.path}"`,
      explanation: countText(spec, words.length),
    });
  }
  return values;
}

/** Names every argument from there on that a call must have. */
function missingTitle(first: string, { path, args }: Words): string {
  const names = Object.keys(args);
  const missing = names.slice(names.indexOf(first)).filter((name) => args[name]?.required);
  const listed = missing.map((name) => `<${name}>`).join(", ");
  return `missing argument${missing.length === 1 ? "" : "s"} ${listed} of "${path}"`;
}

/** How many arguments a call takes and how many it got. */
function countText({ path, args }: Words, received: number): string {
  const specs = Object.entries(args).filter(([, { passthrough }]) =>
    passthrough !== "native" && passthrough !== "trailing"
  );
  const call = [path, ...specs.map(([name, arg]) => arg.required ? `<${name}>` : `[${name}]`)].join(" ");
  const least = specs.filter(([, arg]) => arg.required).length;
  const isList = specs.some(([, arg]) => arg.variadic || arg.passthrough);
  const bound = isList ? "at least " : least < specs.length ? "at most " : "";
  const count = isList ? least : specs.length;
  return `"${call}" accepts ${bound}${count} argument${count === 1 ? "" : "s"}, received ${received}.`;
}

function chosen(
  word: string | undefined,
  { name, arg, path }: { readonly name: string; readonly arg: ArgSpec; readonly path: string },
): string | undefined {
  if (word === undefined || !arg.choices || arg.choices.includes(word)) return word;
  throw usage(path, {
    what: "bad-value",
    title: `invalid value "${word}" for <${name}> of "${path}": use one of ${arg.choices.join(", ")}`,
    hints: nearestNames(word, arg.choices).map((near) => `Did you mean \`${path} ${near}\`?`),
  });
}
