/** Computes the values of pipelines: fields, variables, constants and calls, with Go's checks of arguments.
 *  Follows templates §2.4.
 *  Invariant: a pipeline never gives nil: what is nil inside becomes no value outside. */
import { type CommandNode, nodeText, type Operand, type PipeNode, type Place } from "./_ast.ts";
import { GoError, type ParamType, type TemplateFunction } from "./function.ts";
import { quote } from "./_quote.ts";
import { type Cell, checkSize, countStep, countWork, failAt, type Run } from "./_run.ts";
import { type Dict, elementType, isDict, isTrue, member, Struct, typeName, type Value } from "./value.ts";

/** What a command gives to its first operand. */
interface Arguments {
  readonly operands: readonly Operand[];
  /** The value of the earlier stage of the pipeline, which comes last. */
  readonly piped: { readonly value: Value | undefined } | undefined;
  /** What errors of a call point at. */
  readonly place: Place;
}

const NOTHING: Cell = { value: undefined, isBoxed: false };

/** The value of a pipeline. Its variables come into scope, or are assigned. */
export function evaluatePipe(run: Run, pipe: PipeNode): Value | undefined {
  run.place = pipe;
  let piped: Arguments["piped"];
  for (const command of pipe.commands) {
    piped = { value: evaluateCommand(run, command, piped) ?? undefined };
  }
  const cell: Cell = { value: piped?.value, isBoxed: false };
  for (const { name } of pipe.variables) {
    if (pipe.isAssignment) assign(run, name, cell);
    else run.variables.push({ name, ...cell });
  }
  return cell.value;
}

/** Gives the innermost variable of that name a new value. */
export function assign(run: Run, name: string, cell: Cell): void {
  const index = run.variables.findLastIndex((it) => it.name === name);
  if (index < 0) failAt(run, `undefined variable: ${name}`);
  run.variables[index] = { name, ...cell };
}

function evaluateCommand(run: Run, command: CommandNode, piped: Arguments["piped"]): Value | undefined {
  countStep(run);
  const [first, ...operands] = command.args;
  if (first.kind !== "pipe") run.place = first;
  const args = { operands, piped, place: command };
  if (first.kind === "nil" && !hasAny(args)) return failAt(run, "nil is not a command");
  return evaluateOperand(run, first, args);
}

function evaluateOperand(run: Run, node: Operand, args: Arguments): Value | undefined {
  switch (node.kind) {
    case "field":
      return evaluateFields(run, run.dot, { node, names: node.names, args });
    case "variable": {
      const cell = variableOf(run, node.name);
      if (node.names.length > 0) return evaluateFields(run, cell, { node, names: node.names, args });
      checkNoArguments(run, node, args);
      return cell.value;
    }
    case "chain": {
      run.place = node.head;
      const value = evaluateOperand(run, node.head, nothingFor(node.head));
      return evaluateFields(run, { value, isBoxed: false }, { node, names: node.names, args });
    }
    case "function":
      return callFunction(run, node, args);
  }
  checkNoArguments(run, node, args);
  return node.kind === "pipe" ? evaluatePipe(run, node) : evaluateConstant(run, node);
}

type ConstantNode = Extract<Operand, { kind: "dot" | "nil" | "bool" | "number" | "string" }>;

function evaluateConstant(run: Run, node: ConstantNode): Value | undefined {
  switch (node.kind) {
    case "dot":
      return run.dot.value;
    case "nil":
      return undefined;
    case "number":
      return node.constant === undefined ? failAt(run, `${node.text} overflows int`) : node.constant;
    default:
      return node.value;
  }
}

function variableOf(run: Run, name: string): Cell {
  return run.variables.findLast((it) => it.name === name) ?? failAt(run, `undefined variable: ${name}`);
}

function checkNoArguments(run: Run, node: Operand, args: Arguments): void {
  if (hasAny(args)) failAt(run, `can't give argument to non-function ${nodeText(node)}`);
}

function hasAny({ operands, piped }: Arguments): boolean {
  return operands.length > 0 || piped !== undefined;
}

function nothingFor(node: Operand): Arguments {
  return { operands: [], piped: undefined, place: node };
}

/** A chain of fields; the last one may be a method, which gets the arguments. */
interface Fields {
  readonly node: Operand;
  readonly names: readonly string[];
  readonly args: Arguments;
}

function evaluateFields(run: Run, start: Cell, { node, names, args }: Fields): Value | undefined {
  let cell = start;
  for (const [index, name] of names.entries()) {
    const isLast = index === names.length - 1;
    cell = evaluateField(run, cell, { name, args: isLast ? { ...args, place: node } : nothingFor(node) });
  }
  return cell.value;
}

interface Field {
  readonly name: string;
  readonly args: Arguments;
}

function evaluateField(run: Run, receiver: Cell, field: Field): Cell {
  const { value } = receiver;
  if (value === undefined) {
    if (run.missingKey === "error") failAt(run, `nil data; no entry for key ${quote(field.name)}`);
    return NOTHING;
  }
  if (value === null) return failAt(run, `nil pointer evaluating interface {}.${field.name}`);
  if (isDict(value)) return evaluateKey(run, value, field);
  const found = value instanceof Struct ? evaluateMember(run, value, field) : undefined;
  const type = receiver.isBoxed ? "interface {}" : typeName(value);
  return found ?? failAt(run, `can't evaluate field ${field.name} in type ${type}`);
}

