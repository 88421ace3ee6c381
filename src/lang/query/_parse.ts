/** Turns an expression into its tree. Pure. Follows templates §5; operators bind as in yq: `,` least, then `and` and `or`,
 *  then `|`, then comparisons, then everything else from left to right. */
import { badSyntax, type Node, unsupported } from "./_syntax.ts";
import { type Token, tokensOf } from "./_token.ts";

const STRENGTH: Readonly<Record<string, number>> = {
  ",": 10,
  or: 20,
  and: 20,
  "|": 30,
  "==": 40,
  "!=": 40,
  "<": 40,
  "<=": 40,
  ">": 40,
  ">=": 40,
  "//": 42,
  "+": 42,
  "-": 42,
  "*": 42,
  "/": 42,
  "%": 42,
};

const UPDATES = new Set(["=", "|=", "+=", "-=", "*=", "/=", "//="]);
const DEEPEST = 500;

interface Parser {
  readonly text: string;
  readonly tokens: readonly Token[];
  at: number;
  depth: number;
}

/** @throws Config `query/syntax`, `query/unsupported` */
export function parseQuery(text: string): Node {
  const parser: Parser = { text, tokens: tokensOf(text), at: 0, depth: 0 };
  if (peek(parser).kind === "end") return { kind: "self" };
  const node = parseBinary(parser, 0);
  if (peek(parser).kind !== "end") throw unexpected(parser);
  return node;
}

function parseBinary(parser: Parser, least: number): Node {
  if (++parser.depth > DEEPEST) throw badSyntax(parser.text, peek(parser).at, "it is nested too deeply");
  let left = parseUnary(parser);
  for (;;) {
    const { kind, text } = peek(parser);
    if (kind === "sign" && UPDATES.has(text)) throw unsupported(parser.text, text);
    if (kind === "name" && text === "as") {
      left = parseBinding(parser, left);
      continue;
    }
    const strength = kind === "sign" || kind === "name" ? STRENGTH[text] : undefined;
    if (strength === undefined || strength <= least) break;
    parser.at++;
    left = { kind: "binary", operator: text, left, right: parseBinary(parser, strength) };
  }
  parser.depth--;
  return left;
}

function parseBinding(parser: Parser, of: Node): Node {
  parser.at++;
  const name = take(parser, "variable");
  takeSign(parser, "|");
  return { kind: "bind", of, name, body: parseBinary(parser, 10) };
}

function parseUnary(parser: Parser): Node {
  if (isSign(parser, "-")) {
    parser.at++;
    return { kind: "negative", of: parseUnary(parser) };
  }
  return parsePostfix(parser, parsePrimary(parser));
}

function parsePrimary(parser: Parser): Node {
  const token = peek(parser);
  parser.at++;
  switch (token.kind) {
    case "field":
      return {
        kind: "field",
        of: { kind: "self" },
        key: keyOf(parser, token.text),
        optional: isOptional(parser),
      };
    case "text":
      return textNode(parser, token);
    case "number":
      return { kind: "literal", value: Number(token.text) };
    case "variable":
      return { kind: "variable", name: token.text };
    case "name":
      return parseName(parser, token);
    case "sign":
      return parseSign(parser, token);
  }
  parser.at--;
  throw unexpected(parser);
}

function parseSign(parser: Parser, token: Token): Node {
  switch (token.text) {
    case ".":
      return { kind: "self" };
    case "..":
    case "...":
      return { kind: "descend" };
    case "(": {
      const node = parseBinary(parser, 0);
      takeSign(parser, ")");
      return node;
    }
    case "[": {
      const of = isSign(parser, "]") ? undefined : parseBinary(parser, 0);
      takeSign(parser, "]");
      return { kind: "list", of };
    }
    case "{":
      return parseMap(parser);
  }
  parser.at--;
  throw unexpected(parser);
}

function parseName(parser: Parser, { text }: Token): Node {
  switch (text) {
    case "true":
    case "false":
      return { kind: "literal", value: text === "true" };
    case "null":
      return { kind: "literal", value: null };
    case "empty":
      return { kind: "empty" };
  }
  const args: Node[] = [];
  if (isSign(parser, "(")) {
    parser.at++;
    do args.push(parseBinary(parser, 0)); while (isSign(parser, ";") && ++parser.at);
    takeSign(parser, ")");
  }
  return { kind: "call", name: text, args: text === "sub" ? args.flatMap(commaParts) : args };
}

/** Of `sub` yq takes its arguments by comma. */
function commaParts(node: Node): readonly Node[] {
  return node.kind === "binary" && node.operator === "," ? [node.left, node.right] : [node];
}

