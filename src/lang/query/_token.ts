/** Cuts a query into tokens. Follows templates §5 (yq v4). Pure.
 *  Invariant: what yq would take for a part of a key although people mean an operator (`.a>1`, `.a+.b`) is refused. */
import { fault, type Place, unsupported } from "./_fault.ts";

/** A token; `at` is the UTF-16 offset of its first unit.
 *  `key` is `.name` or `."name"`, `text` a string with its interpolated parts, `end` closes every list of tokens. */
export type Token =
  | { readonly kind: "key"; readonly at: number; readonly value: string; readonly optional: boolean }
  | { readonly kind: "text"; readonly at: number; readonly parts: readonly (string | readonly Token[])[] }
  | { readonly kind: "number"; readonly at: number; readonly value: number | bigint }
  | { readonly kind: "name" | "variable" | "symbol" | "end"; readonly at: number; readonly value: string };

const SKIPPED = /(?:[ \t\r\n]+|#[^\n]*)+/y;
const KEY = /\.([^ \t\r\n;{}:[\],|.()=!]+)/y;
const HEX = /0[xX][0-9A-Fa-f]+/y;
const NUMBER = /\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/y;
const NAME = /@?[A-Za-z_][A-Za-z0-9_]*/y;
const VARIABLE = /\$([A-Za-z0-9_-]+)/y;
const SYMBOL =
  /\.\.\.|\.\.|\/\/|==|!=|<=|>=|\|=|\+=|-=|\*=?[+?dnc]*(?![A-Za-z0-9_])|[*()[\]{}.,:;|=<>+\-/%?]/y;
const MAX_NESTING = 100;

/** The tokens of a whole query. @throws Config `query/syntax`, `query/unsupported` */
export function readTokens(text: string): readonly Token[] {
  return readUntil({ text, at: 0, nesting: 0 }, false);
}

interface Reader {
  readonly text: string;
  at: number;
  readonly nesting: number;
}

/** Stops at the end of the text or, within a string, behind the parenthesis that closes its interpolation. */
function readUntil(reader: Reader, inString: boolean): readonly Token[] {
  const tokens: Token[] = [];
  for (let open = 0;;) {
    reader.at += take(reader, SKIPPED)?.[0].length ?? 0;
    if (reader.at >= reader.text.length) break;
    const token = readToken(reader);
    if (token.kind === "symbol" && token.value === "(") open++;
    if (token.kind === "symbol" && token.value === ")" && --open < 0 && inString) {
      return [...tokens, { kind: "end", at: token.at, value: ")" }];
    }
    tokens.push(token);
  }
  if (inString) throw fault("query/syntax", placeOf(reader), 'expected ")" to close the interpolation');
  return [...tokens, { kind: "end", at: reader.text.length, value: "" }];
}

function readToken(reader: Reader): Token {
  const { text, at } = reader;
  if (text[at] === '"') return { kind: "text", at, parts: readString(reader) };
  if (text.startsWith('."', at)) return quotedKey(reader);
  const key = consume(reader, KEY);
  if (key) return plainKey({ text, at }, key[1] ?? "");
  const digits = consume(reader, HEX) ?? consume(reader, NUMBER);
  if (digits) return { kind: "number", at, value: numberValue({ text, at }, digits[0]) };
  const name = consume(reader, NAME);
  if (name) return { kind: "name", at, value: name[0] };
  const variable = consume(reader, VARIABLE);
  if (variable) return { kind: "variable", at, value: variable[1] ?? "" };
  const symbol = consume(reader, SYMBOL);
  if (!symbol) throw unknownCharacter({ text, at });
  if (symbol[0] === "...") throw unsupported({ text, at }, "...");
  return { kind: "symbol", at, value: symbol[0] };
}

function unknownCharacter(place: Place): Error {
  const character = String.fromCodePoint(place.text.codePointAt(place.at) ?? 0);
  if (character === "~") return unsupported(place, "~");
  const hints: Readonly<Record<string, string>> = {
    "'": ", strings are written with double quotes",
    "&": ", write `and`",
    "!": ", write `| not`",
  };
  const hint = hints[character] ?? "";
  return fault("query/syntax", place, `unexpected character ${JSON.stringify(character)}${hint}`);
}

function plainKey(place: Place, written: string): Token {
  const optional = written.endsWith("?");
  const value = optional ? written.slice(0, -1) : written;
  if (value === "") throw fault("query/syntax", place, "expected a key after .");
  const next = place.text.slice(place.at + 1 + written.length);
  const multiplies = value.endsWith("*") && /^=(?!=)/.test(next);
  if (multiplies || /[<>+%"'`\\]|\/\/|[-/]$|^[-/]/.test(value)) {
    const whole = JSON.stringify(value);
    throw fault(
      "query/syntax",
      place,
      `unclear key .${written}: expected blanks around an operator, or .[${whole}] for the key`,
    );
  }
  return { kind: "key", at: place.at, value, optional };
}

function quotedKey(reader: Reader): Token {
  const at = reader.at++;
  const parts = readString(reader);
  if (parts.some((part) => typeof part !== "string")) {
    throw fault("query/syntax", { text: reader.text, at }, 'expected .["…"] around an interpolated key');
  }
  const optional = reader.text[reader.at] === "?";
  if (optional) reader.at++;
  return { kind: "key", at, value: parts.join(""), optional };
}

/** Whole numbers have 64 bits, as in YAML. */
function numberValue(place: Place, digits: string): number | bigint {
  if (!/^(?:\d+|0[xX].*)$/.test(digits)) return Number(digits);
  const small = Number(digits);
  if (Number.isSafeInteger(small)) return small;
  if (digits.length < 24 && BigInt(digits) < 2n ** 63n) return BigInt(digits);
  throw fault("query/syntax", place, `the number ${digits} is out of range`);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

/** Reads a string in double quotes; an unknown escape stays as it is written, as in yq. */
function readString(reader: Reader): readonly (string | readonly Token[])[] {
  const start = reader.at++;
  const parts: (string | readonly Token[])[] = [];
  let plain = "";
  for (;;) {
    const run = /[^"\\]*/y;
    plain += consume(reader, run)?.[0] ?? "";
    const next = reader.text[reader.at + 1] ?? "";
    if (reader.text[reader.at] === '"') {
      reader.at++;
      return plain === "" && parts.length > 0 ? parts : [...parts, plain];
    }
    if (next === "") {
      throw fault("query/syntax", { ...placeOf(reader), at: start }, 'expected " to close the string');
    }
    reader.at += 2;
    if (next === "(") {
      if (plain !== "") parts.push(plain);
      plain = "";
      parts.push(interpolation(reader));
    } else plain += Object.hasOwn(ESCAPES, next) ? ESCAPES[next] : `\\${next}`;
  }
}

function interpolation(reader: Reader): readonly Token[] {
  if (reader.nesting >= MAX_NESTING) {
    throw fault("query/syntax", placeOf(reader), "strings are nested too deeply");
  }
  const inner = { text: reader.text, at: reader.at, nesting: reader.nesting + 1 };
  const tokens = readUntil(inner, true);
  reader.at = inner.at;
  return tokens;
}

function placeOf({ text, at }: Reader): Place {
  return { text, at };
}

function consume(reader: Reader, pattern: RegExp): RegExpExecArray | null {
  const match = take(reader, pattern);
  if (match) reader.at += match[0].length;
  return match;
}

function take({ text, at }: Reader, pattern: RegExp): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
