/** Conversions that sprig and gomplate make before they compute: spf13/cast. Pure. Follows templates §3.1 (cast rules).
 *  Invariant: what cannot be converted is zero, never an error. */
import { parseFloat64 } from "../_number.ts";
import { Float, floatOf, intOf, isInteger, SizedInt, type Value } from "../value.ts";

const INT64 = 64;

/** An int64 with Go's wrap-around. */
export function int64(value: bigint): SizedInt {
  return new SizedInt("int64", BigInt.asIntN(INT64, value));
}

/** `cast.ToInt64`. */
export function toInt64(value: Value | undefined): bigint {
  if (value === undefined || value === null) return 0n;
  if (isInteger(value)) return BigInt.asIntN(INT64, intOf(value));
  if (typeof value === "boolean") return value ? 1n : 0n;
  if (typeof value === "number" || value instanceof Float) return truncated(floatOf(value));
  return typeof value === "string" ? parsedInteger(value.replace(/\.\d*$/, "")) : 0n;
}

/** `cast.ToFloat64`. */
export function toFloat64(value: Value | undefined): number {
  if (value === undefined || value === null) return 0;
  if (isInteger(value)) return Number(intOf(value));
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "number" || value instanceof Float) return floatOf(value);
  return typeof value === "string" ? parseFloat64(value) ?? 0 : 0;
}

/** A float's integral part as Go converts it; what does not fit is the smallest number. */
export function truncated(value: number): bigint {
  if (!Number.isFinite(value) || Math.abs(value) >= 2 ** 63) return -(2n ** 63n);
  return BigInt(Math.trunc(value));
}

/** Go's `strconv.ParseInt` with base 0; zero for what is no number or too large. */
function parsedInteger(text: string): bigint {
  const [, sign, digits = ""] = /^([+-]?)(.*)$/s.exec(text) ?? [];
  const literal = /^0[0-7_]*[0-7]$/.test(digits) ? `0o${digits.slice(1).replace(/^_/, "")}` : digits;
  if (
    !/^(?:0[xX]_?[\da-fA-F]+(?:_[\da-fA-F]+)*|0[oO]_?[0-7]+(?:_[0-7]+)*|0[bB]_?[01]+(?:_[01]+)*|[1-9]\d*(?:_\d+)*|0)$/
      .test(literal)
  ) {
    return 0n;
  }
  const value = BigInt(literal.replaceAll("_", "")) * (sign === "-" ? -1n : 1n);
  return BigInt.asIntN(INT64, value) === value ? value : 0n;
}
