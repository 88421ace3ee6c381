/** Sprig's functions of numbers. Pure. Follows templates §3.1 (Integers, Floats).
 *  Invariant: integers are int64 and wrap around as Go's do. */
import { func, type FunctionSet, GoError, variadic } from "../../function.ts";
import { floatValue, intValue, type Value } from "../../value.ts";
import { int64, toFloat64, toInt64 } from "../cast.ts";

/** Longer lists are refused. */
const MOST = 1_000_000;

type Fold = (total: bigint, next: bigint) => bigint;

/** The functions. */
export const numbers: FunctionSet = {
  add: variadic([], "any", (...values) => int64(values.map(toInt64).reduce((sum, next) => sum + next, 0n))),
  sub: func(["any", "any"], (a, b) => int64(toInt64(a) - toInt64(b))),
  mul: variadic(["any"], "any", (first, ...rest) => folded(first, rest, (total, next) => total * next)),
  div: func(["any", "any"], (a, b) => int64(toInt64(a) / divisor(b))),
  mod: func(["any", "any"], (a, b) => int64(toInt64(a) % divisor(b))),
  add1: func(["any"], (value) => int64(toInt64(value) + 1n)),
  max: variadic(["any"], "any", (first, ...rest) => folded(first, rest, (a, b) => a > b ? a : b)),
  biggest: variadic(["any"], "any", (first, ...rest) => folded(first, rest, (a, b) => a > b ? a : b)),
  min: variadic(["any"], "any", (first, ...rest) => folded(first, rest, (a, b) => a < b ? a : b)),
  int: func(["any"], (value) => intValue(toInt64(value))),
  int64: func(["any"], (value) => int64(toInt64(value))),
  float64: func(["any"], (value) => floatValue(toFloat64(value))),
  atoi: func(["string"], (text) => /^[+-]?\d+$/.test(text) ? intValue(clamped(BigInt(text))) : 0),
  toDecimal: func(["any"], (value) => {
    const text = String(typeof value === "object" ? toInt64(value) : value ?? "");
    return int64(/^[+-]?[0-7]+$/.test(text) ? octal(text) : 0n);
  }),
  until: func(["int"], (count) => steps(0, count, count < 0 ? -1 : 1)),
  untilStep: func(["int", "int", "int"], steps),
  seq: variadic([], "int", (...ends) => sequence(ends)),
  addf: variadic([], "any", (...values) => decimal(values, (a, b) => a + b, 0)),
  add1f: func(["any"], (value) => floatValue(exact(toFloat64(value) + 1))),
  subf: variadic(["any"], "any", (first, ...rest) => decimal([first, ...rest], (a, b) => a - b)),
  mulf: variadic(["any"], "any", (first, ...rest) => decimal([first, ...rest], (a, b) => a * b)),
  divf: variadic(["any"], "any", (first, ...rest) => {
    if (rest.some((value) => toFloat64(value) === 0)) throw new GoError("decimal division by 0");
    return decimal([first, ...rest], (a, b) => a / b);
  }),
  maxf: variadic(
    ["any"],
    "any",
    (first, ...rest) => floatValue(Math.max(...[first, ...rest].map(toFloat64))),
  ),
  minf: variadic(
    ["any"],
    "any",
    (first, ...rest) => floatValue(Math.min(...[first, ...rest].map(toFloat64))),
  ),
  floor: func(["any"], (value) => floatValue(Math.floor(toFloat64(value)))),
  ceil: func(["any"], (value) => floatValue(Math.ceil(toFloat64(value)))),
  round: variadic(["any", "int"], "any", (value, places, on) => {
    return floatValue(rounded(toFloat64(value), places, on === undefined ? 0.5 : toFloat64(on)));
  }),
};

function folded(first: Value, rest: readonly Value[], fold: Fold): Value {
  return int64(rest.map(toInt64).reduce(fold, toInt64(first)));
}

function divisor(value: Value): bigint {
  const number = toInt64(value);
  if (number === 0n) throw new GoError("runtime error: integer divide by zero");
  return number;
}

function clamped(value: bigint): bigint {
  return BigInt.asIntN(64, value) === value ? value : 0n;
}

function octal(text: string): bigint {
  const isNegative = text.startsWith("-");
  const value = BigInt(`0o${text.replace(/^[+-]/, "")}`);
  return isNegative ? -value : value;
}

function steps(start: number, end: number, step: number): Value {
  if (step === 0 || (end - start) / step <= 0) return [];
  const count = Math.ceil((end - start) / step);
  if (count > MOST) throw new GoError("the list is too long");
  return Array.from({ length: count }, (_, index) => start + index * step);
}

/** A text of numbers, ends included. */
function sequence(ends: readonly number[]): string {
  const [a = 0, b = 0, c = 0] = ends;
  const numbersOf = (start: number, end: number, step: number) => {
    const list = steps(start, end + Math.sign(step), step);
    return Array.isArray(list) ? list.join(" ") : "";
  };
  switch (ends.length) {
    case 0:
      return "";
    case 1:
      return numbersOf(1, a, a < 1 ? -1 : 1);
    case 2:
      return numbersOf(a, b, b < a ? -1 : 1);
    case 3: {
      const isBackwards = c < a ? b > 0 : b < 0;
      return isBackwards ? "" : numbersOf(a, c, b);
    }
    default:
      return "";
  }
}

/** Decimal arithmetic: what a decimal library gives for short numbers. */
function decimal(values: readonly Value[], step: (a: number, b: number) => number, start?: number): Value {
  const operands = values.map(toFloat64);
  const [first = 0, ...rest] = start === undefined ? operands : [start, ...operands];
  return floatValue(rest.reduce((total, next) => exact(step(total, next)), first));
}

/** Without the noise of binary fractions. */
function exact(value: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(15)) : value;
}

/** A fraction of at least `on` rounds up; of negative numbers it is negative and never does. */
function rounded(value: number, places: number, on: number): number {
  const power = 10 ** places, digit = power * value;
  const fraction = digit - Math.trunc(digit);
  const whole = fraction >= on ? Math.ceil(digit) : Math.floor(digit);
  return whole / power;
}
