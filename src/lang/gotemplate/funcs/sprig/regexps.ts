/** Sprig's regular expressions: RE2. Pure. Follows templates §3.1 (Regex). */
import { func, type FunctionSet, GoError } from "../../function.ts";
import { typed } from "../../value.ts";

/** What the functions need of a compiled expression. Offsets count characters of JavaScript. */
export interface Regexp {
  test(text: string): boolean;
  /** The whole match and its groups; undefined when there is none. */
  findSubmatch(text: string): readonly (string | undefined)[] | undefined;
  /** `$1`, `${name}` are groups. */
  replaceAll(text: string, replacement: string): string;
  /** All matches in order, at most so many; the first group is the whole match. */
  findAll(text: string, atMost?: number): readonly {
    readonly groups: readonly { readonly text?: string | undefined; readonly start?: number | undefined }[];
  }[];
}

/** Compiles an RE2; what it throws is the error of the template. */
export type CompileRegexp = (pattern: string) => Regexp;

/** The functions. */
export function regexps(compile: CompileRegexp): FunctionSet {
  const compiled = (pattern: string): Regexp => {
    try {
      return compile(pattern);
    } catch (error) {
      throw new GoError(error instanceof Error ? error.message : String(error));
    }
  };
  const tried = (pattern: string): Regexp | undefined => {
    try {
      return compile(pattern);
    } catch {
      return undefined; // sprig drops the error
    }
  };
  const find = func(["string", "string"], (pattern, text) => compiled(pattern).findSubmatch(text)?.[0] ?? "");
  const findAll = func(["string", "string", "int"], (pattern, text, most) => {
    return typed(
      placesOf(compiled(pattern), text, most).map(([start, end]) => text.slice(start, end)),
      "[]string",
    );
  });
  const replace = func(
    ["string", "string", "string"],
    (pattern, text, by) => compiled(pattern).replaceAll(text, by),
  );
  const replaceLiteral = func(
    ["string", "string", "string"],
    (pattern, text, by) => compiled(pattern).replaceAll(text, by.replaceAll("$", "$$$$")),
  );
  const split = func(
    ["string", "string", "int"],
    (pattern, text, most) => typed(splitBy(compiled(pattern), text, most), "[]string"),
  );
  return {
    regexMatch: func(["string", "string"], (pattern, text) => tried(pattern)?.test(text) ?? false),
    mustRegexMatch: func(["string", "string"], (pattern, text) => compiled(pattern).test(text)),
    regexFind: find,
    mustRegexFind: find,
    regexFindAll: findAll,
    mustRegexFindAll: findAll,
    regexReplaceAll: replace,
    mustRegexReplaceAll: replace,
    regexReplaceAllLiteral: replaceLiteral,
    mustRegexReplaceAllLiteral: replaceLiteral,
    regexSplit: split,
    mustRegexSplit: split,
    regexQuoteMeta: func(["string"], quoteMeta),
  };
}

/** Where matches begin and end; all of them for a negative number. */
function placesOf(
  regexp: Regexp,
  text: string,
  most: number,
): readonly (readonly [start: number, end: number])[] {
  return regexp.findAll(text, most < 0 ? Infinity : most).map(({ groups: [whole] }) => {
    const start = whole?.start ?? 0;
    return [start, start + (whole?.text?.length ?? 0)];
  });
}

/** The text with every special character escaped. */
export function quoteMeta(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, "\\$&");
}

/** Go's `Regexp.Split`: as many parts as `most` at the most, all for a negative number. */
export function splitBy(regexp: Regexp, text: string, most: number): readonly string[] {
  if (most === 0) return [];
  const parts: string[] = [];
  let from = 0;
  for (const [start, end] of placesOf(regexp, text, -1)) {
    if (most > 0 && parts.length === most - 1) break;
    if (end === 0) continue;
    parts.push(text.slice(from, start));
    from = end;
  }
  return from === text.length && parts.length > 0 && endsEmpty(regexp, text)
    ? parts
    : [...parts, text.slice(from)];
}

/** Whether the last match is an empty one at the end, after which nothing comes. */
function endsEmpty(regexp: Regexp, text: string): boolean {
  const last = placesOf(regexp, text, -1).at(-1);
  return last !== undefined && last[0] === text.length && last[1] === text.length;
}
