/** Splits the text behind a tag into arguments. Pure. Follows templates §4.3.
 *  Invariant: what is quoted is one argument, whatever stands in it; nothing else changes a word. */
import { badArguments, type CallPlace } from "./failure.ts";

/** A word, or what stood between quotes. */
export interface Argument {
  readonly value: string;
  /** The trimmed rest of the text behind it, as written. */
  readonly rest: string;
}

const QUOTED = /"(?:""|[^"\r\n])*"|'(?:''|[^'\r\n])*'/y;
const WORD = /[^\s"'][^\s]*/y;

/**
 * The arguments of a call, in order, split as they are asked for; none for an empty text. `""` within double quotes is a
 * quote, as `''` is within single ones.
 * @throws Config `functions/bad-arguments` for a quote that does not end on its line
 * @example argumentsOf({ text: "NAME 'it''s'", … }) // [{ value: "NAME", … }, { value: "it's", … }]
 */
export function* argumentsOf(call: CallPlace): Generator<Argument> {
  const text = call.text.trim();
  for (let at = 0; at < text.length;) {
    const token = matchAt(QUOTED, text, at) ?? matchAt(WORD, text, at);
    if (token === undefined) {
      const before = text.slice(0, at).split("\n");
      const place = `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
      throw badArguments(call, `Invalid function arguments at ${place}: unterminated quoted value.`);
    }
    const rest = text.slice(at + token.length).trimStart();
    yield { value: unquoted(token), rest };
    at = text.length - rest.length;
  }
}

/** A text as one argument: what is between the quotes when it is one quoted value, the trimmed text otherwise. */
export function oneArgument(text: string): string {
  const trimmed = text.trim();
  return matchAt(QUOTED, trimmed, 0) === trimmed ? unquoted(trimmed) : trimmed;
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  const sticky = new RegExp(pattern); // of its own: a shared one would remember where it was
  sticky.lastIndex = at;
  return sticky.exec(text)?.[0];
}

function unquoted(token: string): string {
  const quote = token[0] ?? "";
  return quote === '"' || quote === "'" ? token.slice(1, -1).replaceAll(quote + quote, quote) : token;
}
