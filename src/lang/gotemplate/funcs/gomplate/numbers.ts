/** Gomplate's `math` and `conv`. Pure. Follows templates §3.2. Invariant: a result is a float as soon as one number is. */
import { parseFloat64, parseInt64 } from "../../_number.ts";
import { func, type FunctionSet, GoError, type TemplateFunction, variadic } from "../../function.ts";
import { Float, floatValue, isInteger, isTrue, typed, type Value } from "../../value.ts";
import { int64 } from "../cast.ts";
import { coll } from "./coll.ts";
import {
  isNumber,
  itemsOf,
  optional,
  textsOf,
  toBool,
  toFloat,
  toInt,
  toInteger,
  toText,
} from "./namespace.ts";
import { urlValue } from "./_url.ts";

/** More numbers than this are refused. */
const MOST = 1_000_000;

/** The members of `math`. */
export const math: FunctionSet = {
  Add: folded([(a, b) => a + b, (a, b) => a + b], 0),
  Mul: folded([(a, b) => a * b, (a, b) => a * b], 1),
  Sub: func(["any", "any"], (a, b) => computed([a, b], [(a, b) => a - b, (a, b) => a - b])),
  Div: func(["any", "any"], (a, b) => {
    if (toFloat(b) === 0) throw new GoError("error: division by 0");
    return floatValue(toFloat(a) / toFloat(b));
  }),
  Rem: func(["any", "any"], (a, b) => {
    if (toInteger(b) === 0n) throw new GoError("runtime error: integer divide by zero");
    return int64(toInteger(a) % toInteger(b));
  }),
  Pow: func(["any", "any"], (a, b) => {
    const power = toFloat(a) ** toFloat(b);
    return isFloat(a) || isFloat(b) || !Number.isFinite(power)
      ? floatValue(power)
      : int64(BigInt(Math.trunc(power)));
  }),
  Seq: optional("Seq", [1, 3], sequence),
  Max: extreme((a, b) => a > b),
  Min: extreme((a, b) => a < b),
  Abs: func(["any"], (value) => {
    if (isFloat(value)) return floatValue(Math.abs(toFloat(value)));
    const whole = toInteger(value);
    return int64(whole < 0n ? -whole : whole);
  }),
  Ceil: func(["any"], (value) => floatValue(Math.ceil(toFloat(value)))),
  Floor: func(["any"], (value) => floatValue(Math.floor(toFloat(value)))),
  Round: func(["any"], (value) => floatValue(rounded(toFloat(value)))),
  IsInt: func(["any"], isInt),
  IsFloat: func(["any"], isFloat),
  IsNum: func(["any"], (value) => isInt(value) || isFloat(value)),
};

/** The members of `conv`. */
export const conv: FunctionSet = {
  Bool: func(["any"], toBool),
  ToBool: func(["any"], toBool),
  ToBools: variadic([], "any", (...values) => typed(values.map(toBool), "[]bool")),
  ToString: func(["any"], toText),
  ToStrings: variadic([], "any", (...values) => typed(textsOf(values), "[]string")),
  ToInt: func(["any"], toInt),
  ToInts: variadic([], "any", (...values) => typed(values.map(toInt), "[]int")),
  ToInt64: func(["any"], (value) => int64(toInteger(value))),
  ToInt64s: variadic(
    [],
    "any",
    (...values) => typed(values.map((value) => int64(toInteger(value))), "[]int64"),
  ),
  ToFloat64: func(["any"], (value) => floatValue(toFloat(value))),
  ToFloat64s: variadic([], "any", (...values) => {
    return typed(values.map((value) => floatValue(toFloat(value))), "[]float64");
  }),
  Atoi: func(["any"], (value) => {
    const text = toText(value);
    return /^[+-]?\d+$/.test(text) ? Number(text) : 0;
  }),
  ParseInt: func(["any", "int", "int"], (value, base, size) => int64(digitsOf(toText(value), base, size))),
  ParseUint: func(["any", "int", "int"], (value, base, size) => int64(digitsOf(toText(value), base, size))),
  ParseFloat: func(["any", "int"], (value) => floatValue(parseFloat64(toText(value)) ?? 0)),
  Join: func(["any", "string"], (list, separator) => textsOf(itemsOf(list)).join(separator)),
  Default: func(["any", "any"], (fallback, value) => isTrue(value) ? value : fallback),
  URL: func(["any"], (value) => urlValue(toText(value))),
  ...pick(coll, ["Dict", "Has", "Slice"]),
};

function pick(functions: FunctionSet, names: readonly string[]): FunctionSet {
  return Object.fromEntries(Object.entries(functions).filter(([name]) => names.includes(name)));
}

type Operation = readonly [int: (a: bigint, b: bigint) => bigint, float: (a: number, b: number) => number];

function computed([a, b]: readonly [Value, Value], [int, float]: Operation): Value {
  return isFloat(a) || isFloat(b)
    ? floatValue(float(toFloat(a), toFloat(b)))
    : int64(int(toInteger(a), toInteger(b)));
}

function folded([int, float]: Operation, start: number): TemplateFunction {
  return variadic([], "any", (...values) => {
    return values.some(isFloat)
      ? floatValue(values.map(toFloat).reduce(float, start))
      : int64(values.map(toInteger).reduce(int, BigInt(start)));
  });
}

function extreme(isBetter: (a: number | bigint, b: number | bigint) => boolean): TemplateFunction {
  return variadic(["any"], "any", (...values) => {
    if (values.some(isFloat)) {
      return floatValue(values.map(toFloat).reduce((best, each) => isBetter(each, best) ? each : best));
    }
    return int64(values.map(toInteger).reduce((best, each) => isBetter(each, best) ? each : best));
  });
}

/** Halves go away from zero. */
function rounded(value: number): number {
  return Math.sign(value) * Math.round(Math.abs(value));
}

function isInt(value: Value): boolean {
  return isInteger(value) || (typeof value === "string" && parseInt64(value) !== undefined);
}

function isFloat(value: Value): boolean {
  if (typeof value !== "string") return isNumber(value) && (value instanceof Float || !isInteger(value));
  return !isInt(value) && parseFloat64(value) !== undefined;
}

/** Start, end and step, the end included; counts down where the end is less. */
function sequence(...values: readonly Value[]): Value {
  const [first = null, second = null, third = null] = values;
  const [start, end] = values.length === 1 ? [1n, toInteger(first)] : [toInteger(first), toInteger(second)];
  const given = values.length === 3 ? toInteger(third) : 1n;
  if (given === 0n) return typed([], "[]int64");
  const size = given < 0n ? -given : given, step = end < start ? -size : size;
  const count = (end - start) / step + 1n;
  if (count > BigInt(MOST)) throw new GoError("the sequence is too long");
  return typed(
    Array.from({ length: Number(count) }, (_, index) => int64(start + step * BigInt(index))),
    "[]int64",
  );
}

/** An integer of a base up to 36; 0 for what is none or does not fit. */
function digitsOf(text: string, base: number, size: number): bigint {
  if (base === 0) return parseInt64(text) ?? 0n;
  const [, sign = "", digits = ""] = /^([+-]?)([\da-z]+)$/i.exec(text) ?? [];
  const values = Array.from(digits, (digit) => parseInt(digit, 36));
  if (digits === "" || values.some((value) => value >= base)) return 0n;
  const whole = values.reduce((sum, value) => sum * BigInt(base) + BigInt(value), 0n);
  const signed = sign === "-" ? -whole : whole;
  return BigInt.asIntN(size || 64, signed) === signed ? signed : 0n;
}
