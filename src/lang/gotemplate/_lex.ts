/** Cuts a template into tokens: text, delimiters, and what stands inside actions.
 *  Follows templates §2.1. Comments and trimmed blanks leave no token.
 *  Invariant: the last token is `eof` or `error`; nothing follows an error. */
import { isPrintable, quote } from "./_quote.ts";

const KEYWORDS = [
  "block",
  "break",
  "continue",
  "define",
  "else",
  "end",
  "if",
  "nil",
  "range",
  "template",
  "with",
] as const;

/** The words that are no function names. */
export type Keyword = (typeof KEYWORDS)[number];

/** What a token is. */
export type TokenKind =
  | Keyword
  | "text"
  | "left"
  | "right"
  | "space"
  | "identifier"
  | "field"
  | "variable"
  | "dot"
  | "bool"
  | "number"
  | "complex"
  | "char"
  | "string"
  | "raw"
  | "pipe"
  | "open"
  | "close"
  | "assign"
  | "declare"
  | "punctuation"
  | "error"
  | "eof";

/** A piece of the template; an error's text is its message. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly pos: number;
}

/** The strings around actions. */
export interface Delimiters {
  readonly left: string;
  readonly right: string;
}

const BLANKS = " \t\r\n";
const WORD = /^[\p{L}\p{Nd}_]+/u;
const HEX = "0[xX][0-9a-fA-F_]*(?:\\.[0-9a-fA-F_]*)?(?:[pP][+-]?[0-9_]*)?";
const OCTAL = "0[oO][0-7_]*(?:\\.[0-7_]*)?";
const BINARY = "0[bB][01_]*(?:\\.[01_]*)?";
const DECIMAL = "[0-9_]*(?:\\.[0-9_]*)?(?:[eE][+-]?[0-9_]*)?";
const NUMBER = new RegExp(`^[+-]?(?:${HEX}|${OCTAL}|${BINARY}|${DECIMAL})i?`);
const SPACE = /^[ \t\r\n]+/;
const QUOTED: ReadonlyMap<string, { kind: TokenKind; pattern: RegExp; name: string }> = new Map([
  ['"', { kind: "string", pattern: /^"[^"\\\n]*(?:\\[^\n][^"\\\n]*)*"/u, name: "quoted string" }],
  ["'", { kind: "char", pattern: /^'[^'\\\n]*(?:\\[^\n][^'\\\n]*)*'/u, name: "character constant" }],
  ["`", { kind: "raw", pattern: /^`[^`]*`/, name: "raw quoted string" }],
]);

interface Lexer extends Delimiters {
  readonly source: string;
  readonly tokens: Token[];
  pos: number;
  /** Parentheses that are open. */
  depth: number;
}

/** The tokens of a template, at least one. */
export function lex(source: string, delimiters: Delimiters): readonly Token[] {
  const lexer: Lexer = { ...delimiters, source, tokens: [], pos: 0, depth: 0 };
  while (lexText(lexer) && lexAction(lexer)) {
    // Text and actions alternate.
  }
  return lexer.tokens;
}

/** Text and comments up to an action; false at the end. */
function lexText(lexer: Lexer): boolean {
  for (;;) {
    const found = lexer.source.indexOf(lexer.left, lexer.pos);
    const end = found < 0 ? lexer.source.length : found;
    const inner = end + lexer.left.length;
    const isTrimmed = found >= 0 && /^-[ \t\r\n]/.test(lexer.source.slice(inner, inner + 2));
    const text = lexer.source.slice(lexer.pos, end);
    const kept = isTrimmed ? trimBlanksEnd(text) : text;
    if (kept !== "") emit(lexer, "text", kept);
    lexer.pos = end;
    if (found < 0) return emit(lexer, "eof", "");
    const start = isTrimmed ? inner + 2 : inner;
    if (!lexer.source.startsWith("/*", start)) {
      emit(lexer, "left", lexer.left);
      lexer.pos = start;
      lexer.depth = 0;
      return true;
    }
    lexer.pos = start;
    if (!skipComment(lexer)) return false;
  }
}

function skipComment(lexer: Lexer): boolean {
  const end = lexer.source.indexOf("*/", lexer.pos + 2);
  if (end < 0) return fail(lexer, "unclosed comment");
  const right = rightAt(lexer, end + 2);
  if (right === undefined) return fail(lexer, "comment ends before closing delimiter");
  lexer.pos = right.after;
  return true;
}

/** One action up to its right delimiter; false after an error. */
function lexAction(lexer: Lexer): boolean {
  for (;;) {
    const right = rightAt(lexer, lexer.pos);
    if (right !== undefined) {
      if (lexer.depth > 0) return fail(lexer, "unclosed left paren");
      lexer.pos = right.start;
      emit(lexer, "right", lexer.right);
      lexer.pos = right.after;
      return true;
    }
    if (!lexInside(lexer)) return false;
  }
}

function lexInside(lexer: Lexer): boolean {
  const char = charAt(lexer.source, lexer.pos);
  if (char === "") return fail(lexer, "unclosed action");
  if (BLANKS.includes(char)) return lexSpace(lexer);
  if (char === "=") return take(lexer, "assign", char);
  if (char === "|") return take(lexer, "pipe", char);
  if (char === ":") {
    return lexer.source.startsWith(":=", lexer.pos)
      ? take(lexer, "declare", ":=")
      : fail(lexer, "expected :=");
  }
  if (char === "(" || char === ")") return lexParenthesis(lexer, char);
  if (QUOTED.has(char)) return lexQuoted(lexer, char);
  if (char === "$") return lexName(lexer, "variable");
  // A dot at the very end of the source is taken for a number, as in Go.
  if (char === "." && !/^(?:[0-9]|$)/.test(charAt(lexer.source, lexer.pos + 1))) {
    return lexName(lexer, "field");
  }
  if (/[+\-.0-9]/.test(char)) return lexNumber(lexer);
  if (WORD.test(char)) return lexWord(lexer);
  if (char < "\x7f" && isPrintable(char)) return take(lexer, "punctuation", char);
  return fail(lexer, `unrecognized character in action: ${unicodeName(char)}`);
}

function lexParenthesis(lexer: Lexer, char: "(" | ")"): boolean {
  lexer.depth += char === "(" ? 1 : -1;
  if (lexer.depth < 0) return fail(lexer, "unexpected right paren");
  return take(lexer, char === "(" ? "open" : "close", char);
}

/** Blanks; the last one stays when it belongs to a trim marker. */
function lexSpace(lexer: Lexer): boolean {
  const blanks = matchAt(SPACE, lexer.source, lexer.pos);
  const last = lexer.pos + blanks.length - 1;
  const isMarker = lexer.source.startsWith(`-${lexer.right}`, last + 1);
  const kept = isMarker ? blanks.slice(0, -1) : blanks;
  return take(lexer, "space", kept);
}

function lexWord(lexer: Lexer): boolean {
  const word = matchAt(WORD, lexer.source, lexer.pos);
  if (!checkEnd(lexer, word)) return false;
  if (isKeyword(word)) return take(lexer, word, word);
  return take(lexer, word === "true" || word === "false" ? "bool" : "identifier", word);
}

/** `.name`, `$name`, or the dot or dollar alone. */
function lexName(lexer: Lexer, kind: "field" | "variable"): boolean {
  const sign = lexer.source.charAt(lexer.pos);
  if (isEnd(lexer, lexer.pos + 1)) return take(lexer, kind === "field" ? "dot" : kind, sign);
  const name = sign + matchAt(WORD, lexer.source, lexer.pos + 1);
  return checkEnd(lexer, name) && take(lexer, kind, name);
}

function lexNumber(lexer: Lexer): boolean {
  let text = matchAt(NUMBER, lexer.source, lexer.pos);
  const isComplex = /[+-]/.test(lexer.source.charAt(lexer.pos + text.length));
  if (isComplex) text += matchAt(NUMBER, lexer.source, lexer.pos + text.length);
  const [next = ""] = matchAt(WORD, lexer.source, lexer.pos + text.length);
  if (next !== "") return fail(lexer, `bad number syntax: ${quote(text + next)}`);
  if (isComplex && !text.endsWith("i")) return fail(lexer, `bad number syntax: ${quote(text)}`);
  return take(lexer, isComplex ? "complex" : "number", text);
}

function lexQuoted(lexer: Lexer, delimiter: string): boolean {
  const form = QUOTED.get(delimiter);
  const text = form === undefined ? "" : matchAt(form.pattern, lexer.source, lexer.pos);
  if (form === undefined || text === "") return fail(lexer, `unterminated ${form?.name}`);
  return take(lexer, form.kind, text);
}

/** A right delimiter at `pos`, with or without a trim marker: where it starts and where the text goes on. */
function rightAt({ source, right }: Lexer, pos: number): { start: number; after: number } | undefined {
  if (BLANKS.includes(source.charAt(pos) || "?") && source.startsWith(`-${right}`, pos + 1)) {
    const end = pos + 2 + right.length;
    return { start: pos + 2, after: end + matchAt(SPACE, source, end).length };
  }
  return source.startsWith(right, pos) ? { start: pos, after: pos + right.length } : undefined;
}

function checkEnd(lexer: Lexer, word: string): boolean {
  const end = lexer.pos + word.length;
  if (isEnd(lexer, end)) return true;
  return fail(lexer, `bad character ${unicodeName(charAt(lexer.source, end))}`);
}

/** Whether a name may end here. */
function isEnd({ source, right }: Lexer, pos: number): boolean {
  return pos >= source.length || `${BLANKS}.,|:)(`.includes(source.charAt(pos)) ||
    source.startsWith(right, pos);
}

/** Whether a word is no function name. */
export function isKeyword(word: string): word is Keyword {
  return (KEYWORDS as readonly string[]).includes(word);
}

function trimBlanksEnd(text: string): string {
  let end = text.length;
  while (end > 0 && BLANKS.includes(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}

/** The character at a position; empty at the end. */
function charAt(source: string, pos: number): string {
  const code = source.codePointAt(pos);
  return code === undefined ? "" : String.fromCodePoint(code);
}

function matchAt(pattern: RegExp, source: string, pos: number): string {
  return pattern.exec(source.slice(pos))?.[0] ?? "";
}

function take(lexer: Lexer, kind: TokenKind, text: string): true {
  emit(lexer, kind, text);
  lexer.pos += text.length;
  return true;
}

function emit(lexer: Lexer, kind: TokenKind, text: string): false {
  lexer.tokens.push({ kind, text, pos: lexer.pos });
  return false;
}

function fail(lexer: Lexer, message: string): false {
  return emit(lexer, "error", message);
}

function unicodeName(char: string): string {
  const code = (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return isPrintable(char) ? `U+${code} '${char}'` : `U+${code}`;
}
