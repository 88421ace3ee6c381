/** The constraints of `semver("…")` in registry expressions: comma-separated terms that must all hold.
 *  Follows aqua-registry §11, T15-T17. Pure.
 *  Invariant: no `~>`, no `^`, no `||`, no npm rule about prereleases; users' ranges are another dialect. */
import {
  compareHashicorpVersions,
  type HashicorpVersion,
  parseHashicorpVersion,
} from "./hashicorp_version.ts";

/** A term after parsing. `version` is undefined when it cannot be read: such a term never holds. */
type Term =
  | { readonly operator: Operator; readonly version: HashicorpVersion | undefined }
  | { readonly operator: undefined };

/** A parsed constraint; terms in their order. */
export interface RegistryConstraint {
  readonly terms: readonly Term[];
}

type Operator = ">=" | "<=" | "!=" | ">" | "<" | "=";

/** Tried in this order, so `==` is `=` followed by an unreadable version. */
const OPERATORS: readonly Operator[] = [">=", "<=", "!=", ">", "<", "="];
const COMMIT_HASH = /^[0-9a-f]{40}$/;

/** Text of the failure of a term without an operator, in the words of the original. */
export const INVALID_OPERATOR = "invalid operator. Operator must be one of >=, >, <, <=, !=, =";

/** Splits a constraint into terms. Never fails: a bad term shows itself when it is tested. */
export function parseRegistryConstraint(text: string): RegistryConstraint {
  return { terms: text.split(",").map((term) => parseTerm(term.trim())) };
}

/** The version that constraints are tested against; undefined for commit hashes and what is no version. */
export function parseTestedVersion(text: string): HashicorpVersion | undefined {
  return COMMIT_HASH.test(text) ? undefined : parseHashicorpVersion(text);
}

/**
 * Tests a version against a constraint.
 * @param version as `parseTestedVersion` answered; undefined satisfies nothing, not even `!=`
 * @returns "invalid" when a term without an operator is reached, that is when all terms before it hold
 */
export function satisfiesConstraint(
  constraint: RegistryConstraint,
  version: HashicorpVersion | undefined,
): boolean | "invalid" {
  if (version === undefined) return false;
  for (const term of constraint.terms) {
    if (term.operator === undefined) return "invalid";
    if (term.version === undefined) return false;
    if (!holds(term.operator, compareHashicorpVersions(version, term.version))) return false;
  }
  return true;
}

function parseTerm(term: string): Term {
  const operator = OPERATORS.find((candidate) => term.startsWith(candidate));
  if (operator === undefined) return { operator: undefined };
  return { operator, version: parseHashicorpVersion(term.slice(operator.length).trim()) };
}

function holds(operator: Operator, order: number): boolean {
  switch (operator) {
    case ">=":
      return order >= 0;
    case "<=":
      return order <= 0;
    case "!=":
      return order !== 0;
    case ">":
      return order > 0;
    case "<":
      return order < 0;
    case "=":
      return order === 0;
  }
}
