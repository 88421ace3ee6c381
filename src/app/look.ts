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

/** The level of talk. A text that names none is `wrong`; then the level is info. */
export function logLevelOf(
  { flags, typed }: GlobalInput,
): { readonly level: LogLevel; readonly wrong?: string } {
  const verboseCounts = typed.has("verbose") || !typed.has("logs-level");
  if (flags.verbose && verboseCounts) return { level: "debug" };
  const text = flags["logs-level"] || "info";
  const level = LEVELS.get(text.toLowerCase());
  return level ? { level } : { level: "info", wrong: text };
}
