/** Turns an expression into a tree.
 *  Follows aqua-registry §10 and T13 (prefix `not` binds tighter than comparisons). Pure.
 *  Invariant: trees are bounded in size and depth, so the passes over them may recurse; builtins and calls of
 *  anything else are told apart here, by name. */
import { findBuiltin, isNotBuilt } from "./_builtins.ts";
import { fault } from "./_fault.ts";
import { parseNumber } from "./_number_literal.ts";
import {
  advance,
  checkDepth,
  deeper,
  expect,
  failAt,
  isAt,
  made,
  type Parser,
  startParser,
  unexpected,
} from "./_parser.ts";
import { takesPredicate } from "./_predicates.ts";
import type { MemberNode, Node } from "./_syntax.ts";
import type { Token } from "./_token.ts";

const UNARY: ReadonlyMap<string, number> = new Map([["not", 50], ["!", 50], ["-", 90], ["+", 90]]);
const BINARY: ReadonlyMap<string, number> = new Map([
  ["|", 0],
  ["or", 10],
  ["||", 10],
  ["and", 15],
  ["&&", 15],
  ["==", 20],
  ["!=", 20],
  ["<", 20],
  [">", 20],
  [">=", 20],
  ["<=", 20],
  ["in", 20],
  ["matches", 20],
  ["contains", 20],
  ["startsWith", 20],
  ["endsWith", 20],
  ["..", 25],
  ["+", 30],
  ["-", 30],
  ["*", 60],
  ["/", 60],
  ["%", 60],
  ["**", 100],
  ["^", 100],
  ["??", 500],
]);
const RIGHT_ASSOCIATIVE: ReadonlySet<string> = new Set(["**", "^"]);
const COMPARISONS: ReadonlySet<string> = new Set(["<", ">", ">=", "<="]);
const NEGATABLE: ReadonlySet<string> = new Set(["contains", "matches", "startsWith", "endsWith", "in"]);

/**
 * Parses a whole expression.
 * @throws ConfigError `expr/syntax`
 */
export function parseExpressionText(text: string): Node {
  const p = startParser(text);
  const node = parseSequence(p);
  return isAt(p, "end") ? node : unexpected(p);
}

/** `a; b; c`, a trailing semicolon allowed at the end of the text. */
function parseSequence(p: Parser): Node {
  const first = parseExpression(p, 0);
  const nodes = [first];
  while (isAt(p, "operator", ";")) {
    advance(p);
    if (isAt(p, "end")) break;
    nodes.push(parseExpression(p, 0));
  }
  return nodes.length === 1 ? first : made(p, { kind: "sequence", nodes, at: first.at });
}

/** An expression whose operators all bind at least as tightly as `precedence`. */
function parseExpression(p: Parser, precedence: number): Node {
  return deeper(p, () => {
    if (precedence === 0 && isAt(p, "operator", "let")) return parseLet(p);
    if (precedence === 0 && isAt(p, "operator", "if")) return parseIf(p);
    const node = parseOperators(p, parsePrimary(p), precedence);
    return precedence === 0 ? parseTernary(p, node) : node;
  });
}

function parseOperators(p: Parser, first: Node, precedence: number): Node {
  let left = first;
  let previous = "";
  for (let length = 1; isAt(p, "operator"); length++) {
    checkDepth(p, length);
    const start = p.current;
    const isNegated = start.value === "not";
    if (isNegated) {
      advance(p);
      if (!NEGATABLE.has(p.current.value)) unexpected(p);
    }
    const operator = p.current;
    const own = BINARY.get(operator.value);
    if (own === undefined || own < precedence) {
      p.current = start;
      break;
    }
    advance(p);
    if (operator.value === "|") {
      left = parseCall(p, expect(p, "identifier"), [left]);
    } else if (previous === "??" && operator.value !== "??") {
      const message = `Operator (${operator.value}) and coalesce expressions (??) cannot be mixed. ` +
        "Wrap either by parentheses.";
      failAt(p, operator, message);
    } else if (COMPARISONS.has(operator.value)) {
      left = parseComparison(p, left, operator.value, operator.at);
    } else {
      const right = parseExpression(p, RIGHT_ASSOCIATIVE.has(operator.value) ? own : own + 1);
      left = made(p, { kind: "binary", operator: operator.value, left, right, at: operator.at });
      if (isNegated) left = made(p, { kind: "unary", operator: "not", operand: left, at: operator.at });
    }
    previous = operator.value;
  }
  return left;
}

/** `a < b < c` means `a < b and b < c`. */
function parseComparison(p: Parser, first: Node, operator: string, at: number): Node {
  let [left, sign, place] = [first, operator, at];
  let whole: Node | undefined;
  for (let length = 1;; length++) {
    checkDepth(p, length);
    const right = parseExpression(p, 21);
    const pair = made(p, { kind: "binary", operator: sign, left, right, at: place });
    whole = whole === undefined
      ? pair
      : made(p, { kind: "binary", operator: "and", left: whole, right: pair, at: place });
    if (!isAt(p, "operator") || !COMPARISONS.has(p.current.value)) return whole;
    left = right;
    [sign, place] = [p.current.value, p.current.at];
    advance(p);
  }
}

