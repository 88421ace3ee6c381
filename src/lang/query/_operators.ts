/** Arithmetic and comparisons of two values. Follows templates §5 (yq v4). Pure.
 *  Invariant: sides that do not fit together are an error with both named; null gives way to the other side of `+`
 *  and `*`. Whole numbers keep 64 bits. */
import { type Budget, unitsOf } from "./_budget.ts";
import { mergeLists, mergeMaps } from "./_merge.ts";
import { isMap, mapOf } from "./_node.ts";
import { compareTexts, identityOf, isNumber, isWhole, matches, nounOf, textOf } from "./_value.ts";

/** What operators need beside their sides. */
export interface Tools {
  readonly budget: Budget;
  /** Makes the error to throw. */
  error(message: string): Error;
}

/** Applies any operator but `and`, `or` and `//`. @throws what `tools.error` makes */
export function operate(operator: string, sides: readonly [unknown, unknown], tools: Tools): unknown {
  const [left, right] = sides;
  if (operator.startsWith("*")) return multiply(sides, operator.slice(1), tools);
  switch (operator) {
    case "+":
      return add(left, right, tools);
    case "-":
      return subtract(left, right, tools);
    case "/":
      return divide(left, right, tools);
    case "%":
      return modulo(left, right, tools);
    case "==":
    case "!=":
      for (const side of sides) tools.budget.weigh(side);
      return matches(left, right) === (operator === "==");
  }
  return compare(operator, sides, tools);
}

function add(left: unknown, right: unknown, { budget, error }: Tools): unknown {
  if (left === null) return right;
  if (right === null) return left;
  if (Array.isArray(left)) {
    budget.spend(left.length + (Array.isArray(right) ? right.length : 1));
    return left.concat(right);
  }
  if (isMap(left) && isMap(right)) {
    budget.spend(Object.keys(left).length + Object.keys(right).length);
    return mapOf([...Object.entries(left), ...Object.entries(right)]);
  }
  if (isNumber(left) && isNumber(right)) return calculate("+", [left, right], error);
  const scalars = [left, right].every((side) => typeof side !== "object");
  if (scalars && [left, right].some((side) => typeof side === "string")) {
    const text = textOf(left) + textOf(right);
    budget.spend(unitsOf(text.length));
    return text;
  }
  throw error(`cannot add ${nounOf(right)} to ${nounOf(left)}`);
}

function subtract(left: unknown, right: unknown, { budget, error }: Tools): unknown {
  if (isNumber(left) && isNumber(right)) return calculate("-", [left, right], error);
  if (!Array.isArray(left) || !Array.isArray(right)) {
    throw error(`cannot subtract ${nounOf(right)} from ${nounOf(left)}`);
  }
  for (const side of [left, right]) budget.weigh(side);
  const gone = new Set(right.map(identityOf));
  return left.filter((member) => !gone.has(identityOf(member)));
}

function multiply([left, right]: readonly [unknown, unknown], flags: string, tools: Tools): unknown {
  if (isNumber(left) && isNumber(right)) return calculate("*", [left, right], tools.error);
  if (typeof left === "string" && isNumber(right)) return repeat(left, right, tools);
  if (isNumber(left) && typeof right === "string") return repeat(right, left, tools);
  if (right === null) return left;
  const merges = { append: flags.includes("+"), deep: flags.includes("d"), onlyNew: flags.includes("n") };
  const options = { ...merges, onlyKnown: flags.includes("?"), budget: tools.budget };
  if (Array.isArray(left ?? []) && Array.isArray(right)) {
    return mergeLists(left as unknown[] ?? [], right, options);
  }
  if (isMap(left ?? {}) && isMap(right)) return mergeMaps(isMap(left) ? left : {}, right, options);
  throw tools.error(`cannot multiply ${nounOf(left)} by ${nounOf(right)}`);
}

function repeat(text: string, times: number | bigint, { budget, error }: Tools): string {
  const count = Number(times);
  if (!Number.isInteger(count) || count < 0) throw error(`cannot repeat a string ${textOf(times)} times`);
  budget.spend(unitsOf(text.length * count));
  return text.repeat(count);
}

function divide(left: unknown, right: unknown, { budget, error }: Tools): unknown {
  if (typeof left === "string" && typeof right === "string") {
    budget.spend(left.length);
    return left === "" ? [] : left.split(right);
  }
  if (!isNumber(left) || !isNumber(right)) throw error(`cannot divide ${nounOf(left)} by ${nounOf(right)}`);
  if (Number(right) === 0) throw error("cannot divide by 0");
  if (typeof left === "bigint" && isWhole(right) && left % BigInt(right) === 0n) {
    return narrow(left / BigInt(right));
  }
  return Number(left) / Number(right);
}

/** The result has the sign of the left side. */
function modulo(left: unknown, right: unknown, { error }: Tools): unknown {
  if (!isNumber(left) || !isNumber(right)) throw error(`cannot take ${nounOf(left)} modulo ${nounOf(right)}`);
  if (Number(right) === 0) throw error("cannot take a number modulo 0");
  if (isWhole(left) && isWhole(right)) return narrow(BigInt(left) % BigInt(right));
  return Number(left) % Number(right);
}

function calculate(
  operator: "+" | "-" | "*",
  [left, right]: readonly [number | bigint, number | bigint],
  error: Tools["error"],
): unknown {
  if (!isWhole(left) || !isWhole(right)) return plain(operator, Number(left), Number(right));
  const [a, b] = [BigInt(left), BigInt(right)];
  const exact = operator === "+" ? a + b : operator === "-" ? a - b : a * b;
  if (exact >= -(2n ** 63n) && exact < 2n ** 64n) return narrow(exact);
  throw error(`the result of ${left} ${operator} ${right} is out of range`);
}

function plain(operator: "+" | "-" | "*", left: number, right: number): number {
  return operator === "+" ? left + right : operator === "-" ? left - right : left * right;
}

/** A number where that is exact. */
function narrow(value: bigint): number | bigint {
  const small = Number(value);
  return Number.isSafeInteger(small) ? small : value;
}

function compare(operator: string, [left, right]: readonly [unknown, unknown], { error }: Tools): boolean {
  if (left === null || right === null) return operator.endsWith("=") && left === right;
  const order = orderOf(left, right);
  if (order === undefined) throw error(`cannot compare ${nounOf(left)} with ${nounOf(right)}`);
  if (order === 0) return operator.endsWith("=");
  return operator.startsWith("<") ? order < 0 : order > 0;
}

/** Less than, equal to or greater than 0; NaN is never equal, undefined where there is no order. */
export function orderOf(left: unknown, right: unknown): number | undefined {
  if (isNumber(left) && isNumber(right)) {
    return left < right ? -1 : left > right ? 1 : left >= right ? 0 : NaN;
  }
  return typeof left === "string" && typeof right === "string" ? compareTexts(left, right) : undefined;
}
