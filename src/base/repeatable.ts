/** Commands whose outcome is told again while nothing has changed that it came from. Pure. Follows deno §2.7.
 *  Invariant: none of them asks what time it is, or does more than it says when it is run again. */

const REPEATABLE = new Set(["install", "i", "which", "path", "env"]);

/** Whether the words begin with such a command. */
export function isRepeatable([group = "", command = ""]: readonly string[]): boolean {
  return group === "path" || group === "toolchain" && REPEATABLE.has(command);
}