function parseMap(parser: Parser): Node {
  const entries: { key: Node; value: Node }[] = [];
  while (!isSign(parser, "}")) {
    if (entries.length > 0) takeSign(parser, ",");
    const token = peek(parser);
    let key: Node;
    if (token.kind === "sign" && token.text === "(") key = parsePrimary(parser);
    else {
      parser.at++;
      if (token.kind === "text") key = textNode(parser, token);
      else if (["name", "number", "variable"].includes(token.kind)) {
        key = { kind: "literal", value: token.text };
      } else if (token.kind === "field") key = keyOf(parser, token.text);
      else throw badSyntax(parser.text, token.at, "a key is needed here");
    }
    takeSign(parser, ":");
    entries.push({ key, value: parseBinary(parser, 10) });
  }
  takeSign(parser, "}");
  return { kind: "map", entries };
}

function parsePostfix(parser: Parser, first: Node): Node {
  let node = first;
  for (;;) {
    const { kind, text } = peek(parser);
    if (kind === "field") {
      parser.at++;
      node = { kind: "field", of: node, key: keyOf(parser, text), optional: isOptional(parser) };
    } else if (kind === "sign" && (text === "[" || text === ".") && isPathBefore(node, parser)) {
      if (text === ".") parser.at++;
      takeSign(parser, "[");
      node = parseIndex(parser, node);
    } else return node;
  }
}

/** A dot only goes on with an index: `.a.[0]`. */
function isPathBefore(_node: Node, parser: Parser): boolean {
  return peek(parser).text === "[" || parser.tokens[parser.at + 1]?.text === "[";
}

function parseIndex(parser: Parser, of: Node): Node {
  if (isSign(parser, "]")) {
    parser.at++;
    return { kind: "each", of, optional: isOptional(parser) };
  }
  const from = isSign(parser, ":") ? undefined : parseBinary(parser, 0);
  if (isSign(parser, ":")) {
    parser.at++;
    const to = isSign(parser, "]") ? undefined : parseBinary(parser, 0);
    takeSign(parser, "]");
    return { kind: "slice", of, from, to };
  }
  takeSign(parser, "]");
  return { kind: "field", of, key: from ?? { kind: "self" }, optional: isOptional(parser) };
}

function keyOf(parser: Parser, text: string): Node {
  return text.startsWith('"')
    ? { kind: "literal", value: unquoted(parser, text) }
    : { kind: "literal", value: text };
}

function isOptional(parser: Parser): boolean {
  if (!isSign(parser, "?")) return false;
  parser.at++;
  return true;
}

/** A text may hold expressions: `"a \(.b)"`. */
function textNode(parser: Parser, { text, at }: Token): Node {
  const inner = text.slice(1, -1), parts: (string | Node)[] = [];
  let from = 0;
  for (let start = inner.indexOf("\\("); start >= 0; start = inner.indexOf("\\(", from)) {
    const end = closing(inner, start + 2);
    if (end < 0) throw badSyntax(parser.text, at + start, "a ) is missing in the text");
    parts.push(unquoted(parser, `"${inner.slice(from, start)}"`), parseQuery(inner.slice(start + 2, end)));
    from = end + 1;
  }
  const rest = unquoted(parser, `"${inner.slice(from)}"`);
  return parts.length === 0 ? { kind: "literal", value: rest } : { kind: "text", parts: [...parts, rest] };
}

function closing(text: string, from: number): number {
  let open = 1;
  for (let at = from; at < text.length; at++) {
    if (text[at] === "(") open++;
    else if (text[at] === ")" && --open === 0) return at;
  }
  return -1;
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  '"': '"',
  "\\": "\\",
  "/": "/",
};

function unquoted({ text: query }: Parser, text: string): string {
  return text.slice(1, -1).replace(/\\(u[0-9a-fA-F]{4}|.)/gs, (whole, code: string) => {
    if (code.length > 1) return String.fromCharCode(parseInt(code.slice(1), 16));
    const plain = ESCAPES[code];
    if (plain === undefined) throw badSyntax(query, query.indexOf(whole), `${whole} is no escape`);
    return plain;
  });
}

function peek({ tokens, at }: Parser): Token {
  return tokens[at] ?? { kind: "end", text: "the end", at: 0 };
}

function isSign(parser: Parser, sign: string): boolean {
  const { kind, text } = peek(parser);
  return kind === "sign" && text === sign;
}

function takeSign(parser: Parser, sign: string): void {
  if (!isSign(parser, sign)) {
    throw badSyntax(parser.text, peek(parser).at, `${sign} is needed before ${peek(parser).text}`);
  }
  parser.at++;
}

function take(parser: Parser, kind: Token["kind"]): string {
  const token = peek(parser);
  if (token.kind !== kind) throw unexpected(parser);
  parser.at++;
  return token.text;
}

function unexpected(parser: Parser) {
  const { text, at } = peek(parser);
  return badSyntax(parser.text, at, `${text} is not expected`);
}
