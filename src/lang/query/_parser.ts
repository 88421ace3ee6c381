/** The state of the parser of queries, and how it moves on. Pure.
 *  Invariant: the last token is `end` and is never passed. */
import { fault, type Place } from "./_fault.ts";
import type { Expression } from "./_syntax.ts";
import type { Token } from "./_token.ts";

/** A parser at a token; `variables` are the names known there, `parse` reads what binds at least as tightly as a
 *  level. */
export interface Parser {
  readonly text: string;
  readonly tokens: readonly Token[];
  next: number;
  readonly variables: string[];
  depth: number;
  parse(parser: Parser, level: number): Expression;
}

/** The token to read next. */
export function peek({ text, tokens, next }: Parser): Token {
  return tokens[next] ?? { kind: "end", at: text.length, value: "" };
}

/** The place of that token. */
export function here(parser: Parser): Place {
  return { text: parser.text, at: peek(parser).at };
}

/** Whether the next token is this symbol or word; passes it then. */
export function accept(parser: Parser, value: string): boolean {
  const token = peek(parser);
  if ((token.kind !== "symbol" && token.kind !== "name") || token.value !== value) return false;
  parser.next++;
  return true;
}

/** Passes a symbol. @param wanted all that could stand there. @throws Config `query/syntax` */
export function expect(parser: Parser, value: string, wanted = value): void {
  if (accept(parser, value)) return;
  throw fault("query/syntax", here(parser), `expected ${wanted}, found ${describe(parser)}`);
}

/** The next token as a user wrote it. */
export function describe(parser: Parser): string {
  const token = peek(parser);
  if (token.kind === "end") return token.value === "" ? "the end" : token.value;
  const next = parser.tokens[parser.next + 1]?.at ?? parser.text.length;
  return parser.text.slice(token.at, Math.min(next, token.at + 40)).trim();
}
