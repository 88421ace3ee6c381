/** The order of versions that people see: `get`, `list`, `info`, pickers, the nearest version in an error.
 *  Follows toolchain §5.2. Pure.
 *  Invariant: a total order over all texts, unlike the registry's own comparison, so it may sort. */
import { type HashicorpVersion, parseHashicorpVersion } from "./hashicorp_version.ts";

/**
 * Compares two versions for an ascending list: versions by number, then everything else by text.
 * `1.10.3` and `v1.10.3`, `1.2` and `1.2.0`, and versions that differ in build metadata are equal. A prerelease
 * comes before its release; its parts compare as semver.org §11 says (`rc.2` before `rc.10`).
 * @example ["nightly", "v1.10.0", "1.9.0"].sort(compareVersions) // ["1.9.0", "v1.10.0", "nightly"]
 */
export function compareVersions(left: string, right: string): number {
  return compareWith(left, right, 1);
}

/** As `compareVersions` with the newest version first; what is no version still comes last, by text. */
export function compareNewestFirst(left: string, right: string): number {
  return compareWith(left, right, -1);
}

/** Whether the text is a version with numbers, so that "newer" means something. */
export function isOrderedVersion(text: string): boolean {
  return parseHashicorpVersion(text) !== undefined;
}

function compareWith(left: string, right: string, direction: 1 | -1): number {
  const a = parseHashicorpVersion(left);
  const b = parseHashicorpVersion(right);
  if (a !== undefined && b !== undefined) return direction * compareParsed(a, b);
  if (a !== undefined) return -1;
  if (b !== undefined) return 1;
  return compareTexts(left, right);
}

function compareParsed(left: HashicorpVersion, right: HashicorpVersion): number {
  for (let i = 0; i < Math.max(left.segments.length, right.segments.length); i++) {
    const a = left.segments[i] ?? 0;
    const b = right.segments[i] ?? 0;
    if (a !== b) return a < b ? -1 : 1;
  }
  if (left.prerelease === right.prerelease) return 0;
  if (left.prerelease === "") return 1;
  if (right.prerelease === "") return -1;
  return comparePrereleases(left.prerelease.split("."), right.prerelease.split("."));
}

function comparePrereleases(left: readonly string[], right: readonly string[]): number {
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const order = compareParts(left[i] ?? "", right[i] ?? "");
    if (order !== 0) return order;
  }
  return Math.sign(left.length - right.length);
}

function compareParts(left: string, right: string): number {
  const leftIsNumber = /^\d+$/.test(left);
  const rightIsNumber = /^\d+$/.test(right);
  if (leftIsNumber && rightIsNumber) return compareDigits(left, right);
  if (leftIsNumber !== rightIsNumber) return leftIsNumber ? -1 : 1;
  return compareTexts(left, right);
}

/** Numbers of any length, without leaving exact arithmetic. */
function compareDigits(left: string, right: string): number {
  const a = left.replace(/^0+(?=\d)/, "");
  const b = right.replace(/^0+(?=\d)/, "");
  return Math.sign(a.length - b.length) || compareTexts(a, b);
}

function compareTexts(left: string, right: string): number {
  return left === right ? 0 : left < right ? -1 : 1;
}
