/** Sizes for people. Pure. Follows toolchain §10.3, §13.12. Invariant: at most three digits, so that columns stay narrow. */

/** A size for people: 512 B, 1.5 KB, 20 MB; steps of 1024, one decimal below ten. */
export function sizeText(sizeBytes: number): string {
  let value = sizeBytes;
  const units = ["B", "KB", "MB", "GB", "TB"];
  let unit = 0;
  for (; value >= 999.5 && unit < units.length - 1; unit++) value /= 1024;
  return `${unit > 0 && value < 9.95 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

/** A size as `du` tells it: 512b, 20kb, 120mb, 1.5gb; whole numbers below gigabytes. */
export function shortSizeText(sizeBytes: number): string {
  const units = ["b", "kb", "mb"];
  let value = sizeBytes;
  for (const unit of units) {
    if (value < 1024) return `${Math.round(value)}${unit}`;
    value /= 1024;
  }
  return `${value.toFixed(1)}gb`;
}
