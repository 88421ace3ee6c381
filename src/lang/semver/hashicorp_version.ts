/** Reads and compares versions as the public registry's own tool does: any number of segments, glued prereleases.
 *  Follows aqua-registry §11. Pure.
 *  Invariant: this order is the registry's, not npm's, and it is no total order (T15): sort with `order.ts`. */

/** A version in pieces. Metadata does not take part in any comparison and is not kept. */
export interface HashicorpVersion {
  /** At least three, padded with zeros; below 2^63: numbers where those are exact, else bigints. */
  readonly segments: readonly (number | bigint)[];
  /** Text after the hyphen, or glued to the last digit; empty for a release. */
  readonly prerelease: string;
}

const SHAPE =
  /^v?(\d+(?:\.\d+)*)(?:-(\d[0-9A-Za-z~-]*(?:\.[0-9A-Za-z~-]+)*)|-?([A-Za-z~-][0-9A-Za-z~-]*(?:\.[0-9A-Za-z~-]+)*))?(?:\+[0-9A-Za-z~-]+(?:\.[0-9A-Za-z~-]+)*)?$/;
const MAX_INT64 = 2n ** 63n - 1n;

/**
 * Reads a version.
 * @returns undefined for anything outside the grammar, and for segments of more than 63 bits
 * @example parseHashicorpVersion("v2.0.0b3") // { segments: [2, 0, 0], prerelease: "b3" }
 */
export function parseHashicorpVersion(text: string): HashicorpVersion | undefined {
  const match = SHAPE.exec(text);
  if (match === null) return undefined;
  const segments: (number | bigint)[] = [];
  for (const digits of (match[1] ?? "").split(".")) {
    const segment = parseInt64(digits);
    if (segment === undefined) return undefined;
    segments.push(segment);
  }
  while (segments.length < 3) segments.push(0);
  return { segments, prerelease: match[3] ?? match[2] ?? "" };
}

/**
 * Compares two versions: negative, 0 or positive. Prereleases count only when all segments are equal and of the
 * same number, so `1.2.0.0-rc1` equals `1.2.0`.
 */
export function compareHashicorpVersions(left: HashicorpVersion, right: HashicorpVersion): number {
  const length = Math.max(left.segments.length, right.segments.length);
  for (let i = 0; i < length; i++) {
    const a = left.segments[i] ?? 0;
    const b = right.segments[i] ?? 0;
    if (a !== b) return a < b ? -1 : 1;
  }
  if (left.segments.length !== right.segments.length) return 0;
  return comparePrereleases(left.prerelease, right.prerelease);
}

function comparePrereleases(left: string, right: string): number {
  if (left === right) return 0;
  if (left === "") return 1;
  if (right === "") return -1;
  const leftParts = left.split(".");
  const rightParts = right.split(".");
  for (let i = 0; i < Math.max(leftParts.length, rightParts.length); i++) {
    const order = compareParts(leftParts[i] ?? "", rightParts[i] ?? "");
    if (order !== 0) return order;
  }
  return 0;
}

/** An empty part is one that this side lacks. Two different spellings of one number (`01`, `1`) are "lower" from
 *  both sides in the original; that is kept, since it decides constraints. */
function compareParts(left: string, right: string): number {
  if (left === right) return 0;
  const leftNumber = parsePartNumber(left);
  const rightNumber = parsePartNumber(right);
  if (left === "") return rightNumber === undefined ? 1 : -1;
  if (right === "") return leftNumber === undefined ? -1 : 1;
  if (leftNumber !== undefined && rightNumber !== undefined) return leftNumber > rightNumber ? 1 : -1;
  if (leftNumber !== undefined) return -1;
  if (rightNumber !== undefined) return 1;
  return left > right ? 1 : -1;
}

/** A part may begin with the hyphen of its own number: `1.0--5` has the prerelease `-5`. */
function parsePartNumber(part: string): number | bigint | undefined {
  return /^-?\d+$/.test(part) ? parseInt64(part) : undefined;
}

function parseInt64(digits: string): number | bigint | undefined {
  const small = Number(digits);
  if (Number.isSafeInteger(small)) return small;
  const big = BigInt(digits);
  return big > MAX_INT64 || big < -MAX_INT64 - 1n ? undefined : big;
}
