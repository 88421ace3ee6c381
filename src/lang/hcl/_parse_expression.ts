/** Expressions of HCL. Pure. Follows the HCL native syntax specification, Expressions.
 *  Invariant: what repeats without nesting is read in a loop, with a bound, because evaluating it nests. */
import { numberOf } from "./_number.ts";
import { parseLoop } from "./_parse_loop.ts";
import { parseHeredoc, parseQuoted } from "./_parse_template.ts";
import {
  accept,
  expect,
  isWord,
  nested,
  peek,
  read,
  type Reader,
  shown,
  syntaxFault,
  type Token,
  withLines,
} from "./_reader.ts";
import type { HclEntry, HclExpression, HclScalar } from "./syntax.ts";

const BINDING: Readonly<Record<string, number>> = {
  "||": 1,
  "&&": 2,
  "==": 3,
  "!=": 3,
  "<": 4,
  ">": 4,
  "<=": 4,
  ">=": 4,
  "+": 5,
  "-": 5,
  "*": 6,
  "/": 6,
  "%": 6,
};

/** More operators or steps in one expression than anybody writes. */
const MAX_CHAIN = 500;

/** Reads an expression. @throws Config `hcl/syntax` */
export function parseExpression(reader: Reader): HclExpression {
  return nested(reader, () => {
    const condition = parseOperators(reader, 1);
    if (!accept(reader, "?")) return condition;
    const then = parseExpression(reader);
    expect(reader, ":", ": between the results of ?");
    const otherwise = parseExpression(reader);
    return { kind: "conditional", condition, then, otherwise, start: condition.start, end: otherwise.end };
  });
}

function parseOperators(reader: Reader, level: number): HclExpression {
  let left = parseSteps(reader, parseTerm(reader));
  for (let count = 0;; count++) {
    const { kind: operator } = peek(reader), binding = BINDING[operator] ?? 0;
    if (binding < level) return left;
    checkChain(reader, count);
    read(reader);
    const right = parseOperators(reader, binding + 1);
    left = { kind: "binary", operator, left, right, start: left.start, end: right.end };
  }
}

function checkChain(reader: Reader, count: number): void {
  if (count < MAX_CHAIN) return;
  throw syntaxFault(reader, peek(reader), `an expression of more than ${MAX_CHAIN} steps`);
}

/** `.name`, `[key]`, `.*` and `[*]` behind a term. */
function parseSteps(reader: Reader, term: HclExpression): HclExpression {
  let of = term;
  for (let count = 0;; count++) {
    checkChain(reader, count);
    const { kind } = peek(reader);
    if (kind === ".") of = parseDot(reader, of);
    else if (kind === "[") of = parseBrackets(reader, of);
    else return of;
  }
}

function parseDot(reader: Reader, of: HclExpression): HclExpression {
  read(reader);
  const star = peek(reader);
  if (star.kind !== "*") return parseDotted(reader, of);
  read(reader);
  let each: HclExpression = { kind: "item", start: star.start, end: star.end };
  for (let count = 0; accept(reader, "."); count++) {
    checkChain(reader, count);
    each = parseDotted(reader, each);
  }
  return { kind: "splat", of, each, start: of.start, end: each.end };
}

/** What is behind a dot: a name or, as in old texts, a number. */
function parseDotted(reader: Reader, of: HclExpression): HclExpression {
  const token = peek(reader), { start } = of, { end } = token;
  if (token.kind === "name") return { kind: "attribute", of, name: read(reader).text, start, end };
  if (token.kind !== "number") {
    throw syntaxFault(reader, token, `expected a name behind the dot, found ${shown(token)}`);
  }
  if (!/^\d+$/.test(token.text)) {
    throw syntaxFault(reader, token, "an index behind a dot is one whole number");
  }
  return { kind: "index", of, key: parseNumber(reader), start, end };
}

function parseBrackets(reader: Reader, of: HclExpression): HclExpression {
  const open = read(reader), { start } = of;
  if (accept(reader, "*")) {
    const { end } = expect(reader, "]", "] behind [*");
    const each = nested(reader, () => parseSteps(reader, { kind: "item", start: open.start, end }));
    return { kind: "splat", of, each, start, end: each.end };
  }
  return withLines(reader, false, () => {
    const key = parseExpression(reader);
    return { kind: "index", of, key, start, end: expect(reader, "]", "] behind an index").end };
  });
}

