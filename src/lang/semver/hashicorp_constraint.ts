/** The constraints that projects write for releases of this program: `>= 1.150, < 2`, `~> 1.200`. Pure.
 *  Follows config §6.4 and toolchain trap 53.
 *  Invariant: terms are joined by commas and must all hold; no `||`, no `^`, no blanks instead of commas. */
import {
  compareHashicorpVersions,
  type HashicorpVersion,
  parseHashicorpVersion,
} from "./hashicorp_version.ts";

/** Tests a version against a constraint; what is no version satisfies nothing. */
export type HashicorpConstraint = (version: string) => boolean;

type Operator = "=" | "!=" | ">" | ">=" | "<" | "<=" | "~>";

interface Term {
  readonly operator: Operator;
  readonly wanted: HashicorpVersion;
  /** How many segments were written. */
  readonly written: number;
}

/**
 * Reads a constraint. `~>` lets only the last segment that is written grow: `~> 1.2` is below 2, `~> 1.2.3` below 1.3,
 * `~> 1` has no upper end. A prerelease satisfies an order only when the term has one too, of the same segments.
 * @returns undefined for a text that is no constraint, an empty one included
 * @example parseHashicorpConstraint("~> 1.2, != 1.4.0")?.("1.3.1") // true
 */
export function parseHashicorpConstraint(text: string): HashicorpConstraint | undefined {
  const terms = text.split(",").map(parseTerm);
  if (!terms.every((term) => term !== undefined)) return undefined;
  return (version) => {
    const parsed = parseHashicorpVersion(version);
    return parsed !== undefined && terms.every((term) => holds(term, parsed));
  };
}

function parseTerm(text: string): Term | undefined {
  const [, operator, version = ""] = /^\s*(~>|[<>!]?=|[<>])?\s*(\S+)\s*$/.exec(text) ?? [];
  const wanted = parseHashicorpVersion(version);
  if (wanted === undefined) return undefined;
  const written = /^v?(\d+(?:\.\d+)*)/.exec(version)?.[1]?.split(".").length ?? 0;
  // Only what the expression above lets through.
  return { operator: (operator ?? "=") as Operator, wanted, written };
}

function holds({ operator, wanted, written }: Term, version: HashicorpVersion): boolean {
  const order = compareHashicorpVersions(version, wanted);
  if (operator === "=") return order === 0;
  if (operator === "!=") return order !== 0;
  if (!mayCompare(version, wanted)) return false;
  switch (operator) {
    case ">":
      return order > 0;
    case ">=":
      return order >= 0;
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case "~>":
      return order >= 0 && isBelowEnd(version, wanted, written);
  }
}

/** A prerelease is near nothing but the release that it comes before. */
function mayCompare(version: HashicorpVersion, wanted: HashicorpVersion): boolean {
  if (version.prerelease === "") return true;
  return wanted.prerelease !== "" && version.segments.length === wanted.segments.length &&
    version.segments.every((segment, index) => segment === wanted.segments[index]);
}

function isBelowEnd(version: HashicorpVersion, wanted: HashicorpVersion, written: number): boolean {
  if (wanted.prerelease !== "" && version.prerelease === "") return false;
  if (version.segments.length < wanted.segments.length) return false;
  return wanted.segments.slice(0, written - 1).every((segment, index) => segment === version.segments[index]);
}
