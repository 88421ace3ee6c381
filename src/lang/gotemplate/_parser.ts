/** The cursor over the tokens of a template that all parsing functions share, and how parsing fails.
 *  Follows templates §2.3 (error format).
 *  Invariant: an error names the line of the furthest token that was looked at, as in Go. */
import { ConfigError } from "@/base/errors.ts";
import type { Node } from "./_ast.ts";
import type { FunctionSet } from "./function.ts";
import { isKeyword, type Token, type TokenKind } from "./_lex.ts";
import { quote } from "./_quote.ts";
import { byteLength } from "./_utf8.ts";

/** Where parsing stands. */
export interface Parser {
  readonly name: string;
  readonly source: string;
  readonly tokens: readonly Token[];
  readonly functions: FunctionSet;
  /** The finished bodies by name. */
  readonly definitions: Map<string, readonly Node[]>;
  /** Index of the next token. */
  at: number;
  /** Index of the last token that was looked at. */
  furthest: number;
  /** Names of the variables in scope, `$` first. */
  variables: string[];
  /** Loops around the current place of this body. */
  loops: number;
  /** Parentheses around the current place. */
  depth: number;
  /** Position of the delimiter that began the current action. */
  actionStart: number | undefined;
}

/** The next token; the last one repeats. */
export function peek(p: Parser): Token {
  p.furthest = Math.max(p.furthest, p.at);
  return p.tokens[p.at] ?? { kind: "eof", text: "", pos: p.source.length };
}

/** Takes the next token. */
export function next(p: Parser): Token {
  const token = peek(p);
  p.at = Math.min(p.at + 1, p.tokens.length - 1);
  return token;
}

/** The next token after blanks, which are skipped for good. */
export function peekSolid(p: Parser): Token {
  while (peek(p).kind === "space") next(p);
  return peek(p);
}

/** Takes the next token that is not blank. */
export function nextSolid(p: Parser): Token {
  peekSolid(p);
  return next(p);
}

/** Takes a token of the kind that must come. */
export function expect(p: Parser, kind: TokenKind, context: string): Token {
  const token = nextSolid(p);
  return token.kind === kind ? token : unexpected(p, token, context);
}

/** Fails because of a token; an error token brings its own message. */
export function unexpected(p: Parser, token: Token, context: string): never {
  if (token.kind !== "error") return fail(p, `unexpected ${describe(token)} in ${context}`);
  const start = p.actionStart === undefined ? undefined : lineAt(p, p.actionStart);
  if (start === undefined || start === lineAt(p, token.pos)) return fail(p, token.text);
  const link = token.text.endsWith(" action") ? "" : " in action";
  return fail(p, `${token.text}${link} started at ${p.name}:${start}`);
}

/** Fails with Go's text. */
export function fail(p: Parser, message: string): never {
  const line = lineAt(p, p.tokens[p.furthest]?.pos ?? 0);
  throw new ConfigError("gotemplate/parse", `template: ${p.name}:${line}: ${message}`, {
    at: { file: p.name, line },
  });
}

function lineAt(p: Parser, pos: number): number {
  return p.source.slice(0, pos).split("\n").length;
}

function describe({ kind, text }: Token): string {
  if (kind === "eof") return "EOF";
  if (kind === "dot" || isKeyword(kind)) return `<${text}>`;
  if (byteLength(text) <= 10) return quote(text);
  return `${quote(Array.from(text).slice(0, 10).join(""))}...`;
}
