/** What the words of a call say about the release that is to run it. Pure. Follows toolchain §17.3 and trap 37.
 *  Invariant: nothing after `--` and no word of a tool is looked at, and nothing but the two flags is taken out. */

/** The words of a call. */
export interface SwitchWords {
  /** Value of the last `--use-version`; empty when it has none. */
  readonly version: string | undefined;
  /** The words for another release: without `--use-version`, and without what is done already: `--chdir`, `-C`. */
  readonly forwarded: readonly string[];
}

/** Reads the words after the program's name, whatever commands they may mean. @param ownCount how many come before those
 *  that go to a tool untouched */
export function readSwitchWords(words: readonly string[], ownCount = words.length): SwitchWords {
  const end = words.indexOf("--"), own = words.slice(0, end < 0 ? ownCount : Math.min(end, ownCount));
  const kept: string[] = [];
  let version: string | undefined;
  for (let index = 0; index < own.length; index++) {
    const word = own[index] ?? "";
    if (word === "--use-version") version = own[++index] ?? "";
    else if (word.startsWith("--use-version=")) version = word.slice("--use-version=".length);
    else if (word === "--chdir" || word === "-C") index++;
    else if (!/^(--chdir=|-C.)/.test(word)) kept.push(word);
  }
  return { version, forwarded: [...kept, ...words.slice(own.length)] };
}