function parseLet(p: Parser): Node {
  advance(p);
  const name = expect(p, "identifier");
  expect(p, "operator", "=");
  const value = parseExpression(p, 0);
  expect(p, "operator", ";");
  const body = deeper(p, () => parseSequence(p));
  return made(p, { kind: "let", name: name.value, value, body, at: name.at });
}

function parseIf(p: Parser): Node {
  const { at } = advance(p);
  const condition = parseExpression(p, 0);
  const then = parseBlock(p);
  expect(p, "operator", "else");
  const otherwise = isAt(p, "operator", "if") ? deeper(p, () => parseIf(p)) : parseBlock(p);
  return made(p, { kind: "conditional", condition, then, otherwise, at });
}

function parseBlock(p: Parser): Node {
  expect(p, "bracket", "{");
  const node = parseSequence(p);
  expect(p, "bracket", "}");
  return node;
}

function parseTernary(p: Parser, condition: Node): Node {
  let node = condition;
  for (let length = 1; isAt(p, "operator", "?"); length++) {
    checkDepth(p, length);
    advance(p);
    let then = node;
    if (!isAt(p, "operator", ":")) then = parseExpression(p, 0);
    expect(p, "operator", ":");
    const otherwise = parseExpression(p, 0);
    node = made(p, { kind: "conditional", condition: node, then, otherwise, at: p.current.at });
  }
  return node;
}

function parsePrimary(p: Parser): Node {
  const token = p.current;
  const unary = token.kind === "operator" ? UNARY.get(token.value) : undefined;
  if (unary !== undefined) {
    advance(p);
    const operand = parseExpression(p, unary);
    return parsePostfix(p, made(p, { kind: "unary", operator: token.value, operand, at: token.at }));
  }
  if (isAt(p, "bracket", "(")) {
    advance(p);
    const node = parseSequence(p);
    expect(p, "bracket", ")");
    return parsePostfix(p, node);
  }
  return parseSecondary(p);
}

/** A literal, name, call, list or map, with what follows it. */
function parseSecondary(p: Parser): Node {
  const token = p.current;
  switch (token.kind) {
    case "identifier":
      return parseName(p);
    case "number":
      advance(p);
      return made(p, parseNumber(p, token));
    case "string":
      advance(p);
      return parsePostfix(p, made(p, { kind: "literal", type: "string", value: token.value, at: token.at }));
    case "bracket":
      if (token.value === "[") return parsePostfix(p, parseList(p));
      if (token.value === "{") return parsePostfix(p, parseMap(p));
      return unexpected(p);
    case "operator":
      if (p.predicates > 0 && (token.value === "#" || token.value === ".")) return parsePointer(p);
      if (token.value === "::") {
        advance(p);
        return parsePostfix(p, parseCall(p, expect(p, "identifier"), []));
      }
      return unexpected(p);
    case "end":
      return unexpected(p);
  }
}

/**
 * The argument list of a call whose name was just read.
 * @param piped what stood before `|`: the first argument
 */
function parseCall(p: Parser, name: Token, piped: readonly Node[]): Node {
  if (takesPredicate(name.value) !== "no") {
    const args = parsePredicateArguments(p, name.value, piped);
    return made(p, { kind: "builtin", name: name.value, args, at: name.at });
  }
  if (isNotBuilt(name.value)) {
    throw fault("expr/not-built", { text: p.text, at: name.at }, `${name.value}() is not supported`);
  }
  const args = [...piped, ...parseArguments(p)];
  if (findBuiltin(name.value) !== undefined) {
    return made(p, { kind: "builtin", name: name.value, args, at: name.at });
  }
  const callee = made(p, { kind: "name", name: name.value, at: name.at });
  return made(p, { kind: "call", callee, args, at: name.at });
}

/** `.name`, `?.name`, `[index]` and `[from:to]` as often as they come. */
function parsePostfix(p: Parser, first: Node): Node {
  let node = first;
  for (let length = 1;; length++) {
    checkDepth(p, length);
    if (isAt(p, "operator", ".") || isAt(p, "operator", "?.")) node = parseMember(p, node);
    else if (isAt(p, "bracket", "[")) node = parseIndex(p, node, false);
    else return node;
  }
}

function parseName(p: Parser): Node {
  const token = advance(p);
  const { value, at } = token;
  if (value === "true" || value === "false") {
    return made(p, { kind: "literal", type: "bool", value: value === "true", at });
  }
  if (value === "nil") return made(p, { kind: "literal", type: "nil", value: null, at });
  if (isAt(p, "bracket", "(")) return parsePostfix(p, parseCall(p, token, []));
  return parsePostfix(p, made(p, { kind: "name", name: value, at }));
}

