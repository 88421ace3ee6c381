/** What a command answered, and what it looked at to find out: the form of the file, and where it is. Pure.
 *  Follows deno §2.7. Invariant: holds no variable that may be a secret. */
import { type CacheFacts, cacheHomeOf } from "@/base/cache_home.ts";
import type { Terminal } from "@/base/ports.ts";

/** A file or folder as it was. */
export type Seen = readonly [path: string, print: string];

/** The print of a folder of which only counts that it is one: `.git` changes all the time. */
export const FOLDER = "folder";

/** Names that a folder did not have. While its print stays nothing has come into it; absent: that cannot tell. */
export interface Absent {
  /** Ends with a slash: what is the root of a drive would be its current directory without. */
  readonly folder: string;
  readonly print?: string | undefined;
  readonly names: readonly string[];
}

/** Facts of the terminal that somebody asked for. */
export type TerminalFacts = Partial<
  Pick<Terminal, "stdinIsTty" | "stdoutIsTty" | "stderrIsTty"> & { readonly columns: number }
>;

/** Another program that the process became; the words for it are those of the call. */
export interface Became {
  readonly program: string;
  /** Variables that it got beside those that were there, or in their place. */
  readonly set: Readonly<Record<string, string>>;
}

/** An outcome: exit code 0, or another program. */
export interface OutcomeNote {
  /** Our own executable. */
  readonly program: Seen;
  readonly cwd: string;
  readonly words: readonly string[];
  /** Variables with their values; null: not set. */
  readonly variables: Readonly<Record<string, string | null>>;
  readonly terminal: TerminalFacts;
  readonly present: readonly Seen[];
  readonly absent: readonly Absent[];
  /** What was written, in order. */
  readonly output: readonly (readonly [stream: "out" | "err", text: string])[];
  readonly became?: Became | undefined;
}

/** The longest name of a file that every file system takes. */
const LONGEST_NAME = 200;

/** Where the outcome of these words in this directory is kept; undefined where nothing can be. */
export function outcomeFile(ctx: CacheFacts, words: readonly string[]): string | undefined {
  const home = cacheHomeOf(ctx), name = encodeURIComponent([...words, ctx.cwd].join(" "));
  return home === undefined || name.length > LONGEST_NAME ? undefined : `${home}/atmos/outcomes/${name}.json`;
}
