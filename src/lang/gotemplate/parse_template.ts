/** Turns the text of a Go template into a tree that can be executed any number of times.
 *  Follows templates §2.1 to §2.3; the texts of errors are Go's.
 *  Invariant: a text without the left delimiter costs one search and no parsing. */
import { ConfigError } from "@/base/errors.ts";
import type { Node, PipeNode } from "./_ast.ts";
import type { FunctionSet } from "./function.ts";
import { lex } from "./_lex.ts";
import { parsePipeline, parseText } from "./_parse_pipeline.ts";
import { expect, fail, next, nextSolid, type Parser, peek, peekSolid, unexpected } from "./_parser.ts";
import { quote } from "./_quote.ts";
import { trimSpace } from "./_text.ts";

/** What a template is parsed with. */
export interface ParseOptions {
  /** Shown in errors. */
  readonly name: string;
  /** Every function that the template may call. */
  readonly functions: FunctionSet;
  /** Other strings than `{{` and `}}`; empty ones mean these. */
  readonly delimiters?: { readonly left: string; readonly right: string } | undefined;
}

/** A parsed template. */
export interface Template {
  readonly name: string;
  readonly source: string;
  /** The bodies of the template itself and of its `define`s, by name. */
  readonly definitions: ReadonlyMap<string, readonly Node[]>;
}

/**
 * Parses a template.
 * @throws ConfigError `gotemplate/parse` with Go's text as title; `gotemplate/limit` for nesting beyond our stack
 * @example execute(parseTemplate("v{{.Major}}", { name: "asset", functions: NO_FUNCTIONS }), { Major: 1 })
 */
export function parseTemplate(source: string, options: ParseOptions): Template {
  const { name, functions } = options;
  const left = options.delimiters?.left || "{{";
  if (!source.includes(left)) {
    return { name, source, definitions: new Map([[name, [{ kind: "text", text: source }]]]) };
  }
  const p: Parser = {
    name,
    source,
    functions,
    tokens: lex(source, { left, right: options.delimiters?.right || "}}" }),
    definitions: new Map(),
    at: 0,
    furthest: 0,
    variables: ["$"],
    loops: 0,
    depth: 0,
    actionStart: undefined,
  };
  try {
    define(p, name, parseTopLevel(p));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ConfigError("gotemplate/limit", `template: ${name}: nested too deeply`, { at: { file: name } });
  }
  return { name, source, definitions: p.definitions };
}

type Terminator = "end" | "else";

function parseTopLevel(p: Parser): Node[] {
  const nodes: Node[] = [];
  while (peek(p).kind !== "eof") {
    const start = p.at;
    if (next(p).kind === "left" && nextSolid(p).kind === "define") {
      parseDefinition(p);
      continue;
    }
    p.at = start;
    const node = parseNode(p);
    if (typeof node === "string") return fail(p, `unexpected {{${node}}}`);
    nodes.push(node);
  }
  return nodes;
}

function parseDefinition(p: Parser): void {
  const context = "define clause";
  const name = parseName(p, context);
  expect(p, "right", context);
  define(p, name, parseBody(p, context));
}

/** The body of a `define` or `block`: it sees no variables and no loop of its surroundings. */
function parseBody(p: Parser, context: string): Node[] {
  const { variables, loops, depth } = p;
  Object.assign(p, { variables: ["$"], loops: 0, depth: 0, actionStart: undefined });
  const { nodes, terminator } = parseList(p);
  if (terminator !== "end") return fail(p, `unexpected {{${terminator}}} in ${context}`);
  Object.assign(p, { variables, loops, depth });
  return nodes;
}

function define(p: Parser, name: string, nodes: readonly Node[]): void {
  const earlier = p.definitions.get(name);
  if (earlier === undefined || isBlank(earlier)) p.definitions.set(name, nodes);
  else if (!isBlank(nodes)) fail(p, `template: multiple definition of template ${quote(name)}`);
}

function isBlank(nodes: readonly Node[]): boolean {
  return nodes.every((node) => node.kind === "text" && trimSpace(node.text) === "");
}

/** Nodes up to `{{end}}` or `{{else}}`, which is taken; after `{{else` of an `else if` the `if` is not. */
function parseList(p: Parser): { nodes: Node[]; terminator: Terminator } {
  const nodes: Node[] = [];
  while (peekSolid(p).kind !== "eof") {
    const node = parseNode(p);
    if (typeof node === "string") return { nodes, terminator: node };
    nodes.push(node);
  }
  return fail(p, "unexpected EOF");
}

function parseNode(p: Parser): Node | Terminator {
  const token = nextSolid(p);
  if (token.kind === "text") return { kind: "text", text: token.text };
  if (token.kind !== "left") return unexpected(p, token, "input");
  p.actionStart = token.pos;
  const node = parseAction(p);
  p.actionStart = undefined;
  return node;
}

function parseAction(p: Parser): Node | Terminator {
  const { kind } = peekSolid(p);
  switch (kind) {
    case "if":
    case "with":
    case "range":
      next(p);
      return parseBranch(p, kind);
    case "break":
    case "continue":
      next(p);
      expect(p, "right", `{{${kind}}}`);
      return p.loops > 0 ? { kind } : fail(p, `{{${kind}}} outside {{range}}`);
    case "end":
      next(p);
      expect(p, "right", "end");
      return "end";
    case "else":
      next(p);
      if (!["if", "with"].includes(peekSolid(p).kind)) expect(p, "right", "else");
      return "else";
    case "template":
    case "block":
      next(p);
      return kind === "block" ? parseBlock(p) : parseCall(p);
    default:
      return { kind: "action", pipe: parsePipeline(p, "command", "right") };
  }
}

function parseBranch(p: Parser, kind: "if" | "with" | "range"): Node {
  const scope = p.variables.length;
  const pipe = parsePipeline(p, kind, "right");
  if (kind === "range") p.loops++;
  const { nodes: body, terminator } = parseList(p);
  if (kind === "range") p.loops--;
  const otherwise = terminator === "else" ? parseElse(p, kind) : [];
  p.variables.length = scope;
  return { kind, pipe, body, otherwise };
}

/** What follows `{{else`: a list, or for `else if` and `else with` one branch that shares our `{{end}}`. */
function parseElse(p: Parser, kind: "if" | "with" | "range"): Node[] {
  if (kind !== "range" && peek(p).kind === kind) {
    next(p);
    return [parseBranch(p, kind)];
  }
  const { nodes, terminator } = parseList(p);
  return terminator === "end" ? nodes : fail(p, "expected end; found {{else}}");
}

function parseCall(p: Parser): Node {
  const context = "template clause";
  const { pos } = peekSolid(p);
  const name = parseName(p, context);
  let pipe: PipeNode | undefined;
  if (peekSolid(p).kind === "right") next(p);
  else pipe = parsePipeline(p, context, "right");
  return { kind: "call", pos, name, pipe };
}

function parseBlock(p: Parser): Node {
  const context = "block clause";
  const { pos } = peekSolid(p);
  const name = parseName(p, context);
  const pipe = parsePipeline(p, context, "right");
  define(p, name, parseBody(p, context));
  return { kind: "call", pos, name, pipe };
}

function parseName(p: Parser, context: string): string {
  const token = nextSolid(p);
  return token.kind === "string" || token.kind === "raw"
    ? parseText(p, token)
    : unexpected(p, token, context);
}
