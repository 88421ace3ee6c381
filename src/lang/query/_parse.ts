/** Parses queries. Follows templates §5 (yq v4). Pure.
 *  Invariant: the operators bind as in yq, which is not as elsewhere: `,` loosest, then `and` and `or` alike, then `|`,
 *  then assignments and comparisons, then arithmetic and `//` alike; equals group to the right (`5 - 2 - 1` is 4). */
import { nearestNames } from "@/base/text/suggest.ts";
import { fault, unsupported } from "./_fault.ts";
import { findFunction, functionNames } from "./functions/table.ts";
import { parseSteps } from "./_parse_steps.ts";
import { accept, describe, expect, here, type Parser, peek } from "./_parser.ts";
import type { Entry, Expression } from "./_syntax.ts";
import { readTokens, type Token } from "./_token.ts";

const LEVELS: ReadonlyMap<string, number> = new Map([
  [",", 10],
  ...["and", "or"].map((operator) => [operator, 20] as const),
  ["|", 30],
  ["ireduce", 35],
  ...["as", "=", "|=", "+=", "-=", "==", "!=", "<", "<=", ">", ">="].map((each) => [each, 40] as const),
  ...["+", "-", "/", "%", "//"].map((operator) => [operator, 42] as const),
]);
const LOOSEST = 0;
const IN_ENTRY = 11;
const PIPE = 30;
const MULTIPLY = 42;
const MAX_DEPTH = 200;

/** Parses a whole query; undefined when it is empty. @throws Config `query/syntax`, `query/unsupported` */
export function parseQuery(text: string): Expression | undefined {
  const tokens = readTokens(text);
  return tokens.length === 1 ? undefined : parseAll(text, tokens, { variables: [], depth: 0 });
}

function parseAll(
  text: string,
  tokens: readonly Token[],
  outer: Pick<Parser, "variables" | "depth">,
): Expression {
  const parser: Parser = {
    text,
    tokens,
    next: 0,
    variables: [...outer.variables],
    depth: outer.depth,
    parse,
  };
  const expression = parse(parser, LOOSEST);
  if (peek(parser).kind === "end") return expression;
  throw fault("query/syntax", here(parser), `expected an operator, found ${describe(parser)}`);
}

function parse(parser: Parser, level: number): Expression {
  if (parser.depth >= MAX_DEPTH) throw fault("query/syntax", here(parser), "the query is nested too deeply");
  parser.depth++;
  let left = parseSteps(parser, parseOperand(parser));
  for (;;) {
    const operator = operatorOf(peek(parser));
    const own = operator === undefined ? undefined : levelOf(operator);
    if (operator === undefined || own === undefined || own < level) break;
    left = parseOperation(parser, left, operator);
  }
  parser.depth--;
  return left;
}

function operatorOf(token: Token): string | undefined {
  return token.kind === "symbol" || token.kind === "name" ? token.value : undefined;
}

function levelOf(operator: string): number | undefined {
  return operator.startsWith("*") ? MULTIPLY : LEVELS.get(operator);
}

function parseOperation(parser: Parser, left: Expression, operator: string): Expression {
  const { at } = here(parser);
  if (operator === "as") return parseBinding(parser, left);
  if (operator === "ireduce") throw fault("query/syntax", here(parser), "expected `as $name` before ireduce");
  parser.next++;
  if (operator === "|" || operator === ",") {
    const kind = operator === "|" ? "pipe" : "union";
    const parts = [left];
    const level = (LEVELS.get(operator) ?? 0) + 1;
    do parts.push(parse(parser, level)); while (accept(parser, operator));
    return { kind, at, parts };
  }
  const assigns = operator.endsWith("=") && !["==", "!=", "<=", ">="].includes(operator) ||
    operator.startsWith("*=");
  if (operator.includes("c")) throw unsupported({ text: parser.text, at }, operator);
  const right = parse(parser, levelOf(operator) ?? LOOSEST);
  return { kind: assigns ? "assign" : "binary", at, operator, left, right };
}

/** `source as $name | body` and `source as $name ireduce (initial; body)`. */
function parseBinding(parser: Parser, source: Expression): Expression {
  const { at } = here(parser);
  parser.next++;
  const variable = peek(parser);
  if (variable.kind !== "variable") {
    throw fault("query/syntax", here(parser), `expected a variable such as $x, found ${describe(parser)}`);
  }
  parser.next++;
  const name = variable.value;
  parser.variables.push(name);
  if (!accept(parser, "ireduce")) {
    expect(parser, "|", "| or ireduce");
    const body = parse(parser, PIPE);
    parser.variables.pop();
    return { kind: "bind", at, source, name, body };
  }
  expect(parser, "(");
  const initial = parse(parser, LOOSEST);
  expect(parser, ";");
  const body = parse(parser, LOOSEST);
  expect(parser, ")");
  parser.variables.pop();
  return { kind: "reduce", at, source, name, initial, body };
}

