/** The reading position of the parser and its few moves.
 *  Follows aqua-registry §10. Pure.
 *  Invariant: the first mistake ends the parse. */
import { fault } from "./_fault.ts";
import type { Node } from "./_syntax.ts";
import { readToken, type Token, type TokenKind } from "./_token.ts";

/** Where the parser stands. One token is read ahead. */
export interface Parser {
  readonly text: string;
  current: Token;
  /** How many calls and operators deep the parser is. */
  depth: number;
  /** How many predicates enclose the current place; `#` has a meaning only inside one. */
  predicates: number;
  nodes: number;
}

const MAX_NODES = 10_000;
const MAX_DEPTH = 500;

const KIND_NAMES: Readonly<Record<TokenKind, string>> = {
  identifier: "Identifier",
  number: "Number",
  string: "String",
  operator: "Operator",
  bracket: "Bracket",
  end: "EOF",
};

/** Begins at the first token. */
export function startParser(text: string): Parser {
  return { text, current: readToken(text, 0), depth: 0, predicates: 0, nodes: 0 };
}

/** Moves on and answers the token that was current. */
export function advance(p: Parser): Token {
  const token = p.current;
  p.current = readToken(p.text, token.next);
  return token;
}

/** Whether the current token is of the kind and, when given, has the value. */
export function isAt(p: Parser, kind: TokenKind, value?: string): boolean {
  return p.current.kind === kind && (value === undefined || p.current.value === value);
}

/** Moves over a token that must be there and answers it. Throws ConfigError `expr/syntax`. */
export function expect(p: Parser, kind: TokenKind, value?: string): Token {
  if (!isAt(p, kind, value)) return unexpected(p);
  return advance(p);
}

/** Throws ConfigError `expr/syntax` about the current token. */
export function unexpected(p: Parser): never {
  return failAt(p, p.current, `unexpected token ${describe(p.current)}`);
}

/** Throws ConfigError `expr/syntax` about a token. */
export function failAt(p: Parser, token: Token, message: string): never {
  throw fault("expr/syntax", { text: p.text, at: token.at }, message);
}

/** Counts a node against the size limit. */
export function made<N extends Node>(p: Parser, node: N): N {
  p.nodes++;
  if (p.nodes > MAX_NODES) {
    failAt(p, p.current, "compilation failed: expression exceeds maximum allowed nodes");
  }
  return node;
}

/** Runs a step one level deeper. */
export function deeper<T>(p: Parser, step: () => T): T {
  checkDepth(p, 1);
  p.depth++;
  const result = step();
  p.depth--;
  return result;
}

/** Guards the passes over the tree, which recurse: `extra` levels grow here without recursion of the parser. */
export function checkDepth(p: Parser, extra: number): void {
  if (p.depth + extra > MAX_DEPTH) {
    failAt(p, p.current, "compilation failed: expression is nested too deeply");
  }
}

function describe(token: Token): string {
  const name = KIND_NAMES[token.kind];
  return token.value === "" ? name : `${name}(${JSON.stringify(token.value)})`;
}
