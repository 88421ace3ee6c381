/** Checks a tree and turns it into code, in one pass.
 *  Follows aqua-registry §10, T13, T14. Pure.
 *  Invariant: every branch is checked, also one that would never run; wrong names and types never reach a run. */
import { findBuiltin } from "./_builtins.ts";
import { type Code, type Frame, located, newSlot, type Scope, spend, spendOn, typeFault } from "./_code.ts";
import { compileBinary } from "./_compile_binary.ts";
import { compilePredicateCall } from "./_predicates.ts";
import { type CallCheck, isMismatch } from "./_signature.ts";
import {
  BOOL,
  elementOf,
  FLOAT,
  INT,
  isAssignable,
  isNumeric,
  LIST,
  listOf,
  MAP,
  NIL,
  type StaticType,
  STRING,
  UNKNOWN,
} from "./_static_type.ts";
import type {
  BuiltinNode,
  CallNode,
  ConditionalNode,
  LetNode,
  ListNode,
  LiteralNode,
  MapNode,
  MemberNode,
  NameNode,
  Node,
  PointerNode,
  SliceNode,
  UnaryNode,
} from "./_syntax.ts";
import {
  asBool,
  asNumber,
  asText,
  isList,
  RunFailure,
  sliceList,
  sliceText,
  typeName,
  type Value,
} from "./_value.ts";

const LITERAL_TYPES: Readonly<Record<LiteralNode["type"], StaticType>> = {
  nil: NIL,
  bool: BOOL,
  int: INT,
  float: FLOAT,
  string: STRING,
};

/**
 * Compiles a node.
 * @throws ConfigError `expr/type` with the place of the first mistake
 */
export function compileNode(scope: Scope, node: Node): Code {
  switch (node.kind) {
    case "literal":
      return compileLiteral(node);
    case "name":
      return compileName(scope, node);
    case "pointer":
      return compilePointer(scope, node);
    case "unary":
      return compileUnary(scope, node);
    case "binary":
      return compileBinary(scope, node, compileNode);
    case "member":
      return compileMember(scope, node);
    case "slice":
      return compileSlice(scope, node);
    case "call":
      return compileCall(scope, node);
    case "builtin":
      return compileBuiltin(scope, node);
    case "predicate":
      return compileNode(scope, node.body);
    case "let":
      return compileLet(scope, node);
    case "sequence":
      return compileSequence(node.nodes.map((part) => compileNode(scope, part)));
    case "conditional":
      return compileConditional(scope, node);
    case "list":
      return compileList(scope, node);
    case "map":
      return compileMap(scope, node);
  }
}

function compileLiteral(node: LiteralNode): Code {
  const { value } = node;
  const code = { type: LITERAL_TYPES[node.type], run: () => value };
  return typeof value === "boolean" || typeof value === "string" ? { ...code, constant: value } : code;
}

function compileName(scope: Scope, node: NameNode): Code {
  const variable = scope.variables.findLast((candidate) => candidate.name === node.name);
  if (variable !== undefined) {
    const { slot, type } = variable;
    return { type, run: (frame) => frame.slots[slot] ?? null };
  }
  const entry = scope.environment.get(node.name);
  if (entry?.kind === "value") {
    const { read, type } = entry;
    return { type, run: (frame) => read(frame.values) };
  }
  if (entry !== undefined) {
    const type: StaticType = { kind: "function", name: entry.typeName };
    return { type, run: () => null };
  }
  throw typeFault(scope, node, `unknown name ${node.name}`);
}

function compilePointer(scope: Scope, node: PointerNode): Code {
  const { element } = scope;
  if (element === undefined) throw typeFault(scope, node, "cannot use pointer accessor outside predicate");
  if (node.name === "") return { type: element.type, run: (frame) => frame.slots[element.slot] ?? null };
  const { indexSlot } = element;
  if (node.name !== "index" || indexSlot === undefined) {
    throw typeFault(scope, node, `unknown pointer #${node.name}`);
  }
  return { type: INT, run: (frame) => frame.slots[indexSlot] ?? null };
}

