/** What the operators between two values accept and do.
 *  Follows aqua-registry §10. Pure.
 *  Invariant: a row answers no type for operands that it refuses before anything runs. `and`, `or`, `??`, `in` and
 *  `matches` are not here: they look at more than two values. */
import {
  BOOL,
  FLOAT,
  INT,
  isComparable,
  isNumeric,
  listOf,
  mayBe,
  type StaticType,
  STRING,
  UNKNOWN,
} from "./_static_type.ts";
import { checkLength } from "./_text_functions.ts";
import { asNumber, asText, compareValues, isEqual, RunFailure, typeName, type Value } from "./_value.ts";

/** A row: the type of the answer, undefined when the operands do not fit, and the operation. */
export interface Operator {
  readonly check: (left: StaticType, right: StaticType) => StaticType | undefined;
  readonly run: (left: Value, right: Value) => Value;
}

const MAX_RANGE = 1_000_000;

const OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ["==", { check: checkEquality, run: isEqual }],
  ["!=", { check: checkEquality, run: (left, right) => !isEqual(left, right) }],
  ["<", { check: checkOrder, run: (left, right) => compareValues(left, right, "<") < 0 }],
  [">", { check: checkOrder, run: (left, right) => compareValues(left, right, ">") > 0 }],
  ["<=", { check: checkOrder, run: (left, right) => compareValues(left, right, "<=") <= 0 }],
  [">=", { check: checkOrder, run: (left, right) => compareValues(left, right, ">=") >= 0 }],
  ["contains", textTest((text, part) => text.includes(part))],
  ["startsWith", textTest((text, part) => text.startsWith(part))],
  ["endsWith", textTest((text, part) => text.endsWith(part))],
  ["+", { check: checkSum, run: add }],
  ["-", { check: checkNumbers, run: arithmetic("-", (left, right) => left - right) }],
  ["*", { check: checkNumbers, run: arithmetic("*", (left, right) => left * right) }],
  ["/", { check: checkFloats, run: arithmetic("/", (left, right) => left / right) }],
  ["**", { check: checkFloats, run: arithmetic("**", (left, right) => left ** right) }],
  ["^", { check: checkFloats, run: arithmetic("**", (left, right) => left ** right) }],
  ["%", { check: (left, right) => checkIntegers(left, right, INT), run: arithmetic("%", modulo) }],
  ["..", { check: (left, right) => checkIntegers(left, right, listOf(INT)), run: range }],
]);

/** The row of an operator; undefined for other words. */
export function findOperator(operator: string): Operator | undefined {
  return OPERATORS.get(operator);
}

function checkEquality(left: StaticType, right: StaticType): StaticType | undefined {
  return isComparable(left, right) ? BOOL : undefined;
}

function checkOrder(left: StaticType, right: StaticType): StaticType | undefined {
  if (isNumeric(left) && isNumeric(right)) return BOOL;
  if (left.kind === "string" && right.kind === "string") return BOOL;
  return mayBe(left, right, ["int", "float", "string"]) ? BOOL : undefined;
}

function checkSum(left: StaticType, right: StaticType): StaticType | undefined {
  if (left.kind === "string" && right.kind === "string") return STRING;
  return checkNumbers(left, right) ?? (mayBe(left, right, ["string"]) ? UNKNOWN : undefined);
}

function checkNumbers(left: StaticType, right: StaticType): StaticType | undefined {
  if (isNumeric(left) && isNumeric(right)) {
    return left.kind === "float" || right.kind === "float" ? FLOAT : INT;
  }
  return mayBe(left, right, ["int", "float"]) ? UNKNOWN : undefined;
}

function checkFloats(left: StaticType, right: StaticType): StaticType | undefined {
  return checkNumbers(left, right) === undefined ? undefined : FLOAT;
}

function checkIntegers(left: StaticType, right: StaticType, result: StaticType): StaticType | undefined {
  if (left.kind === "int" && right.kind === "int") return result;
  return mayBe(left, right, ["int"]) ? result : undefined;
}

/** A test of two texts, false when either is nil. */
function textTest(test: (text: string, part: string) => boolean): Operator {
  return {
    check: checkTexts,
    run: (text, part) => text !== null && part !== null && test(asText(text), asText(part)),
  };
}

/** Whether two texts, or what may be texts, stand at an operator. */
export function checkTexts(left: StaticType, right: StaticType): StaticType | undefined {
  if (left.kind === "string" && right.kind === "string") return BOOL;
  return mayBe(left, right, ["string"]) ? BOOL : undefined;
}

function add(left: Value, right: Value): Value {
  if (typeof left === "number" && typeof right === "number") return left + right;
  if (typeof left !== "string" || typeof right !== "string") return refuse("+", left, right);
  checkLength(left.length + right.length);
  return left + right;
}

function arithmetic(operator: string, run: (left: number, right: number) => number): Operator["run"] {
  return (left, right) => {
    if (typeof left !== "number" || typeof right !== "number") return refuse(operator, left, right);
    return run(left, right);
  };
}

function modulo(left: number, right: number): number {
  if (right === 0) throw new RunFailure("integer divide by zero");
  return left % right;
}

function range(left: Value, right: Value): Value {
  const first = Math.trunc(asNumber(left));
  const size = Math.max(0, Math.trunc(asNumber(right)) - first + 1);
  if (size > MAX_RANGE) throw new RunFailure("memory budget exceeded");
  return Array.from({ length: size }, (_, index) => first + index);
}

function refuse(operator: string, left: Value, right: Value): never {
  throw new RunFailure(`invalid operation: ${typeName(left)} ${operator} ${typeName(right)}`);
}
