/** Operators of HCL on values. Pure. Invariants: arithmetic is decimal, so that 0.1 + 0.2 is 0.3 and whole numbers stay
 *  exact; a text that is a number counts as one. */
import { numberOf } from "./_number.ts";
import { asBool, asNumber, asText, type HclValue, isList, isMap, kindOf } from "./value.ts";

const mark = Symbol("operator fault");

/** Why there is no value. */
export interface OperatorFault {
  readonly [mark]: true;
  readonly fault: string;
}

/** Tells a fault from a map. */
export function isFault(value: HclValue | OperatorFault): value is OperatorFault {
  return typeof value === "object" && value !== null && mark in value;
}

function faultOf(fault: string): OperatorFault {
  return { [mark]: true, fault };
}

/** `-` and `!`. */
export function unaryValue(operator: "-" | "!", operand: HclValue): HclValue | OperatorFault {
  if (operator === "-") return arithmetic("-", 0, operand);
  const truth = asBool(operand);
  return truth === undefined ? misfit(operator, operand) : !truth;
}

/** @param right asked only when it matters: behind `&&` and `||` it may not */
export function binaryValue(
  operator: string,
  left: HclValue,
  right: () => HclValue,
): HclValue | OperatorFault {
  switch (operator) {
    case "&&":
    case "||":
      return logical(operator, left, right);
    case "==":
      return isEqual(left, right());
    case "!=":
      return !isEqual(left, right());
    case "<":
    case ">":
    case "<=":
    case ">=":
      return comparison(operator, left, right());
    default:
      return arithmetic(operator, left, right());
  }
}

function logical(operator: "&&" | "||", left: HclValue, right: () => HclValue): HclValue | OperatorFault {
  const first = asBool(left);
  if (first === undefined) return misfit(operator, left);
  if (first === (operator === "||")) return first;
  const value = right(), second = asBool(value);
  return second === undefined ? misfit(operator, value) : second;
}

/** Values of different kinds are not equal, and nothing is converted. */
function isEqual(left: HclValue, right: HclValue): boolean {
  if (isList(left) && isList(right)) {
    return left.length === right.length && left.every((item, index) => isEqual(item, right[index] ?? null));
  }
  if (!isMap(left) || !isMap(right)) return left === right;
  const keys = Object.keys(left);
  return keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && isEqual(left[key] ?? null, right[key] ?? null));
}

function comparison(operator: string, left: HclValue, right: HclValue): HclValue | OperatorFault {
  const a = asNumber(left), b = asNumber(right);
  if (a === undefined || b === undefined) return misfit(operator, a === undefined ? left : right);
  if (operator === "<") return a < b;
  if (operator === ">") return a > b;
  return operator === "<=" ? a <= b : a >= b;
}

function arithmetic(operator: string, left: HclValue, right: HclValue): HclValue | OperatorFault {
  const a = asNumber(left), b = asNumber(right);
  if (a === undefined || b === undefined) return misfit(operator, a === undefined ? left : right);
  if ((operator === "/" || operator === "%") && Number(b) === 0) return faultOf("division by zero");
  const [x, y] = [decimalOf(a), decimalOf(b)];
  const scale = Math.max(x.scale, y.scale);
  const result = calculated(operator, { x: scaled(x, scale), y: scaled(y, scale), scale });
  return numberOf(textOf(result)) ?? faultOf("the result is too large");
}

/** digits ÷ 10^scale */
interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

/** As many digits behind the point of a quotient are more than a number can hold. */
const QUOTIENT_DIGITS = 40;

function calculated(
  operator: string,
  { x, y, scale }: { readonly x: bigint; readonly y: bigint; readonly scale: number },
): Decimal {
  switch (operator) {
    case "+":
      return { digits: x + y, scale };
    case "-":
      return { digits: x - y, scale };
    case "*":
      return { digits: x * y, scale: 2 * scale };
    case "%":
      return { digits: x % y, scale };
    default:
      return { digits: x * 10n ** BigInt(QUOTIENT_DIGITS) / y, scale: QUOTIENT_DIGITS };
  }
}

function decimalOf(value: number | bigint): Decimal {
  const [whole = "", fraction = ""] = (asText(value) ?? "").split(".");
  return { digits: BigInt(whole + fraction), scale: fraction.length };
}

function scaled({ digits, scale }: Decimal, wanted: number): bigint {
  return digits * 10n ** BigInt(wanted - scale);
}

function textOf({ digits, scale }: Decimal): string {
  const sign = digits < 0n ? "-" : "", plain = String(digits).replace("-", "").padStart(scale + 1, "0");
  const fraction = plain.slice(plain.length - scale).replace(/0+$/, "");
  const whole = plain.slice(0, plain.length - scale);
  return sign + (scale === 0 || fraction === "" ? whole : `${whole}.${fraction}`);
}

function misfit(operator: string, operand: HclValue): OperatorFault {
  return faultOf(`${operator} cannot be applied to ${kindOf(operand)}`);
}
