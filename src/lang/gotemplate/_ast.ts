/** The tree of a parsed template, and the text that error messages show for its parts.
 *  Follows templates §2.3. Positions are offsets in UTF-16 units. */
import type { TemplateFunction } from "./function.ts";
import type { NumberLiteral } from "./_number.ts";
import { quote } from "./_quote.ts";

interface At {
  readonly pos: number;
}

/** A constant, a variable, a field, a call or a parenthesised pipeline. */
export type Operand =
  | DotNode
  | NilNode
  | BoolNode
  | NumberNode
  | StringNode
  | FieldNode
  | VariableNode
  | FunctionNode
  | ChainNode
  | PipeNode;

/** `.` */
export interface DotNode extends At {
  readonly kind: "dot";
}
/** `nil` */
export interface NilNode extends At {
  readonly kind: "nil";
}
/** `true`, `false` */
export interface BoolNode extends At {
  readonly kind: "bool";
  readonly value: boolean;
}
/** A number, as written and as its values. */
export interface NumberNode extends At, NumberLiteral {
  readonly kind: "number";
  readonly text: string;
}
/** A quoted text. */
export interface StringNode extends At {
  readonly kind: "string";
  /** With its quotes, as written. */
  readonly literal: string;
  readonly value: string;
}
/** `.a.b` */
export interface FieldNode extends At {
  readonly kind: "field";
  readonly names: readonly string[];
}
/** `$x.a.b`; the name keeps its dollar. */
export interface VariableNode extends At {
  readonly kind: "variable";
  readonly name: string;
  readonly names: readonly string[];
}
/** The name of a function. */
export interface FunctionNode extends At {
  readonly kind: "function";
  readonly name: string;
  readonly target: TemplateFunction;
}
/** `(…).a.b` */
export interface ChainNode extends At {
  readonly kind: "chain";
  readonly head: Operand;
  readonly names: readonly string[];
}
/** An operand with its arguments: one stage of a pipeline. */
export interface CommandNode extends At {
  readonly kind: "command";
  /** At least one; the first may be a function or a field that takes the others. */
  readonly args: readonly [Operand, ...Operand[]];
}
/** Commands joined by `|`, and the variables that take the result. */
export interface PipeNode extends At {
  readonly kind: "pipe";
  readonly variables: readonly VariableNode[];
  /** `=` instead of `:=`. */
  readonly isAssignment: boolean;
  readonly commands: readonly CommandNode[];
}

/** What a template consists of. */
export type Node =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "action"; readonly pipe: PipeNode }
  | { readonly kind: "break" | "continue" }
  | BranchNode
  | CallNode;

/** `if`, `with` or `range` with both of its bodies. */
export interface BranchNode {
  readonly kind: "if" | "with" | "range";
  readonly pipe: PipeNode;
  readonly body: readonly Node[];
  readonly otherwise: readonly Node[];
}
/** `{{template "name" pipe}}` */
export interface CallNode extends At {
  readonly kind: "call";
  readonly name: string;
  readonly pipe: PipeNode | undefined;
}

/** The parts that errors point at. */
export type Place = Operand | CommandNode | CallNode;

/** The canonical source of a part of a template. */
export function nodeText(node: Place): string {
  switch (node.kind) {
    case "dot":
      return ".";
    case "nil":
      return "nil";
    case "bool":
      return String(node.value);
    case "number":
      return node.text;
    case "string":
      return node.literal;
    case "field":
      return node.names.map((name) => `.${name}`).join("");
    case "variable":
      return [node.name, ...node.names].join(".");
    case "function":
      return node.name;
    case "chain":
      return [operandText(node.head), ...node.names].join(".");
    case "command":
      return node.args.map(operandText).join(" ");
    case "pipe":
      return pipeText(node);
    case "call":
      return `{{template ${quote(node.name)}${node.pipe === undefined ? "" : ` ${pipeText(node.pipe)}`}}}`;
  }
}

function operandText(node: Operand): string {
  return node.kind === "pipe" ? `(${pipeText(node)})` : nodeText(node);
}

function pipeText(node: PipeNode): string {
  const names = node.variables.map(nodeText).join(", ");
  const head = names === "" ? "" : `${names} ${node.isAssignment ? "=" : ":="} `;
  return head + node.commands.map(nodeText).join(" | ");
}
