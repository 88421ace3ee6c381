/** Reads dotenv files. Pure. Follows config §4.3.
 *  Invariants: values are texts; a message tells the line, never what stands on it, because it may be a secret. */
import { ConfigError } from "@/base/errors.ts";

/** What reading needs beside the text. */
export interface DotenvOptions {
  /** Name for messages. */
  readonly file: string;
  /** The value of a variable of the environment; undefined when it is not set. */
  variable(name: string): string | undefined;
}

/**
 * The variables of a file in its order; of equal names the last wins.
 *
 * A line is empty, a `# comment`, or `NAME=value` with `export` in front or not. Bare values are trimmed and end before
 * ` #`. In single quotes all is literal; double quotes know `\n`, `\r`, `\t` and `\` before any other character; both may
 * span lines. Outside of single quotes `$NAME` and `${NAME}` are the value of an earlier line, else of the environment,
 * else nothing; `\$` is a dollar sign.
 * @throws Config `functions/bad-dotenv` with the line
 */
export function parseDotenv(text: string, options: DotenvOptions): Readonly<Record<string, string>> {
  const state: State = {
    text: text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n"),
    options,
    found: new Map(),
  };
  for (let at = 0; at < state.text.length;) at = readLine(state, at);
  return Object.fromEntries(state.found);
}

interface State {
  readonly text: string;
  readonly options: DotenvOptions;
  readonly found: Map<string, string>;
}

const NOTHING = /[^\S\n]*(?:#.*)?(?:\n|$)/y;
const NAME = /[^\S\n]*(?:export[^\S\n]+)?([A-Za-z_][\w.-]*)[^\S\n]*=/y;
const BARE = /[^\n]*/y;
const SINGLE = /[^\S\n]*'([^']*)'/y;
const DOUBLE = /[^\S\n]*"((?:[^"\\]|\\[^])*)"/y;
const QUOTE = /[^\S\n]*["']/y;

/** Reads the line, or the lines of one quoted value, that begins there; answers where the next one does. */
function readLine(state: State, start: number): number {
  const nothing = matchAt(NOTHING, state.text, start);
  if (nothing) return start + nothing[0].length;
  const head = matchAt(NAME, state.text, start);
  if (!head) throw badLine(state, start, "A line must be NAME=value, a comment or empty.");
  const at = start + head[0].length;
  const { value, length } = readValue(state, at);
  state.found.set(head[1] ?? "", value);
  const tail = matchAt(NOTHING, state.text, at + length);
  if (!tail) throw badLine(state, at + length, "Nothing but a comment may follow a quoted value.");
  return at + length + tail[0].length;
}

function readValue(state: State, at: number): { readonly value: string; readonly length: number } {
  const single = matchAt(SINGLE, state.text, at);
  if (single) return { value: single[1] ?? "", length: single[0].length };
  const double = matchAt(DOUBLE, state.text, at);
  if (double) return { value: expand(state, double[1] ?? "", true), length: double[0].length };
  if (matchAt(QUOTE, state.text, at)) {
    throw badLine(state, at, "The quoted value that begins here does not end.");
  }
  const bare = matchAt(BARE, state.text, at)?.[0] ?? "";
  return { value: expand(state, bare.replace(/\s#.*$/, "").trim(), false), length: bare.length };
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };

function expand({ options, found }: State, text: string, isQuoted: boolean): string {
  const reference = /\\([^])|\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/g;
  return text.replace(reference, (whole, escaped, braced, plain) => {
    if (escaped !== undefined) return isQuoted ? ESCAPES[escaped] ?? escaped : escaped === "$" ? "$" : whole;
    const name = braced ?? plain;
    return found.get(name) ?? options.variable(name) ?? "";
  });
}

function badLine({ text, options }: State, at: number, explanation: string): ConfigError {
  const line = text.slice(0, at).split("\n").length;
  return new ConfigError("functions/bad-dotenv", "bad line in a dotenv file", {
    explanation,
    at: { file: options.file, line },
  });
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  const sticky = new RegExp(pattern); // of its own: a shared one would remember where it was
  sticky.lastIndex = at;
  return sticky.exec(text);
}
