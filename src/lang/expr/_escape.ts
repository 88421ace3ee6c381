/** Decodes quoted strings of the expression language.
 *  Follows aqua-registry §10 (an unknown escape such as `\d` is an error, so data writes `\\d`). Pure.
 *  Invariant: what is not listed here as an escape is refused, never kept as it is. */
import { fault } from "./_fault.ts";

/** A decoded literal and the offset behind its closing quote. */
export interface DecodedString {
  readonly value: string;
  readonly next: number;
}

const SIMPLE: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
};
interface Digits {
  readonly count: number;
  readonly base: 8 | 16;
}

const OCTAL: Digits = { count: 3, base: 8 };
const HEX: Readonly<Record<string, Digits>> = {
  x: { count: 2, base: 16 },
  u: { count: 4, base: 16 },
  U: { count: 8, base: 16 },
};

/**
 * Decodes the literal whose opening quote, `"` or `'`, is at `start`.
 * @throws ConfigError `expr/syntax` for a newline or the end inside the literal and for unknown escapes
 */
export function decodeString(text: string, start: number): DecodedString {
  const quote = text.charAt(start);
  let value = "";
  let i = start + 1;
  for (;;) {
    const char = text.charAt(i);
    if (char === quote) return { value, next: i + 1 };
    if (char === "" || char === "\n") throw fault("expr/syntax", { text, at: i }, "literal not terminated");
    if (char !== "\\") {
      value += char === "\r" ? "\n" : char;
      i++;
      continue;
    }
    const escape = decodeEscape(text, i + 1, quote);
    value += escape.value;
    i = escape.next;
  }
}

/** `at` is the character after the backslash. */
function decodeEscape(text: string, at: number, quote: string): DecodedString {
  const char = text.charAt(at);
  if (char === quote) return { value: quote, next: at + 1 };
  const simple = SIMPLE[char];
  if (simple !== undefined) return { value: simple, next: at + 1 };
  if (text.startsWith("u{", at)) return decodeBraces(text, at + 2);
  const hex = HEX[char];
  if (hex !== undefined) return decodeDigits(text, at + 1, hex);
  if (/[0-7]/.test(char)) return decodeDigits(text, at, OCTAL);
  throw fault("expr/syntax", { text, at }, "invalid char escape");
}

function decodeDigits(text: string, at: number, { count, base }: Digits): DecodedString {
  const digit = base === 8 ? /[0-7]/ : /[0-9a-fA-F]/;
  for (let i = at; i < at + count; i++) {
    if (!digit.test(text.charAt(i))) throw fault("expr/syntax", { text, at: i }, "invalid char escape");
  }
  const code = parseInt(text.slice(at, at + count), base);
  if (base === 8 && code > 0o377) throw fault("expr/syntax", { text, at }, "unable to unescape string");
  return { value: character(text, at, code), next: at + count };
}

function decodeBraces(text: string, at: number): DecodedString {
  const digits = /^[0-9a-fA-F]{1,6}(?=\})/.exec(text.slice(at, at + 7))?.[0];
  if (digits === undefined) throw fault("expr/syntax", { text, at }, "invalid char escape");
  return { value: character(text, at, parseInt(digits, 16)), next: at + digits.length + 1 };
}

/** Halves of surrogate pairs become the replacement character, as everywhere in Go. */
function character(text: string, at: number, code: number): string {
  if (code > 0x10FFFF) throw fault("expr/syntax", { text, at }, "unable to unescape string");
  return String.fromCodePoint(code >= 0xD800 && code <= 0xDFFF ? 0xFFFD : code);
}
