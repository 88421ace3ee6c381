/** Decodes JSON without losing digits. Pure. Follows templates §4.4 (result typing).
 *  Invariant: whole numbers beyond ±2^53 are bigint where 64 bits hold them, as in YAML. */

type Reviver = (
  this: unknown,
  key: string,
  value: unknown,
  context?: { readonly source?: string },
) => unknown;

/** Nobody writes deeper values, and whoever walks them has only so much stack. */
const MAX_DEPTH = 1000;

/** The value of a JSON text; a byte order mark in front is passed over.
 *  @throws SyntaxError, also for values that are nested more than a thousand times */
export function parseJson(text: string): unknown {
  const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ""));
  checkDepth(value, MAX_DEPTH);
  // Only a long run of digits can be a number that lost some; a reviver makes reading several times as slow.
  if (!/\d{16}/.test(text)) return value;
  return JSON.parse(text.replace(/^\uFEFF/, ""), keepDigits as Parameters<typeof JSON.parse>[1]);
}

function checkDepth(value: unknown, left: number): void {
  if (typeof value !== "object" || value === null) return;
  if (left === 0) throw new SyntaxError(`JSON nested more than ${MAX_DEPTH} times`);
  for (const member of Array.isArray(value) ? value : Object.values(value)) checkDepth(member, left - 1);
}

const keepDigits: Reviver = (_key, value, context) => {
  if (typeof value !== "number" || Number.isSafeInteger(value)) return value;
  const source = context?.source ?? "";
  if (!/^-?\d+$/.test(source)) return value;
  const whole = BigInt(source);
  return whole >= -(2n ** 63n) && whole < 2n ** 64n ? whole : value;
};