function parseOperand(parser: Parser): Expression {
  const token = peek(parser);
  const { at } = token;
  if (token.kind === "key") return { kind: "self", at };
  parser.next++;
  switch (token.kind) {
    case "number":
      return { kind: "literal", at, value: token.value };
    case "text":
      return parseText(parser, token);
    case "variable":
      if (parser.variables.includes(token.value)) return { kind: "variable", at, name: token.value };
      throw unknownVariable(parser, token);
    case "name":
      return parseName(parser, token);
    case "symbol":
      return parseSymbol(parser, token);
  }
  parser.next--;
  throw fault("query/syntax", here(parser), `expected a value, found ${describe(parser)}`);
}

function unknownVariable(
  { text }: Parser,
  { at, value }: { readonly at: number; readonly value: string },
): Error {
  const advice = "A variable is known to the end of its pipe: put parentheses around all that uses it.";
  return fault("query/syntax", { text, at, advice }, `$${value} is not known here`);
}

function parseText(parser: Parser, { at, parts }: Token & { readonly kind: "text" }): Expression {
  const parsed = parts.map((part) => typeof part === "string" ? part : parseAll(parser.text, part, parser));
  const plain = parsed.every((part) => typeof part === "string");
  return plain ? { kind: "literal", at, value: parsed.join("") } : { kind: "text", at, parts: parsed };
}

function parseSymbol(
  parser: Parser,
  { at, value }: { readonly at: number; readonly value: string },
): Expression {
  switch (value) {
    case ".":
      return { kind: "self", at };
    case "..":
      return { kind: "descent", at };
    case "-":
      return parseNegative(parser, at);
    case "(": {
      const inner = parse(parser, LOOSEST);
      expect(parser, ")");
      return inner;
    }
    case "[": {
      if (accept(parser, "]")) return { kind: "list", at, body: undefined };
      const body = parse(parser, LOOSEST);
      expect(parser, "]");
      return { kind: "list", at, body };
    }
    case "{":
      return { kind: "map", at, entries: parseEntries(parser) };
  }
  parser.next--;
  throw fault("query/syntax", here(parser), `expected a value, found ${describe(parser)}`);
}

/** A negative number, or any other operand subtracted from 0, which yq itself does not read. */
function parseNegative(parser: Parser, at: number): Expression {
  const token = peek(parser);
  if (token.kind !== "number") {
    const right = parseSteps(parser, parseOperand(parser));
    return { kind: "binary", at, operator: "-", left: { kind: "literal", at, value: 0 }, right };
  }
  parser.next++;
  return { kind: "literal", at, value: token.value === 0 ? 0 : -token.value };
}

function parseEntries(parser: Parser): readonly Entry[] {
  const entries: Entry[] = [];
  if (accept(parser, "}")) return entries;
  do {
    const key = bareKey(parser) ?? parse(parser, IN_ENTRY);
    expect(parser, ":");
    entries.push({ key, value: parse(parser, IN_ENTRY) });
  } while (accept(parser, ","));
  expect(parser, "}", ", or }");
  return entries;
}

/** `{name: …}`, which yq itself does not read. */
function bareKey(parser: Parser): Expression | undefined {
  const [token, colon] = parser.tokens.slice(parser.next, parser.next + 2);
  if (token?.kind !== "name" || colon?.kind !== "symbol" || colon.value !== ":") return undefined;
  parser.next++;
  return { kind: "literal", at: token.at, value: token.value };
}

const WORDS: ReadonlyMap<string, unknown> = new Map<string, unknown>([["true", true], ["false", false], [
  "null",
  null,
]]);
const REASONS: Readonly<Record<string, string>> = {
  env: "Queries see no environment variables.",
  strenv: "Queries see no environment variables.",
  envsubst: "Queries see no environment variables.",
  load: "Queries read no files.",
  system: "Queries run no programs.",
  reduce: "yq writes it `SOURCE as $x ireduce (START; STEP)`.",
};

function parseName(parser: Parser, token: { readonly at: number; readonly value: string }): Expression {
  const { at, value } = token;
  const word = value.toLowerCase();
  if (WORDS.has(word)) return { kind: "literal", at, value: WORDS.get(word) };
  const found = findFunction(value);
  if (!found) throw unsupported({ text: parser.text, at, advice: reasonOf(value) }, value);
  const { name, arity: [least, most] } = found;
  const args: Expression[] = [];
  if (most > 0 && accept(parser, "(")) {
    do args.push(parse(parser, LOOSEST)); while (accept(parser, ";"));
    expect(parser, ")", "; or )");
  }
  if (args.length >= least && args.length <= most) return { kind: "call", at, name, args };
  const wanted = least === 0 ? `at most ${most}` : `${least}${most > least ? ` or ${most}` : ""}`;
  const example = args.length === 0 ? `, as ${value}(…)` : "";
  const noun = most === 1 ? "argument" : "arguments";
  throw fault("query/syntax", { text: parser.text, at }, `${value} takes ${wanted} ${noun}${example}`);
}

function reasonOf(name: string): string | undefined {
  if (Object.hasOwn(REASONS, name)) return REASONS[name];
  const near = nearestNames(name, functionNames());
  return near.length > 0 ? `Did you mean ${near.join(", ")}?` : undefined;
}
