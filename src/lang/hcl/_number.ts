/** Numbers of HCL as texts. Pure. Invariant: whole numbers are exact up to twenty digits. */

/** Undefined when the text is no number, or one that is too large. */
export function numberOf(text: string): number | bigint | undefined {
  if (!/^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text)) return undefined;
  const value = Number(text);
  if (!Number.isFinite(value)) return undefined;
  const isBig = /^-?\d{16,20}$/.test(text) && !Number.isSafeInteger(value);
  return isBig ? BigInt(text) : value;
}
