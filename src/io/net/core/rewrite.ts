/** Sends URLs elsewhere as `toolchain.url_replacements` says: mirrors, proxies of the company, test endpoints. Pure.
 *  Follows the Toolchain chapter of DECISIONS (ordered list, first match wins).
 *  Invariant: a prefix never reaches into a longer host name, a regular expression only matches the whole URL. */
import { ConfigError } from "@/base/errors.ts";

/** One entry as users write it. `from` is a prefix, or `regex:` and an RE2; `to` may then say `$1` or `${1}`. */
export interface ReplacementEntry {
  readonly from: string;
  readonly to: string;
}

/** An entry that is ready for use; `apply` answers undefined when it does not match. */
export interface UrlReplacement {
  readonly from: string;
  readonly apply: (url: string) => string | undefined;
}

/** Compiles an RE2. The result answers the groups of a match that covers the whole text (0 is the text itself,
 *  undefined a group that took no part), or undefined. */
export type CompileRegexp = (
  pattern: string,
) => (text: string) => readonly (string | undefined)[] | undefined;

const REGEX = "regex:";

/** Whether the list needs a regular expression engine, so that callers load it only then. */
export function needsRegexp(entries: readonly ReplacementEntry[]): boolean {
  return entries.some(({ from }) => from.startsWith(REGEX));
}

/**
 * Prepares the list, keeping its order.
 * @throws Config `net/bad-replacement` for an empty `from`; what `compile` throws for a bad expression
 */
export function compileReplacements(
  entries: readonly ReplacementEntry[],
  compile: CompileRegexp,
): readonly UrlReplacement[] {
  return entries.map(({ from, to }) => {
    if (from === "" || from === REGEX) {
      throw new ConfigError(
        "net/bad-replacement",
        `url_replacements: an empty \`from\` would match every URL`,
        {
          facts: { from, to },
          hints: ["Write `from: https://host/` or `from: regex:https://host/(.*)`."],
        },
      );
    }
    if (!from.startsWith(REGEX)) return { from, apply: (url) => replacePrefix(url, from, to) };
    const match = compile(from.slice(REGEX.length));
    return {
      from,
      apply: (url) => {
        const groups = match(url);
        return groups && expand(to, groups);
      },
    };
  });
}

/** The URL after the first matching replacement, and which one it was. */
export function rewriteUrl(
  url: string,
  replacements: readonly UrlReplacement[],
): { readonly url: string; readonly by?: string } {
  for (const { from, apply } of replacements) {
    const replaced = apply(url);
    if (replaced !== undefined) return { url: replaced, by: from };
  }
  return { url };
}

function replacePrefix(url: string, from: string, to: string): string | undefined {
  if (!url.startsWith(from)) return undefined;
  const rest = url.slice(from.length);
  // `https://host` must not match `https://host.evil.test`, nor `https://host:81`, nor `https://host@evil.test`.
  const endsInHost = /\/\/[^/?#]+$/.test(from);
  return endsInHost && !/^($|[/?#])/.test(rest) ? undefined : to + rest;
}

function expand(to: string, groups: readonly (string | undefined)[]): string {
  return to.replace(/\$(?:(\d+)|\{(\d+)\}|\$)/g, (whole, bare, braced) => {
    return whole === "$$" ? "$" : groups[Number(bare ?? braced)] ?? "";
  });
}
