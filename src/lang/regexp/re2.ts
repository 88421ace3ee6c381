/** Regular expressions as Go understands them: RE2 syntax, no look-around, no back-references, linear time.
 *  The only user of npm re2js. Follows aqua-registry trap T27. Pure.
 *  Invariant: hot commands never load this file; what needs expressions gets `compileRe2` handed in. */
import { RE2JS, RE2JSSyntaxException } from "re2js";
import { ConfigError } from "@/base/errors.ts";

/** A compiled expression. */
export interface Re2 {
  /** Whether it matches somewhere in the text. */
  test(text: string): boolean;
  /** The groups of the first match, the whole match first; undefined when there is none. A group that took no part is
   *  undefined. */
  findSubmatch(text: string): readonly (string | undefined)[] | undefined;
  /** All matches in order, at most as many as asked for. */
  findAll(text: string, atMost?: number): readonly Re2Match[];
  /** The text with every match replaced; `$1`, `${1}` and `${name}` in the replacement mean groups, `$$` a dollar. */
  replaceAll(text: string, replacement: string): string;
}

/** A match; its first group is the whole match. */
export interface Re2Match {
  readonly groups: readonly Re2Group[];
}

/** A group of a match; without `text` and `start` when it took no part. `start` counts UTF-16 units. */
export interface Re2Group {
  readonly name?: string | undefined;
  readonly text?: string | undefined;
  readonly start?: number | undefined;
}

/** Compiles an expression. @throws Config `regexp/syntax` */
export function compileRe2(pattern: string): Re2 {
  const compiled = compile(pattern);
  const findSubmatch = (text: string) => {
    const matcher = compiled.matcher(text);
    if (!matcher.find()) return undefined;
    return Array.from({ length: compiled.groupCount() + 1 }, (_, index) => matcher.group(index) ?? undefined);
  };
  return {
    test: (text) => compiled.test(text),
    findSubmatch,
    findAll: (text, atMost = Infinity) => findAll(compiled, text, atMost),
    replaceAll: (text, replacement) => replaceAll(compiled, text, replacement),
  };
}

function compile(pattern: string): RE2JS {
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    if (!(error instanceof RE2JSSyntaxException)) throw error;
    throw new ConfigError("regexp/syntax", error.message, {
      facts: { pattern },
    });
  }
}

/** Finds as Go's FindAllSubmatch: an empty match right after a match does not count. */
function findAll(compiled: RE2JS, text: string, atMost: number): readonly Re2Match[] {
  const names = new Map(Object.entries(compiled.namedGroups()).map(([name, index]) => [index, name]));
  const matcher = compiled.matcher(text);
  const found: Re2Match[] = [];
  for (let lastEnd = -1; found.length < atMost && matcher.find();) {
    const [start, end] = [matcher.start(), matcher.end()];
    if (start === end && start === lastEnd) continue;
    lastEnd = end;
    found.push({
      groups: Array.from({ length: compiled.groupCount() + 1 }, (_, index) => {
        const text = matcher.group(index) ?? undefined;
        return { name: names.get(index), text, start: text === undefined ? undefined : matcher.start(index) };
      }),
    });
  }
  return found;
}

/** Replaces as Go's ReplaceAllString: an empty match right after a match does not count. */
function replaceAll(compiled: RE2JS, text: string, replacement: string): string {
  const names: Readonly<Record<string, number>> = compiled.namedGroups();
  const matcher = compiled.matcher(text);
  let result = "", copied = 0, lastEnd = -1;
  while (matcher.find()) {
    const [start, end] = [matcher.start(), matcher.end()];
    if (start === end && start === lastEnd) continue;
    const groupOf = (name: string) => /^\d+$/.test(name) ? Number(name) : names[name];
    result += text.slice(copied, start) + expand(replacement, (name) => {
      const index = groupOf(name);
      return index === undefined || index > compiled.groupCount() ? "" : matcher.group(index) ?? "";
    });
    copied = lastEnd = end;
  }
  return result + text.slice(copied);
}

/** Go takes the longest run of letters, digits and underscores as the name. */
function expand(replacement: string, groupOf: (name: string) => string): string {
  return replacement.replace(
    /\$(?:(\$)|\{(\w+)\}|(\w+))/g,
    (_, dollar, braced, bare) => dollar ? "$" : groupOf(braced ?? bare),
  );
}
