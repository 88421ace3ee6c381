/** Lengths of time as people write them. Pure. Follows toolchain §13.4. */

const UNITS_MS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
};

/**
 * Milliseconds of `30d`, `12h`, `1w2d`: whole numbers with the units s, m, h, d, w.
 * @returns undefined for anything else
 * @example parseDuration("1d12h") // 129_600_000
 */
export function parseDuration(text: string): number | undefined {
  const trimmed = text.trim().toLowerCase();
  if (!/^(\d{1,6}[smhdw])+$/.test(trimmed)) return undefined;
  return [...trimmed.matchAll(/(\d+)([smhdw])/g)]
    .reduce((sum, [, count, unit]) => sum + Number(count) * (UNITS_MS[unit ?? ""] ?? 0), 0);
}
