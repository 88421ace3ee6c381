/** The builtins that compare. Follows templates §2.5 and Go's text/template (1.26), whose error texts these are. */
import { formatValue } from "../format.ts";
import { func, type FunctionSet, GoError, variadic } from "../function.ts";
import {
  compareStrings,
  type Complex,
  type Float,
  floatOf,
  intOf,
  kindOf,
  type SizedInt,
  typeName,
  type Value,
} from "../value.ts";

type Arg = Value | undefined;
type Integer = number | bigint | SizedInt;

/** `eq ne lt le gt ge`. */
export const comparisons: FunctionSet = {
  eq: variadic(["value"], "value", (first, ...others) => {
    if (others.length === 0) throw new GoError("missing argument for comparison");
    return others.some((other) => isEqual(first, other));
  }),
  ne: func(["value", "value"], (a, b) => !isEqual(a, b)),
  lt: func(["value", "value"], isLess),
  le: func(["value", "value"], (a, b) => isLess(a, b) || isEqual(a, b)),
  gt: func(["value", "value"], (a, b) => !(isLess(a, b) || isEqual(a, b))),
  ge: func(["value", "value"], (a, b) => !isLess(a, b)),
};

const BASIC = new Set(["bool", "int", "uint", "float", "complex", "string"]);

function isEqual(a: Arg, b: Arg): boolean {
  const [one, other] = [kindOf(a), kindOf(b)];
  if (isWhole(one) && isWhole(other)) return intOf(a as Integer) === intOf(b as Integer);
  if (one === "invalid" || other === "invalid") return one === other;
  if (one !== other && (BASIC.has(one) || BASIC.has(other))) throw incompatible(a, b);
  switch (one) {
    case "float":
      return floatOf(a as number | Float) === floatOf(b as number | Float);
    case "complex":
      return (a as Complex).real === (b as Complex).real &&
        (a as Complex).imaginary === (b as Complex).imaginary;
    case "bool":
    case "string":
      return a === b;
  }
  throw new GoError(`non-comparable type ${formatValue(a as Value, "s")}: ${typeName(a)}`);
}

function isLess(a: Arg, b: Arg): boolean {
  const [one, other] = [kindOf(a), kindOf(b)];
  if (!BASIC.has(one) || !BASIC.has(other)) throw new GoError("invalid type for comparison");
  if (isWhole(one) && isWhole(other)) return intOf(a as Integer) < intOf(b as Integer);
  if (one !== other) throw incompatible(a, b);
  if (one === "string") return compareStrings(a as string, b as string) < 0;
  if (one === "float") return floatOf(a as number | Float) < floatOf(b as number | Float);
  throw new GoError("invalid type for comparison");
}

function isWhole(kind: string): boolean {
  return kind === "int" || kind === "uint";
}

function incompatible(a: Arg, b: Arg): GoError {
  return new GoError(`incompatible types for comparison: ${typeName(a)} and ${typeName(b)}`);
}
