/** The names that an expression of a package definition may use, and their values for one version.
 *  Follows aqua-registry §10, §11. Pure.
 *  Invariant: nothing of the machine is here: no platform, no environment, no files. */
import {
  INVALID_OPERATOR,
  parseRegistryConstraint,
  parseTestedVersion,
  satisfiesConstraint,
} from "@/lang/semver/registry_constraint.ts";
import { type CallCheck, signatures } from "./_signature.ts";
import { BOOL, type StaticType, STRING } from "./_static_type.ts";
import { asText, RunFailure, type Value } from "./_value.ts";

/** What an expression is for: `version_constraint`, or `version_filter`, whose `semver` tests the whole tag and
 *  which has no `SemVer`. */
export type EnvironmentKind = "constraint" | "filter";

/** The version that an expression is evaluated for: the tag as it is, and without its prefix. */
export interface ExpressionValues {
  readonly Version: string;
  readonly SemVer: string;
}

/** Compiles a regular expression to an unanchored test. Throws an Error in the words of Go. */
export type RegexpCompiler = (pattern: string) => (text: string) => boolean;

/** A name with a value. */
export interface EnvironmentValue {
  readonly kind: "value";
  readonly type: StaticType;
  readonly read: (values: ExpressionValues) => Value;
}

/** A name that is called. `bind` makes the function of one place in an expression. */
export interface EnvironmentFunction {
  readonly kind: "function";
  readonly typeName: string;
  readonly check: CallCheck;
  readonly bind: () => (values: ExpressionValues, args: readonly Value[]) => Value;
}

/** All names of an environment. */
export type Environment = ReadonlyMap<string, EnvironmentValue | EnvironmentFunction>;

/** The names of a kind of expression. */
export function environmentOf(kind: EnvironmentKind): Environment {
  return kind === "constraint" ? CONSTRAINT : FILTER;
}

const VERSION: EnvironmentValue = { kind: "value", type: STRING, read: (values) => values.Version };
const SEMVER: EnvironmentValue = { kind: "value", type: STRING, read: (values) => values.SemVer };

const SEMVER_WITH_VERSION: EnvironmentFunction = {
  kind: "function",
  typeName: "func(string, string) bool",
  check: signatures([[STRING, STRING], BOOL]),
  bind: () => {
    const test = constraintTest();
    return (_values, [constraint, version]) => test(asText(constraint), asText(version));
  },
};

const CONSTRAINT: Environment = new Map<string, EnvironmentValue | EnvironmentFunction>([
  ["Version", VERSION],
  ["SemVer", SEMVER],
  ["semver", semverOf((values) => values.SemVer)],
  ["semverWithVersion", SEMVER_WITH_VERSION],
]);

const FILTER: Environment = new Map<string, EnvironmentValue | EnvironmentFunction>([
  ["Version", VERSION],
  ["semver", semverOf((values) => values.Version)],
  ["semverWithVersion", SEMVER_WITH_VERSION],
]);

function semverOf(tested: (values: ExpressionValues) => string): EnvironmentFunction {
  return {
    kind: "function",
    typeName: "func(string) bool",
    check: signatures([[STRING], BOOL]),
    bind: () => {
      const test = constraintTest();
      return (values, [constraint]) => test(asText(constraint), tested(values));
    },
  };
}

/** A test that keeps its last constraint: at one place in an expression it is the same for every version. */
function constraintTest(): (constraint: string, version: string) => boolean {
  let lastText = "";
  let last = parseRegistryConstraint(lastText);
  return (constraint, version) => {
    if (constraint !== lastText) {
      last = parseRegistryConstraint(constraint);
      lastText = constraint;
    }
    const verdict = satisfiesConstraint(last, parseTestedVersion(version));
    if (verdict === "invalid") throw new RunFailure(INVALID_OPERATOR);
    return verdict;
  };
}
