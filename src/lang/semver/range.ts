/** Ranges that people write: `^1.10`, `~> 1.10`, `>= 1.5, < 2`, `1.10.x`, `1.2 - 1.4`, `a || b`. The only user of npm
 *  semver. Follows toolchain §5.3 and its trap 53 (Masterminds' dialect). Pure.
 *  Invariant: a prerelease only matches where the range names one; the registry's expressions are another dialect. */
import untyped from "semver";

/** The part of the package that we use; it brings no types. */
interface SemverPackage {
  /** Null for a text that is no range. */
  validRange(range: string): string | null;
  /** Null for a text that is no version. */
  parse(version: string): SemverVersion | null;
  satisfies(version: SemverVersion, range: string, options: { readonly includePrerelease: boolean }): boolean;
}

interface SemverVersion {
  readonly prerelease: readonly (string | number)[];
}

const semver: SemverPackage = untyped;

/** Tests versions against a range. */
export type Range = (version: string) => boolean;

/**
 * Reads a range; a version may be incomplete (`1.10` is 1.10.0) and begin with a v. What is no version matches nothing.
 * @returns undefined for a text that is no range
 * @example parseRange("~> 1.9")?.("1.9.8") // true: only the last number that is written may grow
 */
export function parseRange(text: string): Range | undefined {
  const alternatives = text.split("||").map(parseAlternative);
  return alternatives.every((alternative) => alternative !== undefined)
    ? (version) => alternatives.some((matches) => matches(version))
    : undefined;
}

/** Terms joined by commas or blanks. */
function parseAlternative(text: string): Range | undefined {
  const words = text.replaceAll(",", " ").replace(/(?<=[<>=!^~])\s+/g, "").trim();
  const refused = [...words.matchAll(/(?<=^|\s)!=(\S+)/g)].map(([, version]) =>
    parseAlternative(version ?? "")
  );
  const plain = words.replace(/(?<=^|\s)!=\S+/g, "").replace(/~>/g, "~").replace(/=>/g, ">=").replace(
    /=</g,
    "<=",
  );
  const range = isRange(plain) ? semver.validRange(plain) : null;
  if (range === null || !refused.every((matches) => matches !== undefined)) return undefined;
  const namesPrerelease = /\d-[0-9A-Za-z]/.test(plain);
  return (text) => {
    const version = parseVersion(text);
    if (version === undefined || refused.some((matches) => matches(text))) return false;
    if (version.prerelease.length > 0 && !namesPrerelease) return false;
    return semver.satisfies(version, range, { includePrerelease: true });
  };
}

/** The package takes an empty text and some odd ones for "any version". */
function isRange(text: string): boolean {
  return text === "" || /^[\w.*+<>=~^\s-]+$/.test(text);
}

/** One to three numbers, then what semver.org §9 and §10 allow. */
function parseVersion(text: string): SemverVersion | undefined {
  const found = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?((?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?)$/.exec(
    text.trim(),
  );
  if (found === null) return undefined;
  const [, major, minor, patch, rest] = found;
  return semver.parse(`${Number(major)}.${Number(minor ?? 0)}.${Number(patch ?? 0)}${rest}`) ?? undefined;
}
