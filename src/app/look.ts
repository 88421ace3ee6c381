/** How much the program says and in which colours, from flags and environment. Pure.
 *  Follows config §7, §8. Invariant: flags win over variables; --verbose wins over --logs-level of the same source. */
import type { LogLevel } from "@/base/context.ts";
import type { GlobalInput } from "@/cli/global_flags.ts";

const LEVELS: ReadonlyMap<string, LogLevel> = new Map([
  ["trace", "trace"],
  ["debug", "debug"],
  ["info", "info"],
  ["warn", "warning"],
  ["warning", "warning"],
  ["error", "error"],
  ["off", "off"],
]);

/** What is told. */
export interface Logs {
  readonly level: LogLevel;
  /** A text that names no level. */
  readonly wrong?: string;
  /** Whether flags or variables name the level. */
  readonly isAsked: boolean;
  /** Whether there is a log beside stderr. */
  readonly isFiled?: boolean;
}

/** The level of a name; undefined when there is none. */
export function levelNamed(text: string | undefined): LogLevel | undefined {
  return text === undefined ? undefined : LEVELS.get(text.toLowerCase());
}

/** The level of talk; info when nobody names one. */
export function logLevelOf({ flags, typed }: GlobalInput): Logs {
  const verboseCounts = typed.has("verbose") || !typed.has("logs-level");
  if (flags.verbose && verboseCounts) return { level: "debug", isAsked: true };
  const text = flags["logs-level"];
  if (!text) return { level: "info", isAsked: false };
  const level = levelNamed(text);
  return level ? { level, isAsked: true } : { level: "info", wrong: text, isAsked: true };
}
