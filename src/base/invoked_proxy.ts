/** Tells from the command line whether our program stands for a tool: a shim asks by a word of its own, a link to this
 *  program by its name. Pure. Follows toolchain §16. Invariant: releases and developers name the program as they like, so
 *  a name with ours in it is ours. */

/** A call of a shim. */
export interface ProxyCall {
  readonly name: string;
  readonly args: readonly string[];
  /** Whether it came from a link instead of a script. */
  readonly isLink: boolean;
}

/** The first word of a script's question; in no table, because neither flags nor variables of ours may come between a
 *  shim and its tool. */
export const PROXY_WORD = "__proxy";

/**
 * The call that a command line is; undefined when it is a command of ours.
 * @param invoked the name by which we were started, forward slashes
 */
export function proxyCallOf(words: readonly string[], invoked: string): ProxyCall | undefined {
  const [first, name, ...args] = words;
  if (first === PROXY_WORD && name !== undefined) return { name, args, isLink: false };
  const link = invoked.slice(invoked.lastIndexOf("/") + 1).replace(/\.exe$/i, "");
  const isOurs = link === "" || /atmos|^deno(rt)?$/i.test(link);
  return isOurs ? undefined : { name: link, args: words, isLink: true };
}
