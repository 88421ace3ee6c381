/** Go's syntax of numbers: the literals of a template, and the texts that functions turn into numbers.
 *  Follows templates §2.2 and §3.1 (cast rules).
 *  Invariant: an integer is exact; what does not fit 64 bits has no value. */
import { Complex, floatValue, intValue, type Value } from "./value.ts";
import { quote, unquoteChar } from "./_quote.ts";

const MIN_INT64 = -(2n ** 63n);
const MAX_INT64 = 2n ** 63n - 1n;
const MAX_UINT64 = 2n ** 64n - 1n;
const INTEGER = /^(?:0[xX](?:_?[0-9a-fA-F])+|0[bB](?:_?[01])+|0[oO]?(?:_?[0-7])*|[1-9](?:_?[0-9])*)$/;
const DECIMAL = /^(?:\d(?:_?\d)*)?(?:\.(?:\d(?:_?\d)*)?)?(?:[eE][+-]?\d(?:_?\d)*)?$/;
const HEXADECIMAL =
  /^0[xX]((?:_?[0-9a-fA-F])*)(?:\.((?:[0-9a-fA-F](?:_?[0-9a-fA-F])*)?))?[pP]([+-]?\d(?:_?\d)*)$/;

/** What a number literal may become; the parameter that takes it decides. */
export interface NumberLiteral {
  /** Its value where no type is asked for; undefined when it overflows an int. */
  readonly constant: Value | undefined;
  /** Its value as an integer; undefined when it has a fraction or does not fit. */
  readonly int: bigint | undefined;
  readonly float: number | undefined;
}

/** Reads a number token: integer, float, imaginary, complex or character constant; a text says what is wrong. */
export function parseNumberLiteral(
  text: string,
  kind: "number" | "complex" | "char",
): NumberLiteral | string {
  if (kind === "char") {
    const char = unquoteChar(text);
    return "error" in char ? char.error : { constant: char.code, int: BigInt(char.code), float: char.code };
  }
  if (kind === "complex") return parseComplex(text) ?? "expected complex number";
  if (text.endsWith("i")) {
    const imaginary = parseFloat64(text.slice(0, -1));
    if (imaginary !== undefined) return complexLiteral(new Complex(0, imaginary));
  }
  const digits = parseInteger(text);
  if (digits !== undefined && digits >= MIN_INT64 && digits <= MAX_UINT64) {
    return integerLiteral(digits);
  }
  const float = parseFloat64(text);
  if (float === undefined) return `illegal number syntax: ${quote(text)}`;
  if (!/[.eEpP]/.test(text)) return `integer overflow: ${quote(text)}`;
  return { constant: floatValue(float), int: wholeOf(float), float };
}

/** An int64 in Go's syntax with base prefixes and `_`; undefined for anything else. */
export function parseInt64(text: string): bigint | undefined {
  const value = parseInteger(text);
  return value !== undefined && value >= MIN_INT64 && value <= MAX_INT64 ? value : undefined;
}

/** A finite float64 in Go's syntax, hexadecimal floats included; undefined for anything else. */
export function parseFloat64(text: string): number | undefined {
  const sign = text.startsWith("-") ? -1 : 1;
  const digits = text.replace(/^[+-]/, "");
  const value = HEXADECIMAL.test(digits) ? parseHexadecimal(digits) : parseDecimal(digits);
  return Number.isFinite(value) ? sign * value : undefined;
}

function integerLiteral(digits: bigint): NumberLiteral {
  const int = digits <= MAX_INT64 ? digits : undefined;
  return { constant: int === undefined ? undefined : intValue(int), int, float: Number(digits) };
}

function parseComplex(text: string): NumberLiteral | undefined {
  const split = Math.max(text.search(/(?<=[^eEpP])[+-](?=[^+-]*i$)/), 0);
  const real = parseFloat64(text.slice(0, split));
  const imaginary = parseFloat64(text.slice(split, -1));
  if (real === undefined || imaginary === undefined) return undefined;
  return complexLiteral(new Complex(real, imaginary));
}

function complexLiteral(constant: Complex): NumberLiteral {
  if (constant.imaginary !== 0) return { constant, int: undefined, float: undefined };
  return { constant, int: wholeOf(constant.real), float: constant.real };
}

function wholeOf(float: number): bigint | undefined {
  return Number.isInteger(float) && float >= -(2 ** 63) && float < 2 ** 63 ? BigInt(float) : undefined;
}

/** An integer of any size; `-0` is allowed, as in Go. */
function parseInteger(text: string): bigint | undefined {
  const digits = text.replace(/^[+-]/, "");
  if (!INTEGER.test(digits) || /^0[oO]$/.test(digits)) return undefined;
  const plain = digits.replaceAll("_", "").replace(/^0(?=[0-7])/, "0o");
  const value = BigInt(plain);
  return text.startsWith("-") ? -value : value;
}

function parseDecimal(digits: string): number {
  return DECIMAL.test(digits) && /^\.?\d/.test(digits) ? Number(digits.replaceAll("_", "")) : NaN;
}

function parseHexadecimal(digits: string): number {
  const [, whole = "", fraction = "", exponent = ""] =
    HEXADECIMAL.exec(digits)?.map((part = "") => part.replaceAll("_", "")) ?? [];
  if (whole + fraction === "") return NaN;
  return Number(BigInt(`0x${whole}${fraction}`)) * 2 ** (Number(exponent) - 4 * fraction.length);
}
