/** Decodes JSON without losing digits. Pure. Follows templates §4.4 (result typing).
 *  Invariant: whole numbers beyond ±2^53 are bigint where 64 bits hold them, as in YAML. */

type Reviver = (
  this: unknown,
  key: string,
  value: unknown,
  context?: { readonly source?: string },
) => unknown;

/** The value of a JSON text; a byte order mark in front is passed over. @throws SyntaxError */
export function parseJson(text: string): unknown {
  const json = text.replace(/^\uFEFF/, "");
  // Only a long run of digits can be such a number; a reviver makes reading several times as slow.
  return /\d{16}/.test(json)
    ? JSON.parse(json, keepDigits as Parameters<typeof JSON.parse>[1])
    : JSON.parse(json);
}

const keepDigits: Reviver = (_key, value, context) => {
  if (typeof value !== "number" || Number.isSafeInteger(value)) return value;
  const source = context?.source ?? "";
  if (!/^-?\d+$/.test(source)) return value;
  const whole = BigInt(source);
  return whole >= -(2n ** 63n) && whole < 2n ** 64n ? whole : value;
};
