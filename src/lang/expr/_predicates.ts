/** The builtins that look at each element of a list with a predicate.
 *  Follows aqua-registry §10. Pure.
 *  Invariant: each element costs a step, so nested predicates end. */
import { type Code, type Frame, located, newSlot, type Scope, spend, typeFault } from "./_code.ts";
import { BOOL, elementOf, INT, LIST, listOf, type StaticType } from "./_static_type.ts";
import type { BuiltinNode, Node } from "./_syntax.ts";
import { asBool, asList, type Value } from "./_value.ts";

/** Compiles a node in a scope. */
export type Compile = (scope: Scope, node: Node) => Code;

/** Tells of the predicate's answer for an element. */
type Test = (item: Value, index: number) => Value;

interface Predicate {
  /** The predicate must answer a boolean. */
  readonly isTest: boolean;
  /** `#index` may be used. */
  readonly hasIndex?: boolean;
  /** The predicate may be left out. */
  readonly isOptional?: boolean;
  readonly result: (list: StaticType, answer: StaticType) => StaticType;
  readonly run: (list: readonly Value[], test: Test) => Value;
}

const PREDICATES: ReadonlyMap<string, Predicate> = new Map<string, Predicate>([
  ["all", { isTest: true, result: () => BOOL, run: (list, test) => list.every(truth(test)) }],
  ["any", { isTest: true, result: () => BOOL, run: (list, test) => list.some(truth(test)) }],
  ["none", { isTest: true, result: () => BOOL, run: (list, test) => !list.some(truth(test)) }],
  ["one", { isTest: true, result: () => BOOL, run: (list, test) => list.filter(truth(test)).length === 1 }],
  ["filter", { isTest: true, result: filteredType, run: (list, test) => list.filter(truth(test)) }],
  ["map", {
    isTest: false,
    hasIndex: true,
    result: (_, answer) => listOf(answer),
    run: (list, test) => list.map(test),
  }],
  ["count", {
    isTest: true,
    isOptional: true,
    result: () => INT,
    run: (list, test) => list.filter(truth(test)).length,
  }],
  ["find", { isTest: true, result: elementOf, run: (list, test) => list.find(truth(test)) ?? null }],
  ["findIndex", { isTest: true, result: () => INT, run: findIndex }],
]);

/** Whether a builtin takes a predicate as its second argument; "optional" when it may be left out. */
export function takesPredicate(name: string): "no" | "yes" | "optional" {
  const predicate = PREDICATES.get(name);
  if (predicate === undefined) return "no";
  return predicate.isOptional === true ? "optional" : "yes";
}

/** Compiles a call of one of them; undefined for other names. */
export function compilePredicateCall(scope: Scope, node: BuiltinNode, compile: Compile): Code | undefined {
  const predicate = PREDICATES.get(node.name);
  const [listNode, bodyNode] = node.args;
  if (predicate === undefined || listNode === undefined) return undefined;
  const list = compile(scope, listNode);
  if (list.type.kind !== "list" && list.type.kind !== "any") {
    throw typeFault(scope, listNode, `builtin ${node.name} takes only array (got ${list.type.name})`);
  }
  const slot = newSlot(scope);
  const indexSlot = predicate.hasIndex === true ? newSlot(scope) : undefined;
  const element = { type: elementOf(list.type), slot, indexSlot };
  const body = bodyNode === undefined ? undefined : compile({ ...scope, element }, bodyNode);
  if (body !== undefined && bodyNode !== undefined) checkAnswer(scope, bodyNode, body.type, predicate.isTest);
  const run = located(scope, node, (frame) => {
    return predicate.run(asList(list.run(frame)), testOf(frame, body, element));
  });
  return { type: predicate.result(list.type, body?.type ?? BOOL), run };
}

function testOf(
  frame: Frame,
  body: Code | undefined,
  element: { slot: number; indexSlot: number | undefined },
): Test {
  return (item, index) => {
    spend(frame, 1);
    if (body === undefined) return item;
    frame.slots[element.slot] = item;
    if (element.indexSlot !== undefined) frame.slots[element.indexSlot] = index;
    return body.run(frame);
  };
}

/** Nil, not -1, when there is none, although its type says integer. */
function findIndex(list: readonly Value[], test: Test): Value {
  const index = list.findIndex(truth(test));
  return index < 0 ? null : index;
}

function truth(test: Test): (item: Value, index: number) => boolean {
  return (item, index) => asBool(test(item, index));
}

function checkAnswer(scope: Scope, node: Node, answer: StaticType, isTest: boolean): void {
  if (answer.kind === "nil") {
    throw typeFault(scope, node, "predicate should has one input and one output param");
  }
  if (isTest && answer.kind !== "bool" && answer.kind !== "any") {
    throw typeFault(scope, node, `predicate should return boolean (got ${answer.name})`);
  }
}

function filteredType(list: StaticType): StaticType {
  return list.kind === "any" ? LIST : listOf(elementOf(list));
}
