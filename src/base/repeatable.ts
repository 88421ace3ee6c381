/** Commands whose outcome is told again while nothing has changed that it came from. Pure. Follows deno §2.7.
 *  Invariant: none of them asks what time it is, or does more than it says when it is run again. */

/** A call of such a command. */
export interface RepeatableCall {
  /** What the outcome hangs on: the words, without those for a tool. */
  readonly words: readonly string[];
  /** Words that go to a tool untouched. */
  readonly args: readonly string[];
}

const TELLING = new Set(["install", "i", "which", "path", "env"]);

/** Reads the words; undefined when they are something else, or when that is not certain. */
export function repeatableCall(words: readonly string[]): RepeatableCall | undefined {
  const [group = "", command = "", tool = "", ...rest] = words;
  if (group === "path" || group === "toolchain" && TELLING.has(command)) return { words, args: [] };
  if (group !== "toolchain" || command !== "exec" || !/^[^-]/.test(tool)) return undefined;
  const [first = ""] = rest;
  const mayBeOurs = first.startsWith("-") && first !== "--" && rest.includes("--") ||
    rest.some((word) => word.startsWith("--use-version"));
  if (mayBeOurs) return undefined;
  return { words: words.slice(0, 3), args: first === "--" ? rest.slice(1) : rest };
}
