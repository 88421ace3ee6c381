/** The digits of floating-point numbers as Go prints them.
 *  Follows templates §2.5.
 *  Invariant: with a precision the exact binary value is rounded, halves to even, unlike toFixed. */

/** The forms of `%e`, `%f`, `%g`, `%x` and `%b`. */
export type FloatForm = "e" | "f" | "g" | "x" | "b";

/** 0.digits × 10^point, without trailing zeros; no digits is zero. */
interface Decimal {
  readonly digits: string;
  readonly point: number;
}

/**
 * A number with its sign, as `+1.5`.
 * @param precision digits after the point, for `g` significant digits; undefined for as many as tell it from others
 */
export function floatText(value: number, form: FloatForm, precision?: number): string {
  const sign = value < 0 || Object.is(value, -0) ? "-" : "+";
  const size = Math.abs(value);
  if (Number.isNaN(size)) return "+NaN";
  if (size === Infinity) return `${sign}Inf`;
  return sign + unsigned(size, form, precision);
}

function unsigned(size: number, form: FloatForm, precision: number | undefined): string {
  if (form === "b") return binary(size);
  if (form === "x") return hexadecimal(size, precision);
  const shortest = shortestOf(size);
  if (precision === undefined) {
    if (form === "g") return general(shortest, { threshold: 6, precision: shortest.digits.length });
    const places = form === "e" ? shortest.digits.length - 1 : shortest.digits.length - shortest.point;
    return form === "e" ? exponential(shortest, Math.max(places, 0)) : fixed(shortest, Math.max(places, 0));
  }
  const exact = exactOf(size);
  if (form === "e") return exponential(rounded(exact, precision + 1), precision);
  if (form === "f") return fixed(rounded(exact, exact.point + precision), precision);
  const significant = precision || 1;
  const decimal = rounded(exact, significant);
  const { digits: { length }, point } = decimal;
  const threshold = significant > length && length >= point ? length : significant;
  return general(decimal, { threshold, precision: significant });
}

function general(
  decimal: Decimal,
  { threshold, precision }: { threshold: number; precision: number },
): string {
  const { digits: { length }, point } = decimal;
  const exponent = length === 0 ? -1 : point - 1;
  if (exponent < -4 || exponent >= threshold) return exponential(decimal, Math.min(precision, length) - 1);
  return fixed(decimal, Math.max(length - point, 0));
}

function exponential({ digits, point }: Decimal, places: number): string {
  const [first = "0", ...rest] = digits;
  const fraction = rest.join("").slice(0, Math.max(places, 0)).padEnd(Math.max(places, 0), "0");
  return `${first}${fraction === "" ? "" : `.${fraction}`}e${exponentText(digits === "" ? 0 : point - 1)}`;
}

function fixed({ digits, point }: Decimal, places: number): string {
  const whole = point > 0 ? digits.slice(0, point).padEnd(point, "0") : "0";
  const fraction = ("0".repeat(Math.max(-point, 0)) + digits.slice(Math.max(point, 0))).slice(0, places);
  return places > 0 ? `${whole}.${fraction.padEnd(places, "0")}` : whole;
}

function exponentText(exponent: number): string {
  return `${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
}

function shortestOf(size: number): Decimal {
  const [mantissa = "", exponent] = size.toExponential().split("e");
  return trimmed(mantissa.replace(".", ""), Number(exponent) + 1);
}

function exactOf(size: number): Decimal {
  const { mantissa, exponent } = partsOf(size);
  if (exponent >= 0) {
    const digits = String(mantissa << BigInt(exponent));
    return trimmed(digits, digits.length);
  }
  const digits = String(mantissa * 5n ** BigInt(-exponent));
  return trimmed(digits, digits.length + exponent);
}

function rounded({ digits, point }: Decimal, keep: number): Decimal {
  if (keep >= digits.length) return { digits, point };
  if (keep < 0) return { digits: "", point: 0 };
  const rest = digits.slice(keep);
  const isOdd = Number(digits[keep - 1] ?? "0") % 2 === 1;
  const isUp = rest === "5" ? isOdd : rest >= "5";
  const kept = digits.slice(0, keep);
  if (!isUp) return trimmed(kept, point);
  const raised = String(BigInt(kept === "" ? "0" : kept) + 1n).padStart(keep, "0");
  return trimmed(raised, point + raised.length - keep);
}

function trimmed(digits: string, point: number): Decimal {
  const significant = digits.replace(/0+$/, "");
  return significant === "" ? { digits: "", point: 0 } : { digits: significant, point };
}

/** size = mantissa × 2^exponent */
function partsOf(size: number): { mantissa: bigint; exponent: number } {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, size);
  const raw = bits.getBigUint64(0);
  const exponent = Number(raw >> 52n & 0x7ffn);
  const fraction = raw & (1n << 52n) - 1n;
  if (exponent === 0) return { mantissa: fraction, exponent: -1074 };
  return { mantissa: fraction | 1n << 52n, exponent: exponent - 1075 };
}

function binary(size: number): string {
  const { mantissa, exponent } = partsOf(size);
  return `${mantissa}p${exponent < 0 ? "-" : "+"}${Math.abs(exponent)}`;
}

function hexadecimal(size: number, precision: number | undefined): string {
  let { mantissa, exponent } = partsOf(size);
  const places = Math.min(precision ?? 15, 15);
  while (mantissa !== 0n && mantissa < 1n << 60n) {
    mantissa <<= 1n;
    exponent--;
  }
  const cut = BigInt(60 - 4 * places);
  const half = (1n << cut) / 2n;
  const rest = mantissa & (1n << cut) - 1n;
  mantissa >>= cut;
  if (rest > half || rest === half && rest !== 0n && (mantissa & 1n) === 1n) mantissa++;
  mantissa <<= cut;
  if (mantissa >= 1n << 61n) {
    mantissa >>= 1n;
    exponent++;
  }
  const digits = (mantissa & (1n << 60n) - 1n).toString(16).padStart(15, "0");
  const fraction = precision === undefined
    ? digits.replace(/0+$/, "")
    : digits.slice(0, places).padEnd(precision, "0");
  const power = mantissa === 0n ? 0 : exponent + 60;
  return `0x${mantissa >> 60n}${fraction === "" ? "" : `.${fraction}`}p${exponentText(power)}`;
}
