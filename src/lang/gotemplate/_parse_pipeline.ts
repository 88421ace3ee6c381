/** Parses what stands inside an action: pipelines, commands, operands.
 *  Follows templates §2.3.
 *  Invariant: every function and variable of the tree exists. */
import type { CommandNode, Operand, PipeNode, VariableNode } from "./_ast.ts";
import { nodeText } from "./_ast.ts";
import type { Token, TokenKind } from "./_lex.ts";
import { parseNumberLiteral } from "./_number.ts";
import { fail, next, type Parser, peek, peekSolid, unexpected } from "./_parser.ts";
import { quote, unquote } from "./_quote.ts";

/** Parentheses in parentheses. Go allows 10000, which our stack would not bear. */
const MAX_DEPTH = 1000;
const CONSTANTS = ["bool", "dot", "nil", "number", "string"];
const STARTS: ReadonlySet<TokenKind> = new Set<TokenKind>([
  "bool",
  "char",
  "complex",
  "dot",
  "field",
  "identifier",
  "nil",
  "number",
  "open",
  "raw",
  "string",
  "variable",
]);

/**
 * Parses a pipeline and the token that ends it. Its variables come into scope.
 * @param context what the pipeline belongs to, for messages
 */
export function parsePipeline(p: Parser, context: string, end: "right" | "close"): PipeNode {
  const { pos } = peekSolid(p);
  const { variables, isAssignment } = parseDeclarations(p, context);
  const commands: CommandNode[] = [];
  for (;;) {
    const token = peekSolid(p);
    if (token.kind === end) {
      next(p);
      checkCommands(p, commands, context);
      return { kind: "pipe", pos, variables, isAssignment, commands };
    }
    if (!STARTS.has(token.kind)) return unexpected(p, next(p), context);
    commands.push(parseCommand(p));
  }
}

/** The text of a string literal. */
export function parseText(p: Parser, token: Token): string {
  return unquote(token.text) ?? fail(p, "invalid syntax");
}

/** `$x :=`, `$x =` and, for `range`, `$i, $x :=`. */
function parseDeclarations(p: Parser, context: string): Pick<PipeNode, "variables" | "isAssignment"> {
  const variables: VariableNode[] = [];
  while (peekSolid(p).kind === "variable") {
    const start = p.at;
    const { text: name, pos } = next(p);
    const { kind, text } = peekSolid(p);
    const isLast = kind === "assign" || kind === "declare";
    if (!isLast && text !== ",") {
      p.at = start;
      break;
    }
    next(p);
    variables.push({ kind: "variable", pos, name, names: [] });
    p.variables.push(name);
    if (isLast) return { variables, isAssignment: kind === "assign" };
    if (context !== "range" || variables.length > 1) fail(p, `too many declarations in ${context}`);
    if (!["variable", "right", "close"].includes(peekSolid(p).kind)) {
      fail(p, "range can only initialize variables");
    }
  }
  return { variables, isAssignment: false };
}

function checkCommands(p: Parser, commands: readonly CommandNode[], context: string): void {
  if (commands.length === 0) fail(p, `missing value for ${context}`);
  const fixed = commands.findIndex(({ args: [first] }, index) => index > 0 && CONSTANTS.includes(first.kind));
  if (fixed > 0) fail(p, `non executable command in pipeline stage ${fixed + 1}`);
}

/** Operands with blanks between them, up to `|`, which is taken, or the end of the pipeline, which is not. */
function parseCommand(p: Parser): CommandNode {
  const { pos } = peekSolid(p);
  const operands: Operand[] = [];
  for (;;) {
    peekSolid(p);
    const operand = parseOperand(p);
    if (operand !== undefined) operands.push(operand);
    const token = peek(p);
    if (token.kind === "space") continue;
    if (token.kind !== "right" && token.kind !== "close") next(p);
    if (!["right", "close", "pipe"].includes(token.kind)) return unexpected(p, token, "operand");
    const [first, ...rest] = operands;
    if (first === undefined) return fail(p, "empty command");
    return { kind: "command", pos, args: [first, ...rest] };
  }
}

function parseOperand(p: Parser): Operand | undefined {
  const term = parseTerm(p);
  if (term === undefined || peek(p).kind !== "field") return term;
  const { pos } = peek(p);
  const names: string[] = [];
  while (peek(p).kind === "field") names.push(next(p).text.slice(1));
  switch (term.kind) {
    case "field":
    case "variable":
      return { ...term, pos, names: [...term.names, ...names] };
    case "function":
    case "pipe":
    case "chain":
      return { kind: "chain", pos, head: term, names };
    default:
      return fail(p, `unexpected . after term ${quote(nodeText(term))}`);
  }
}

function parseTerm(p: Parser): Operand | undefined {
  const { kind, text, pos } = peekSolid(p);
  if (!STARTS.has(kind)) return undefined;
  const token = next(p);
  switch (kind) {
    case "identifier":
      return parseFunction(p, token);
    case "dot":
    case "nil":
      return { kind, pos };
    case "variable":
      if (!p.variables.includes(text)) return fail(p, `undefined variable ${quote(text)}`);
      return { kind, pos, name: text, names: [] };
    case "field":
      return { kind, pos, names: [text.slice(1)] };
    case "bool":
      return { kind, pos, value: text === "true" };
    case "string":
    case "raw":
      return { kind: "string", pos, literal: text, value: parseText(p, token) };
    case "open":
      return parseParenthesis(p);
    default:
      return parseNumber(p, token);
  }
}

function parseFunction(p: Parser, { text: name, pos }: Token): Operand {
  const target = Object.hasOwn(p.functions, name) ? p.functions[name] : undefined;
  if (target === undefined) return fail(p, `function ${quote(name)} not defined`);
  return { kind: "function", pos, name, target };
}

function parseParenthesis(p: Parser): PipeNode {
  if (p.depth >= MAX_DEPTH) return fail(p, "max expression depth exceeded");
  p.depth++;
  const pipe = parsePipeline(p, "parenthesized pipeline", "close");
  p.depth--;
  return pipe;
}

function parseNumber(p: Parser, { kind, text, pos }: Token): Operand {
  const literal = parseNumberLiteral(text, kind === "char" || kind === "complex" ? kind : "number");
  return typeof literal === "string" ? fail(p, literal) : { kind: "number", pos, text, ...literal };
}