function evaluateKey(run: Run, dict: Dict, { name, args }: Field): Cell {
  if (hasAny(args)) failAt(run, `${name} is not a method but has arguments`);
  const type = elementType(dict);
  const isBoxed = type === "interface {}";
  const value = member(dict, name);
  if (value !== undefined || run.missingKey === "default") return { value, isBoxed };
  if (run.missingKey === "error") failAt(run, `map has no entry for key ${quote(name)}`);
  return { value: type === "string" ? "" : null, isBoxed };
}

function evaluateMember(run: Run, struct: Struct, { name, args }: Field): Cell | undefined {
  const method = Object.hasOwn(struct.methods, name) ? struct.methods[name] : undefined;
  if (method !== undefined) {
    const target = typeof method === "function" ? { params: [], call: method } : method;
    return { value: callFunction(run, { name, target }, args), isBoxed: false };
  }
  if (!Object.hasOwn(struct.fields, name)) return undefined;
  if (hasAny(args)) failAt(run, `${name} has arguments but cannot be invoked as function`);
  return { value: struct.fields[name], isBoxed: false };
}

interface Callee {
  readonly name: string;
  readonly target: TemplateFunction;
}

function callFunction(run: Run, { name, target }: Callee, args: Arguments): Value | undefined {
  checkCount(run, { name, target }, args);
  const { operands, piped } = args;
  if (target.special === "and" || target.special === "or") return shortCircuit(run, target.special, args);
  const typeAt = (index: number): ParamType => target.params[index] ?? target.rest ?? "any";
  const values = operands.map((node, index) => evaluateArgument(run, node, typeAt(index)));
  if (piped !== undefined) values.push(convert(run, piped.value, typeAt(operands.length)));
  if (target.special === "call") values.unshift(calleeText(args));
  try {
    countWork(run, values);
    const result = target.call(values);
    if (typeof result === "string") checkSize(run, result);
    else countWork(run, [result]);
    return result;
  } catch (error) {
    if (!(error instanceof GoError)) throw error;
    run.place = args.place;
    return failAt(run, `error calling ${name}: ${error.message}`);
  }
}

function checkCount(run: Run, { name, target }: Callee, { operands, piped }: Arguments): void {
  const want = target.params.length;
  const count = operands.length + (piped === undefined ? 0 : 1);
  if (target.rest === undefined) {
    if (count !== want) failAt(run, `wrong number of args for ${name}: want ${want} got ${count}`);
  } else if (count < want) {
    failAt(run, `wrong number of args for ${name}: want at least ${want} got ${operands.length}`);
  }
}

/** `and` and `or`: the first argument that decides; the ones after it are not evaluated. */
function shortCircuit(run: Run, name: "and" | "or", { operands, piped }: Arguments): Value | undefined {
  let value: Value | undefined;
  for (const node of operands) {
    value = evaluateArgument(run, node, "value");
    if (isTrue(value) === (name === "or")) return value;
  }
  return piped === undefined ? value : piped.value;
}

/** What `call` says that it was asked to call. */
function calleeText({ operands: [first], piped }: Arguments): string {
  if (first !== undefined) return nodeText(first);
  if (typeof piped?.value === "string") return piped.value;
  return piped?.value === undefined ? "<invalid Value>" : `<${typeName(piped.value)} Value>`;
}

/** The value of an operand as a parameter of a type takes it. A literal is checked by its form. */
function evaluateArgument(run: Run, node: Operand, type: ParamType): Value | undefined {
  run.place = node;
  switch (node.kind) {
    case "nil":
      return type === "string" || type === "bool" || type === "int"
        ? failAt(run, `cannot assign nil to ${type}`)
        : convert(run, undefined, type);
    case "bool":
    case "number":
    case "string":
      return type === "value" || type === "any" ? evaluateConstant(run, node) : literalOf(run, node, type);
    default:
      return convert(run, evaluateOperand(run, node, nothingFor(node)), type);
  }
}

function literalOf(run: Run, node: ConstantNode, type: Exclude<ParamType, "value" | "any">): Value {
  const text = nodeText(node);
  switch (type) {
    case "string":
      return node.kind === "string" ? node.value : failAt(run, `expected string; found ${text}`);
    case "bool":
      return node.kind === "bool" ? node.value : failAt(run, `expected bool; found ${text}`);
    case "int":
      if (node.kind === "number" && node.int !== undefined) return Number(node.int);
      return failAt(run, `expected integer; found ${text}`);
    default:
      return failAt(run, `can't handle ${text} for arg of type ${type}`);
  }
}

/** A value as a parameter of a type takes it: of exactly that type. */
function convert(run: Run, value: Value | undefined, type: ParamType): Value | undefined {
  if (type === "value") return value;
  if (value === undefined) {
    if (type === "any") return null;
    return type === "map[string]interface {}" ? {} : failAt(run, `invalid value; expected ${type}`);
  }
  if (type === "any") return value;
  const actual = value === null ? "interface {}" : typeName(value);
  if (actual !== type) failAt(run, `wrong type for value; expected ${type}; got ${actual}`);
  return typeof value === "bigint" ? Number(value) : value;
}
