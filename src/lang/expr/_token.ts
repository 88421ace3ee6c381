/** Cuts an expression into tokens, one at a time, so that a parse error wins over a later bad character.
 *  Follows aqua-registry §10. Pure.
 *  Invariant: string tokens carry their decoded value, every other token its source text. */
import { fault } from "./_fault.ts";
import { decodeString } from "./_escape.ts";

/** What a token is; `end` closes every expression. */
export type TokenKind = "identifier" | "number" | "string" | "operator" | "bracket" | "end";

/** A token; `at` and `next` are UTF-16 offsets of its first unit and of what follows it. */
export interface Token {
  readonly kind: TokenKind;
  readonly value: string;
  readonly at: number;
  readonly next: number;
}

const WORD_OPERATORS: ReadonlySet<string> = new Set(
  ["not", "in", "or", "and", "matches", "contains", "startsWith", "endsWith", "let", "if", "else"],
);
const SPACE =
  /(?:[\t-\r \u0085\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]+|\/\/[^\n]*|\/\*[^]*?\*\/)+/y;
const WORD = /[\p{L}\p{Nd}_$]+/uy;
const NUMBER =
  /\.?(?:0[xX][0-9a-fA-F_]*|0[oO][0-7_]*|0[bB][01_]*|[0-9][0-9_]*)(?:\.(?!\.)[0-9_]*)?(?:[eE][+-]?[0-9_]*)?/y;
const RAW_STRING = /`((?:[^`]|``)*)`/y;
const BRACKET = /[()[\]{}]/y;
const OPERATOR = /\|\|?|::?|[,;%+^-]|[&!=*<>][&=*]?|\?[.?]?|\.\.?|##?|\//y;

/**
 * Reads the token at an offset, skipping spaces and comments before it.
 * @throws ConfigError `expr/syntax` for characters and literals that start no token
 */
export function readToken(text: string, offset: number): Token {
  const start = offset + (matchAt(SPACE, text, offset)?.[0].length ?? 0);
  const first = text.charAt(start);
  if (first === "") return endToken(text);
  if (first === '"' || first === "'") return stringToken(text, start);
  if (first === "`") return rawStringToken(text, start);
  if (/[0-9]/.test(first) || /^\.[0-9]/.test(text.slice(start, start + 2))) return numberToken(text, start);
  const word = matchAt(WORD, text, start)?.[0];
  if (word !== undefined) {
    const kind = WORD_OPERATORS.has(word) ? "operator" : "identifier";
    return { kind, value: word, at: start, next: start + word.length };
  }
  if (text.startsWith("/*", start)) throw fault("expr/syntax", { text, at: text.length }, "unclosed comment");
  return punctuationToken(text, start);
}

/** The end is shown at the last character of the text, as the original does. */
function endToken(text: string): Token {
  const last = [...text.slice(-2)].at(-1)?.length ?? 0;
  return { kind: "end", value: "", at: Math.max(0, text.length - last), next: text.length };
}

function stringToken(text: string, start: number): Token {
  const { value, next } = decodeString(text, start);
  return { kind: "string", value, at: start, next };
}

/** Between backquotes nothing is an escape but a doubled backquote. */
function rawStringToken(text: string, start: number): Token {
  const match = matchAt(RAW_STRING, text, start);
  if (match === null) throw fault("expr/syntax", { text, at: text.length }, "literal not terminated");
  const value = (match[1] ?? "").replaceAll("``", "`");
  return { kind: "string", value, at: start, next: start + match[0].length };
}

function numberToken(text: string, start: number): Token {
  const digits = matchAt(NUMBER, text, start)?.[0] ?? "";
  const next = start + digits.length;
  if (matchAt(WORD, text, next) !== null) {
    const shown = digits + String.fromCodePoint(text.codePointAt(next) ?? 0);
    throw fault("expr/syntax", { text, at: next }, `bad number syntax: ${JSON.stringify(shown)}`);
  }
  return { kind: "number", value: digits, at: start, next };
}

function punctuationToken(text: string, start: number): Token {
  const bracket = matchAt(BRACKET, text, start)?.[0];
  if (bracket !== undefined) return { kind: "bracket", value: bracket, at: start, next: start + 1 };
  const operator = matchAt(OPERATOR, text, start)?.[0];
  if (operator !== undefined) {
    return { kind: "operator", value: operator, at: start, next: start + operator.length };
  }
  const code = text.codePointAt(start) ?? 0;
  const hex = code.toString(16).toUpperCase().padStart(4, "0");
  throw fault(
    "expr/syntax",
    { text, at: start },
    `unrecognized character: U+${hex} '${String.fromCodePoint(code)}'`,
  );
}

function matchAt(pattern: RegExp, text: string, offset: number): RegExpExecArray | null {
  pattern.lastIndex = offset;
  return pattern.exec(text);
}