/** `#`, `#name`, and `.name` for `#.name`. */
function parsePointer(p: Parser): Node {
  const { at } = p.current;
  let name = "";
  if (isAt(p, "operator", "#")) {
    advance(p);
    if (isAt(p, "identifier")) name = advance(p).value;
  }
  return parsePostfix(p, made(p, { kind: "pointer", name, at }));
}

function parseMember(p: Parser, base: Node): Node {
  const isOptional = advance(p).value === "?.";
  if (isOptional && isAt(p, "bracket", "[")) return parseIndex(p, base, true);
  const name = advance(p);
  const isName = name.kind === "identifier" || (name.kind === "operator" && /^\p{L}/u.test(name.value));
  if (!isName) failAt(p, p.current, "expected name");
  const property = made(p, { kind: "literal", type: "string", value: name.value, at: name.at });
  const isMethod = isAt(p, "bracket", "(");
  const optional = isOptional || (base.kind === "member" && base.optional);
  const member: MemberNode = { kind: "member", base, property, optional, isMethod, at: name.at };
  const node = made(p, member);
  return isMethod ? made(p, { kind: "call", callee: node, args: parseArguments(p), at: name.at }) : node;
}

function parseIndex(p: Parser, base: Node, optional: boolean): Node {
  const { at } = advance(p);
  const from = isAt(p, "operator", ":") ? undefined : parseExpression(p, 0);
  if (from !== undefined && !isAt(p, "operator", ":")) {
    expect(p, "bracket", "]");
    return made(p, { kind: "member", base, property: from, optional, isMethod: false, at });
  }
  advance(p);
  const to = isAt(p, "bracket", "]") ? undefined : parseExpression(p, 0);
  expect(p, "bracket", "]");
  return made(p, { kind: "slice", base, from, to, at });
}

function parseArguments(p: Parser): readonly Node[] {
  expect(p, "bracket", "(");
  return parseItems(p, ")");
}

function parseList(p: Parser): Node {
  const { at } = advance(p);
  return made(p, { kind: "list", items: parseItems(p, "]"), at });
}

/** Comma-separated expressions up to and with the closing bracket; a trailing comma is allowed. */
function parseItems(p: Parser, close: string): readonly Node[] {
  const items: Node[] = [];
  while (!isAt(p, "bracket", close)) {
    if (items.length > 0) {
      expect(p, "operator", ",");
      if (isAt(p, "bracket", close)) break;
    }
    items.push(parseExpression(p, 0));
  }
  advance(p);
  return items;
}

function parseMap(p: Parser): Node {
  const { at } = advance(p);
  const pairs: (readonly [Node, Node])[] = [];
  while (!isAt(p, "bracket", "}")) {
    if (pairs.length > 0) {
      expect(p, "operator", ",");
      if (isAt(p, "bracket", "}")) break;
    }
    const key = parseMapKey(p);
    expect(p, "operator", ":");
    pairs.push([key, parseExpression(p, 0)]);
  }
  advance(p);
  return made(p, { kind: "map", pairs, at });
}

function parseMapKey(p: Parser): Node {
  const token = p.current;
  if (token.kind === "number" || token.kind === "string" || token.kind === "identifier") {
    advance(p);
    return made(p, { kind: "literal", type: "string", value: token.value, at: token.at });
  }
  if (isAt(p, "bracket", "(")) return parseExpression(p, 0);
  return failAt(p, token, "a map key must be a string, a number, a name or an expression in parentheses");
}

/** A list and what to ask of each element: `name(list, predicate)` or `list | name(predicate)`. */
function parsePredicateArguments(p: Parser, name: string, piped: readonly Node[]): readonly Node[] {
  const args = [...piped];
  expect(p, "bracket", "(");
  if (args.length === 0) args.push(parsePredicateArgument(p, () => parseExpression(p, 0)));
  const mayEnd = takesPredicate(name) === "optional" && isAt(p, "bracket", ")");
  if (!mayEnd) {
    if (piped.length === 0 && !isAt(p, "bracket", ")")) expect(p, "operator", ",");
    args.push(parsePredicateArgument(p, () => parsePredicate(p)));
  }
  if (isAt(p, "operator", ",")) advance(p);
  expect(p, "bracket", ")");
  return args;
}

function parsePredicateArgument(p: Parser, parse: () => Node): Node {
  if (isAt(p, "bracket", ")")) failAt(p, p.current, "expected at least 2 arguments");
  return parse();
}

function parsePredicate(p: Parser): Node {
  const { at } = p.current;
  const isBraced = isAt(p, "bracket", "{");
  p.predicates++;
  if (isBraced) advance(p);
  const body = isBraced ? parseSequence(p) : parseExpression(p, 0);
  if (!isBraced && isAt(p, "operator", ";")) failAt(p, p.current, "wrap predicate with brackets { and }");
  p.predicates--;
  if (isBraced) expect(p, "bracket", "}");
  return made(p, { kind: "predicate", body, at });
}