function compileUnary(scope: Scope, node: UnaryNode): Code {
  const { type, run, constant } = compileNode(scope, node.operand);
  const isLogical = node.operator === "not" || node.operator === "!";
  if (isLogical && (type.kind === "bool" || type.kind === "any")) {
    if (typeof constant === "boolean") return { type: BOOL, run: () => !constant, constant: !constant };
    return { type: BOOL, run: located(scope, node, (frame) => !asBool(run(frame))) };
  }
  if (!isLogical && (isNumeric(type) || type.kind === "any")) {
    const sign = node.operator === "-" ? -1 : 1;
    return { type, run: located(scope, node, (frame) => sign * asNumber(run(frame))) };
  }
  throw typeFault(scope, node, `invalid operation: ${node.operator} (mismatched type ${type.name})`);
}

function compileMember(scope: Scope, node: MemberNode): Code {
  const base = compileNode(scope, node.base);
  const property = compileNode(scope, node.property);
  checkMember(scope, node, base.type, property.type);
  const run = located(scope, node, (frame) => {
    const value = base.run(frame);
    if (value === null && node.optional) return null;
    return fetchMember(value, property.run(frame));
  });
  return { type: base.type.kind === "any" ? UNKNOWN : elementOf(base.type), run };
}

function checkMember(scope: Scope, node: MemberNode, base: StaticType, property: StaticType): void {
  if (base.kind === "any" || (property.kind === "any" && base.kind !== "string")) return;
  if (base.kind === "list") {
    if (property.kind === "int") return;
    const message = `array elements can only be selected using an integer (got ${property.name})`;
    throw typeFault(scope, node.property, message);
  }
  if (base.kind === "map") {
    if (property.kind === "string") return;
    throw typeFault(scope, node.property, `cannot use ${property.name} to get an element from ${base.name}`);
  }
  if (node.property.kind !== "literal" || node.property.type !== "string") {
    throw typeFault(scope, node, `type ${base.name}[${property.name}] is undefined`);
  }
  const what = node.isMethod ? "method" : "field";
  throw typeFault(
    scope,
    node,
    `type ${base.kind === "nil" ? "nil" : base.name} has no ${what} ${node.property.value}`,
  );
}

function fetchMember(base: Value, property: Value): Value {
  if (isList(base)) {
    const index = asNumber(property);
    const position = index < 0 ? base.length + index : index;
    if (position >= 0 && position < base.length) return base[position] ?? null;
    throw new RunFailure(`index out of range: ${position} (array length is ${base.length})`);
  }
  if (base instanceof Map) return base.get(asText(property)) ?? null;
  throw new RunFailure(`cannot fetch ${String(property)} from ${typeName(base)}`);
}

function compileSlice(scope: Scope, node: SliceNode): Code {
  const base = compileNode(scope, node.base);
  if (!["any", "string", "list"].includes(base.type.kind)) {
    throw typeFault(scope, node, `cannot slice ${base.type.name}`);
  }
  const from = compileBound(scope, node.from);
  const to = compileBound(scope, node.to);
  const run = located(scope, node, (frame) => {
    const value = base.run(frame);
    spendOn(frame, value);
    if (typeof value === "string") return sliceText(value, from(frame), to(frame));
    if (isList(value)) return sliceList(value, from(frame), to(frame));
    throw new RunFailure(`cannot slice ${typeName(value)}`);
  });
  return { type: base.type.kind === "any" ? UNKNOWN : base.type, run };
}

function compileBound(scope: Scope, node: Node | undefined): (frame: Frame) => number | undefined {
  if (node === undefined) return () => undefined;
  const { type, run } = compileNode(scope, node);
  if (type.kind !== "int" && type.kind !== "any") {
    throw typeFault(scope, node, `non-integer slice index ${type.name}`);
  }
  return (frame) => Math.trunc(asNumber(run(frame)));
}

function compileCall(scope: Scope, node: CallNode): Code {
  const { callee } = node;
  const entry = callee.kind === "name" ? scope.environment.get(callee.name) : undefined;
  if (callee.kind === "name" && entry?.kind === "function") {
    const { type, args } = compileArguments(scope, node, { name: callee.name, check: entry.check });
    const call = entry.bind();
    return {
      type,
      run: located(scope, node, (frame) => call(frame.values, args.map((arg) => arg.run(frame)))),
    };
  }
  const { type } = compileNode(scope, callee);
  throw typeFault(scope, node, `${type.name} is not callable`);
}