function parseTerm(reader: Reader): HclExpression {
  const token = peek(reader);
  switch (token.kind) {
    case "name":
      return parseName(reader);
    case "number":
      return parseNumber(reader);
    case '"':
      return parseQuoted(reader);
    case "heredoc":
      return parseHeredoc(reader);
    case "(":
      return parseParentheses(reader);
    case "[":
      return parseTuple(reader);
    case "{":
      return parseObject(reader);
    case "-":
    case "!": {
      read(reader);
      const operand = nested(reader, () => parseSteps(reader, parseTerm(reader)));
      return { kind: "unary", operator: token.kind, operand, start: token.start, end: operand.end };
    }
  }
  throw syntaxFault(reader, token, `expected an expression, found ${shown(token)}`);
}

const WORDS: ReadonlyMap<string, HclScalar> = new Map([["true", true], ["false", false], ["null", null]]);

function parseName(reader: Reader): HclExpression {
  const { text, start, end } = read(reader);
  const next = peek(reader).kind;
  if (next === "(" || next === "::") return parseCall(reader, { text, start });
  const value = WORDS.get(text);
  return value === undefined
    ? { kind: "reference", name: text, start, end }
    : { kind: "literal", value, start, end };
}

function parseNumber(reader: Reader): HclExpression {
  const token = read(reader), { text, start, end } = token;
  const value = numberOf(text);
  if (value === undefined) {
    throw syntaxFault(reader, token, `${text.slice(0, 40)} is no number, or too large`);
  }
  return { kind: "literal", value, start, end };
}

function parseCall(reader: Reader, { text, start }: Pick<Token, "text" | "start">): HclExpression {
  let name = text;
  while (accept(reader, "::")) name += `::${expect(reader, "name", "the name of a function behind ::").text}`;
  expect(reader, "(", "( behind the name of a function");
  return withLines(reader, false, () => {
    const args: HclExpression[] = [];
    while (peek(reader).kind !== ")") {
      args.push(parseExpression(reader));
      if (accept(reader, "...") || !accept(reader, ",")) break;
    }
    return { kind: "call", name, args, start, end: expect(reader, ")", ", or )").end };
  });
}

/** Parentheses show in the span only. */
function parseParentheses(reader: Reader): HclExpression {
  const { start } = read(reader);
  return withLines(reader, false, () => {
    const inner = parseExpression(reader);
    return { ...inner, start, end: expect(reader, ")", ")").end };
  });
}

function parseTuple(reader: Reader): HclExpression {
  const { start } = read(reader);
  return withLines(reader, false, () => {
    if (isWord(reader, "for")) return parseFor(reader, start, "]");
    const items: HclExpression[] = [];
    while (peek(reader).kind !== "]") {
      items.push(parseExpression(reader));
      if (!accept(reader, ",")) break;
    }
    return { kind: "tuple", items, start, end: expect(reader, "]", ", or ] behind an item").end };
  });
}

function parseObject(reader: Reader): HclExpression {
  const { start } = read(reader);
  const isFor = withLines(reader, false, () => isWord(reader, "for"));
  if (isFor) return withLines(reader, false, () => parseFor(reader, start, "}"));
  return withLines(reader, true, () => {
    const entries: HclEntry[] = [];
    for (;;) {
      while (accept(reader, "newline")) continue;
      if (peek(reader).kind === "}") break;
      entries.push(parseEntry(reader));
      if (!accept(reader, ",") && !accept(reader, "newline")) break;
    }
    return { kind: "object", entries, start, end: expect(reader, "}", "a new line, a comma or }").end };
  });
}

function parseEntry(reader: Reader): HclEntry {
  const isComputed = peek(reader).kind !== "name";
  const key = parseExpression(reader);
  if (!accept(reader, ":")) expect(reader, "=", "= or : behind the key of an object");
  return { key, isComputed, value: parseExpression(reader) };
}

function parseFor(reader: Reader, start: number, close: "]" | "}"): HclExpression {
  const loop = parseLoop(reader);
  expect(reader, ":", ": behind what for goes over");
  const first = parseExpression(reader);
  const isPair = accept(reader, "=>");
  if (isPair !== (close === "}")) {
    throw syntaxFault(
      reader,
      first,
      isPair ? "=> in a for that makes a tuple" : "a for that makes an object needs =>",
    );
  }
  const result = isPair ? parseExpression(reader) : first;
  const dots = peek(reader), isGrouped = accept(reader, "...");
  if (isGrouped && !isPair) throw syntaxFault(reader, dots, "... in a for that makes a tuple");
  let condition: HclExpression | undefined;
  if (isWord(reader, "if")) {
    read(reader);
    condition = parseExpression(reader);
  }
  const { end } = expect(reader, close, `${close} at the end of for`);
  return { kind: "for", loop, newKey: isPair ? first : undefined, result, condition, isGrouped, start, end };
}
