/** Cuts HCL into tokens as the parser asks for them; what is between quotes is read by `_parse_template.ts`. Pure.
 *  Invariant: looking at a token moves nothing, so that newlines can count or not from one token to the next. */
import { ConfigError } from "@/base/errors.ts";
import { type HclExpression, type HclSource, positionIn, type Span } from "./syntax.ts";

/** A word, a number, a symbol by its own text, the end of a line or of the text, or what opens a text. */
export interface Token extends Span {
  readonly kind: string;
  readonly text: string;
}

/** A parser at a place in the text. */
export interface Reader extends HclSource {
  /** Finds a token; of its own, because it remembers where it was. */
  readonly pattern: RegExp;
  /** Where the next token is searched. */
  at: number;
  /** Whether the end of a line is a token. */
  countsLines: boolean;
  depth: number;
  seen: Token | undefined;
  /** Reads an expression; here, because texts hold expressions and expressions texts. */
  expression(reader: Reader): HclExpression;
}

/** What can stand at a place: blanks and comments, words, numbers, ends of lines, heredocs, symbols. */
const TOKEN = [
  String.raw`([ \t]+|(?:#|\/\/)[^\n]*|\/\*[^]*?\*\/)`,
  String.raw`([\p{ID_Start}_][\p{ID_Continue}-]*)`,
  String.raw`(\d(?:(?:\d|\.|[eE][+\-]?\d)*(?:\d|[eE][+\-]?\d))?)`,
  String.raw`(\r?\n)`,
  String.raw`(<<-?[\p{ID_Start}_][\p{ID_Continue}-]*\r?\n)`,
  String.raw`\.\.\.|==|!=|<=|>=|&&|\|\||::|=>|~\}|\/(?!\*)|[\[\]()\{\}"=,.?:*%+<>!\-]`,
].join("|");

/** A parser at the beginning. */
export function readerOf(source: HclSource, expression: Reader["expression"]): Reader {
  const pattern = new RegExp(TOKEN, "uy");
  return { ...source, pattern, at: 0, countsLines: true, depth: 0, seen: undefined, expression };
}

/** The token to read next. @throws Config `hcl/syntax` for a character that HCL does not use */
export function peek(reader: Reader): Token {
  reader.seen ??= scan(reader);
  return reader.seen;
}

/** Reads a token. */
export function read(reader: Reader): Token {
  const token = peek(reader);
  moveTo(reader, token.end);
  return token;
}

/** Goes on behind what somebody else has read. */
export function moveTo(reader: Reader, offset: number): void {
  reader.at = offset;
  reader.seen = undefined;
}

/** Reads a token of that kind if it comes next. */
export function accept(reader: Reader, kind: string): boolean {
  if (peek(reader).kind !== kind) return false;
  read(reader);
  return true;
}

/** Reads a token that must come next. @param why completes "expected …" */
export function expect(reader: Reader, kind: string, why: string): Token {
  const token = peek(reader);
  if (token.kind !== kind) throw syntaxFault(reader, token, `expected ${why}, found ${shown(token)}`);
  return read(reader);
}

/** Whether that word comes next. */
export function isWord(reader: Reader, word: string): boolean {
  const { kind, text } = peek(reader);
  return kind === "name" && text === word;
}

/** Reads with lines counting or not, then goes on as before. */
export function withLines<T>(reader: Reader, countsLines: boolean, work: () => T): T {
  const before = reader.countsLines;
  reader.countsLines = countsLines;
  reader.seen = undefined;
  const result = work();
  reader.countsLines = before;
  reader.seen = undefined;
  return result;
}

/** More is no configuration, and the stack of the program is not endless. */
const MAX_DEPTH = 250;

/** Reads what may hold itself. @throws Config `hcl/syntax` when it does so too often */
export function nested<T>(reader: Reader, work: () => T): T {
  if (reader.depth >= MAX_DEPTH) {
    throw syntaxFault(reader, peek(reader), `more than ${MAX_DEPTH} levels within each other`);
  }
  reader.depth++;
  const result = work();
  reader.depth--;
  return result;
}

/** Config `hcl/syntax` at a place. */
export function syntaxFault(source: HclSource, { start }: Pick<Span, "start">, title: string): ConfigError {
  const at = positionIn(source, start);
  return new ConfigError("hcl/syntax", title, { hints: [`Correct line ${at.line}.`], at });
}

/** A token in a sentence. */
export function shown({ kind, text }: Token): string {
  if (kind === "end") return "the end of the file";
  if (kind === "newline") return "the end of the line";
  return kind === "heredoc" ? text.trim() : text;
}

function scan({ text, file, pattern, at, countsLines }: Reader): Token {
  for (let start = at; start < text.length;) {
    pattern.lastIndex = start;
    const found = pattern.exec(text), end = pattern.lastIndex;
    if (found === null) throw syntaxFault({ text, file }, { start }, strange(text, start));
    const kind = kindOf(found);
    if (kind !== "blank" && (kind !== "newline" || countsLines)) return { kind, text: found[0], start, end };
    start = end;
  }
  return { kind: "end", text: "", start: text.length, end: text.length };
}

function kindOf([text, blank, name, number, newline, heredoc]: RegExpExecArray): string {
  if (blank) return "blank";
  if (name) return "name";
  if (number) return "number";
  if (newline) return "newline";
  return heredoc ? "heredoc" : text;
}

function strange(text: string, start: number): string {
  if (text.startsWith("/*", start)) return "a comment that does not end";
  const character = String.fromCodePoint(text.codePointAt(start) ?? 0);
  switch (character) {
    case "'":
    case "`":
    case "“":
    case "”":
      return `${character} is no quote in HCL, which uses "`;
    case ";":
      return "; is not used in HCL, where lines end arguments";
    default:
      return `HCL does not use the character ${JSON.stringify(character)}`;
  }
}

/** What a sticky pattern finds at an offset. @param pattern made for this call: it remembers where it was */
export function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}
