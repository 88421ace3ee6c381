/** Patterns of paths: `*`, `**`, `?`, `[a-z]`, `{a,b}`. Pure. Follows config §4.2, stacks (included_paths).
 *  The only file that knows picomatch. Invariant: a leading dot is nothing special, as in the real program. */
import picomatch from "picomatch";

/** Whether a path, relative and with forward slashes, is one of a pattern. */
export function globTest(pattern: string): (path: string) => boolean {
  return picomatch(pattern.replaceAll("[!", "[^"), {
    dot: true,
    noextglob: true,
    nonegate: true,
    strictSlashes: true,
  });
}
