/** The one argument that carries facts and ports. Follows house §5.1.
 *  Invariant: nothing in here knows the configuration; rooms memoise their own things in slots. */
import type { InstallEvent } from "@/base/events.ts";
import type { Clock, Disk, Locks, Net, Processes, Random, Terminal, Threads } from "@/base/ports.ts";

/** The machine that we run on, in Go's words: linux, darwin, windows; amd64, arm64, 386 … */
export interface Host {
  readonly os: string;
  readonly arch: string;
  /** The operating system's separator of PATH: ":" or ";". */
  readonly pathListSeparator: string;
  /** Absolute path of our own executable. */
  readonly executable: string;
  readonly pid: number;
}

/** Flags that every command accepts. */
export interface GlobalFlags {
  readonly logsLevel: LogLevel;
  readonly color: boolean;
  /** Values of `--config` (files) and `--config-path` (directories) as typed; each replaces its variable. */
  readonly config?: readonly string[];
  readonly configPath?: readonly string[];
  /** Value of `--base-path`. */
  readonly basePath?: string;
  /** Values of `--profile` as typed. */
  readonly profile?: readonly string[];
  /** False where questions are not wanted. */
  readonly interactive?: boolean;
  /** Texts of the global flags that were typed, by long name; of lists the items with commas. */
  readonly typed?: Readonly<Record<string, string>>;
}

/** Levels of talk on stderr, the most talkative first. */
export type LogLevel = "trace" | "debug" | "info" | "warning" | "error" | "off";

/** Something that happened, for the reporter of its family: `kind` is `family/what`. */
export type Event = InstallEvent;

/** A stream of a child on its way to the user's eyes, piece by piece. */
export interface Relay {
  write(chunk: Uint8Array): void;
  /** Writes what was held back, because it could have been the beginning of a secret. */
  end(): void;
}

/** The only way to a user's eyes. */
export interface Out {
  /** Writes a result to stdout as it is; add the final newline yourself. */
  data(text: string): void;
  /** Writes one line of talk to stderr when the level is on. `info` is what the user asked to see. */
  say(level: Exclude<LogLevel, "off">, text: string): void;
  /** Writes a text to stderr as it is: what a child said there, what a person reads beside data. */
  talk(text: string): void;
  /** Hands on what a child prints, with secrets hidden even where they come in pieces. */
  relay(stream: "stdout" | "stderr"): Relay;
  /** Hands an event to the reporter of its family. */
  event(event: Event): void;
  /** From now on this text, and what it is in base64, in addresses and in JSON, is shown as `<MASKED>` on both streams.
   *  Texts shorter than four characters are not masked. */
  secret(text: string): void;
  /** From now on everything that fits is shown as `<MASKED>` in what children print, and in texts that are kept of it. */
  secretPattern(pattern: RegExp): void;
  /** A text without secrets, to be kept. */
  masked(text: string): string;
}

/** A typed place in the Context's memo. Make one per service with `slot("name")`. */
export interface Slot<T> {
  readonly name: string;
  readonly type?: T;
}

/** Makes a slot; two slots of the same name are different. */
export function slot<T>(name: string): Slot<T> {
  return { name };
}

/** First argument of everything with effects; ask for the narrowest `Pick` of it. */
export interface Context {
  /** The user's words after the program name. */
  readonly argv: readonly string[];
  /** Absolute working directory, forward slashes, after `--chdir`. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly host: Host;
  readonly flags: GlobalFlags;
  readonly disk: Disk;
  readonly procs: Processes;
  readonly net: Net;
  readonly term: Terminal;
  readonly clock: Clock;
  readonly random: Random;
  readonly locks: Locks;
  /** Absent where everything is to be done on this thread. */
  readonly threads?: Threads | undefined;
  readonly out: Out;
  /** Aborts on Ctrl-C and SIGTERM; its reason is a CancelledError. */
  readonly signal: AbortSignal;
  /** Registers a clean-up before the thing it cleans is made; clean-ups run last-in first-out, also after a signal.
   *  Answers a function that runs it now and forgets it. */
  defer(cleanUp: () => void | Promise<void>): () => Promise<void>;
  /** First caller makes, others await the same promise; a rejection is forgotten. */
  once<T>(slot: Slot<T>, make: () => Promise<T>): Promise<T>;
}
