/** Go's quoted strings and characters: reading the literals of a template and printing `%q`.
 *  Follows templates §2.2.
 *  Invariant: unquote(quote(s)) is s. */
import { byteOf, byteText, fromBytes, toBytes } from "./_utf8.ts";

const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;
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
const NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries(SIMPLE).map(([name, char]) => [char, name]),
);
const NUMERIC = /^(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3}))/;

/** Whether a character is shown as it is: letters, marks, numbers, punctuation, symbols and the blank. */
export function isPrintable(char: string): boolean {
  return PRINTABLE.test(char);
}

/** A text in double quotes; `ascii` escapes everything beyond ASCII. */
export function quote(text: string, ascii = false): string {
  return `"${escape(text, { delimiter: '"', ascii })}"`;
}

/** A character in single quotes. */
export function quoteChar(char: string, ascii = false): string {
  return `'${escape(char, { delimiter: "'", ascii })}'`;
}

/** Whether a text can stand between backquotes unchanged. */
export function canBackquote(text: string): boolean {
  // deno-lint-ignore no-control-regex
  return text.isWellFormed() && !/[`\0-\x08\x0a-\x1f\x7f\ufeff]/.test(text);
}

/** The text of a literal, its quotes included; undefined when an escape is wrong. */
export function unquote(literal: string): string | undefined {
  const inner = literal.slice(1, -1);
  if (literal.startsWith("`")) return inner.replaceAll("\r", "");
  if (!inner.includes("\\")) return inner;
  let text = "";
  for (let at = 0; at < inner.length;) {
    const char = readChar(inner, at, '"');
    if (char === undefined) return undefined;
    text += char.isByte ? byteText(char.code) : String.fromCodePoint(char.code);
    at = char.end;
  }
  // Bytes written one by one may make up characters.
  return text.isWellFormed() ? text : fromBytes(toBytes(text));
}

/** The code point of a character constant, or why it has none. */
export function unquoteChar(literal: string): { code: number } | { error: string } {
  const char = literal === "''" ? undefined : readChar(literal, 1, "'");
  if (char === undefined) return { error: "invalid syntax" };
  if (char.end !== literal.length - 1) return { error: `malformed character constant: ${literal}` };
  return { code: char.code };
}

interface Char {
  readonly code: number;
  /** Written as `\x` or octal: a byte, not a code point. */
  readonly isByte: boolean;
  readonly end: number;
}

function readChar(text: string, at: number, delimiter: string): Char | undefined {
  const code = text.codePointAt(at) ?? 0;
  if (text[at] !== "\\") return { code, isByte: false, end: at + (code > 0xffff ? 2 : 1) };
  const name = text[at + 1] ?? "";
  const simple = name === delimiter ? name : Object.hasOwn(SIMPLE, name) ? SIMPLE[name] : undefined;
  if (simple !== undefined) return { code: simple.charCodeAt(0), isByte: false, end: at + 2 };
  const match = NUMERIC.exec(text.slice(at + 1, at + 10));
  if (match === null) return undefined;
  const [whole, byte, short, long, octal] = match;
  const value = octal === undefined ? parseInt(byte ?? short ?? long ?? "", 16) : parseInt(octal, 8);
  const isByte = byte !== undefined || octal !== undefined;
  const isValid = isByte ? value <= 0xff : value <= 0x10ffff && (value < 0xd800 || value > 0xdfff);
  return isValid ? { code: value, isByte, end: at + 1 + whole.length } : undefined;
}

function escape(text: string, style: { delimiter: string; ascii: boolean }): string {
  let out = "";
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    const byte = byteOf(code);
    const name = NAMES.get(char);
    if (byte !== undefined) out += `\\x${byte.toString(16)}`;
    else if (char === style.delimiter) out += `\\${char}`;
    else if (name !== undefined) out += `\\${name}`;
    else if (isPrintable(char) && (code < 0x80 || !style.ascii)) out += char;
    else if (code < 0x20 || code === 0x7f) out += `\\x${hex(code, 2)}`;
    else if (code > 0xffff) out += `\\U${hex(code, 8)}`;
    else out += `\\u${char.isWellFormed() ? hex(code, 4) : "fffd"}`;
  }
  return out;
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, "0");
}
