/** How a command declares its words. Follows house §5.4.
 *  A declaration imports only this file and types; `run` loads what it needs. */
import type { Context } from "@/base/context.ts";

/** What completion offers for a value: names that are looked up, or the words themselves. */
export type Completion =
  | "tool"
  | "installed-tool"
  | "profile"
  | "component"
  | "stack"
  | "workflow"
  | "file"
  | "directory"
  | "none"
  | readonly string[];

/** A positional argument. Arguments fill in the order of the record; only the last may be variadic. */
export interface ArgSpec {
  readonly summary: string;
  readonly required?: boolean;
  readonly variadic?: boolean;
  /** Takes every word from here on untouched, flags included; one leading `--` is dropped. Implies variadic.
   *  `all`, for a command's only argument: also the flags in front and that `--`.
   *  `native`, for the last one: words for another program. It takes flags of one dash and more than one letter where
   *  they stand, words that no other argument takes, and everything after `--`.
   *  `trailing`, for the last one: everything after `--`, and nothing else. */
  readonly passthrough?: boolean | "all" | "native" | "trailing";
  readonly hidden?: boolean;
  /** Of a native argument: flags that take the next word as their value. */
  readonly nativeValues?: readonly string[];
  /** Other words are a mistake; not for lists. */
  readonly choices?: readonly string[];
  /** Of a passthrough argument only for its first word. */
  readonly complete?: Completion;
}

interface FlagBase {
  readonly summary: string;
  /** One letter for `-x`. */
  readonly short?: string;
  /** Other long spellings, without dashes. */
  readonly aliases?: readonly string[];
  /** Environment variables that stand for the flag when it is absent, the first that is set and not empty. */
  readonly env?: string | readonly string[];
  readonly hidden?: boolean;
}

/** A flag; its key in the record is its long name in kebab case. */
export type FlagSpec =
  | FlagBase & { readonly type: "boolean"; readonly default?: boolean }
  | FlagBase & {
    readonly type: "string";
    readonly placeholder?: string;
    readonly choices?: readonly string[];
    /** Exit code for a value outside `choices`, where a specification wants another one than 1. */
    readonly choiceExit?: number;
    /** Value of the flag when it stands alone. Then only `--x=value` gives another: the next word is never taken. */
    readonly bare?: string;
    readonly default?: string;
    readonly complete?: Completion;
  }
  | FlagBase & {
    readonly type: "strings";
    readonly placeholder?: string;
    readonly complete?: Completion;
    /** What to say when it stands alone, and the exit code then. */
    readonly whenAlone?: { readonly exitCode: number; readonly hints: readonly string[] };
  }
  | FlagBase & { readonly type: "number"; readonly placeholder?: string; readonly default?: number };

/** Positional arguments by name. */
export type ArgSpecs = Readonly<Record<string, ArgSpec>>;
/** Flags by long name. */
export type FlagSpecs = Readonly<Record<string, FlagSpec>>;

type ArgValue<S extends ArgSpec> = S extends
  { passthrough: true | "all" | "native" | "trailing" } | { variadic: true } ? readonly string[]
  : S extends { choices: readonly (infer C)[] } ? (S extends { required: true } ? C : C | undefined)
  : S extends { required: true } ? string
  : string | undefined;

type FlagValue<S extends FlagSpec> = S extends { type: "boolean" } ? boolean
  : S extends { type: "strings" } ? readonly string[]
  : S extends { type: "number" } ? (S extends { default: number } ? number : number | undefined)
  : S extends { choices: readonly (infer C)[] } ? (S extends { default: string } ? C : C | undefined)
  : S extends { default: string } ? string
  : string | undefined;

/** The words of a command after parsing. `given` names the flags that the user typed or set by environment. */
export interface Input<A extends ArgSpecs = ArgSpecs, F extends FlagSpecs = FlagSpecs> {
  readonly args: { readonly [K in keyof A]: ArgValue<A[K]> };
  readonly flags: { readonly [K in keyof F]: FlagValue<F[K]> };
  readonly given: ReadonlySet<string>;
}

/** A command: its words, help and what it runs. `run` answers the exit code. */
export interface Command<A extends ArgSpecs = ArgSpecs, F extends FlagSpecs = FlagSpecs> {
  readonly summary: string;
  /** Paragraphs under the summary in help. */
  readonly description?: string;
  readonly args?: A;
  readonly flags?: F;
  readonly examples?: readonly string[];
  readonly aliases?: readonly string[];
  readonly hidden?: boolean;
  /** Whether it is about this very program, so that the `use` of a project does not hand it to another release;
   *  `always`: nor does what somebody asks for by flag or variable. */
  readonly staysHere?: boolean | "always";
  /** Whether it works whatever `version.constraint` of the project says; what stays here does anyway. */
  readonly anyVersion?: boolean;
  run(ctx: Context, input: Input<A, F>): Promise<number>;
}

/** Declares a command; the types of `input` follow from the records. */
export function command<const A extends ArgSpecs, const F extends FlagSpecs>(
  declaration: Command<A, F>,
): Command<A, F> {
  return declaration;
}

/** A command whose record types are not known here; the parser fills its input by its own specs. */
export interface AnyCommand extends Omit<Command, "run"> {
  run(ctx: Context, input: never): Promise<number>;
}

/** One line of a group's table: what help needs without loading the command. */
export interface CommandEntry {
  readonly summary: string;
  readonly aliases?: readonly string[];
  readonly hidden?: boolean;
  load(): Promise<{ default: AnyCommand }>;
}

/** A group of commands, such as `toolchain`. Its flags may stand before the sub-command; every command of the
 *  group repeats them in its own record, so parsing is the same in both places. */
export interface CommandGroup {
  readonly summary: string;
  readonly flags?: FlagSpecs;
  /** Whether it shows its help when it stands alone, instead of an error. */
  readonly showsHelp?: boolean;
  /** What the group does without a sub-command, as `atmos version`, or with words that are none, as `atmos workflow`. */
  readonly alone?: AnyCommand;
  readonly commands: Readonly<Record<string, CommandEntry | GroupEntry>>;
  /** Other words for calls that a project has, with what they stand for: no commands, but shown and suggested. */
  readonly names?: ReadonlyMap<string, string>;
}

/** A group inside a table. */
export interface GroupEntry {
  readonly summary: string;
  readonly aliases?: readonly string[];
  readonly hidden?: boolean;
  loadGroup(): Promise<{ default: CommandGroup }>;
}