function compileBuiltin(scope: Scope, node: BuiltinNode): Code {
  const predicateCall = compilePredicateCall(scope, node, compileNode);
  if (predicateCall !== undefined) return predicateCall;
  const builtin = findBuiltin(node.name);
  if (builtin === undefined) throw typeFault(scope, node, `unknown builtin ${node.name}`);
  const { type, args } = compileArguments(scope, node, { name: node.name, check: builtin.check });
  const run = located(scope, node, (frame) => {
    const values = args.map((arg) => arg.run(frame));
    spendOn(frame, ...values);
    return builtin.run(values);
  });
  return { type, run };
}

function compileArguments(
  scope: Scope,
  node: CallNode | BuiltinNode,
  callee: { readonly name: string; readonly check: CallCheck },
): { readonly type: StaticType; readonly args: readonly Code[] } {
  const args = node.args.map((arg) => compileNode(scope, arg));
  const checked = callee.check(callee.name, args.map((arg) => arg.type));
  if (!isMismatch(checked)) return { type: checked, args };
  const blamed = checked.argument === undefined ? undefined : node.args[checked.argument];
  throw typeFault(scope, blamed ?? node, checked.message);
}

function compileLet(scope: Scope, node: LetNode): Code {
  if (scope.environment.has(node.name)) throw typeFault(scope, node, `cannot redeclare ${node.name}`);
  if (findBuiltin(node.name) !== undefined) {
    throw typeFault(scope, node, `cannot redeclare builtin ${node.name}`);
  }
  if (scope.variables.some((variable) => variable.name === node.name)) {
    throw typeFault(scope, node, `cannot redeclare variable ${node.name}`);
  }
  const value = compileNode(scope, node.value);
  const slot = newSlot(scope);
  const variables = [...scope.variables, { name: node.name, type: value.type, slot }];
  const body = compileNode({ ...scope, variables }, node.body);
  const run = (frame: Frame) => {
    frame.slots[slot] = value.run(frame);
    return body.run(frame);
  };
  return { type: body.type, run };
}

/** All parts run, the last one answers. */
function compileSequence(parts: readonly Code[]): Code {
  return {
    type: parts.at(-1)?.type ?? NIL,
    run: (frame) => parts.map((part) => part.run(frame)).at(-1) ?? null,
  };
}

function compileConditional(scope: Scope, node: ConditionalNode): Code {
  const condition = compileNode(scope, node.condition);
  if (condition.type.kind !== "bool" && condition.type.kind !== "any") {
    const message = `non-bool expression (type ${condition.type.name}) used as condition`;
    throw typeFault(scope, node.condition, message);
  }
  const then = compileNode(scope, node.then);
  const otherwise = compileNode(scope, node.otherwise);
  const run = located(
    scope,
    node,
    (frame) => asBool(condition.run(frame)) ? then.run(frame) : otherwise.run(frame),
  );
  return { type: branchType(then.type, otherwise.type), run };
}

function branchType(then: StaticType, otherwise: StaticType): StaticType {
  if (then.kind === "nil") return otherwise;
  if (otherwise.kind === "nil") return then;
  if (!isAssignable(then, otherwise)) return UNKNOWN;
  const isSameElement = elementOf(then).name === elementOf(otherwise).name;
  return then.kind === "list" && !isSameElement ? LIST : then;
}

function compileList(scope: Scope, node: ListNode): Code {
  const items = node.items.map((item) => compileNode(scope, item));
  const isUniform = items.every((item) => item.type.kind === items[0]?.type.kind);
  const type = isUniform ? listOf(items.at(-1)?.type ?? UNKNOWN) : LIST;
  const constants = items.map((item) => item.constant);
  if (constants.every((constant) => constant !== undefined)) return { type, run: () => constants };
  const run = located(scope, node, (frame) => {
    spend(frame, items.length);
    return items.map((item) => item.run(frame));
  });
  return { type, run };
}

function compileMap(scope: Scope, node: MapNode): Code {
  const pairs = node.pairs.map(([key, value]) =>
    [compileNode(scope, key), compileNode(scope, value)] as const
  );
  const run = located(scope, node, (frame) => {
    spend(frame, pairs.length);
    return new Map(pairs.map(([key, value]) => [asText(key.run(frame)), value.run(frame)]));
  });
  return { type: MAP, run };
}
