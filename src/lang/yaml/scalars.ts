/** What a plain (unquoted) scalar means, as Go's yaml.v3 reads it. Pure.
 *  Follows deno §10 and stacks §3.1: underscores, 0x, 0o, 0b and leading-zero octal; `yes/no/on/off` and dates stay
 *  text; a number with a leading zero and a digit above 7 is decimal; whole numbers keep 64 bits. */

/** The value of a plain scalar. Whole numbers beyond ±2^53 are bigint. */
export type PlainScalar = string | number | bigint | boolean | null;

const words = new Map<string, PlainScalar>([
  ...["", "~", "null", "Null", "NULL"].map((word) => [word, null] as const),
  ...["true", "True", "TRUE"].map((word) => [word, true] as const),
  ...["false", "False", "FALSE"].map((word) => [word, false] as const),
  ...[".nan", ".NaN", ".NAN"].map((word) => [word, NaN] as const),
  ...[".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"].map((word) => [word, Infinity] as const),
  ...["-.inf", "-.Inf", "-.INF"].map((word) => [word, -Infinity] as const),
]);

const integer = /^([-+]?)(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9][0-9]*)$/;
const float = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;

/** Resolves a plain scalar, for example `0755` → 493, `1_000` → 1000, `1.10` → 1.1, `2024-01-02` → itself. */
export function resolvePlainScalar(text: string): PlainScalar {
  const word = words.get(text);
  if (word !== undefined) return word;
  const first = text.charCodeAt(0);
  const mayBeNumber = (first >= 0x30 && first <= 0x39) || first === 0x2b || first === 0x2d || first === 0x2e;
  if (!mayBeNumber) return text;
  const digits = text.replaceAll("_", "");
  const whole = integer.exec(digits);
  const value = whole ? wholeNumber(whole[1] ?? "", whole[2] ?? "") : undefined;
  if (value !== undefined) return value;
  return float.test(digits) ? Number(digits) : text;
}

/** Undefined when 64 bits are not enough. */
function wholeNumber(sign: string, digits: string): number | bigint | undefined {
  if (digits.length > 66) return undefined;
  const prefixed = /^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits;
  const small = Number(prefixed);
  if (Number.isSafeInteger(small)) return sign === "-" && small !== 0 ? -small : small;
  const big = sign === "-" ? -BigInt(prefixed) : BigInt(prefixed);
  return big >= -(2n ** 63n) && big < 2n ** 64n ? big : undefined;
}
