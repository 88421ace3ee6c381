/** Compiles and evaluates the conditions of package definitions: `version_constraint` and `version_filter`.
 *  Follows aqua-registry §10 and §25.3 (expr-lang v1.17). Pure.
 *  Invariant: a condition either answers a boolean or fails; callers count any failure as false (§5.1). */
import { ConfigError } from "@/base/errors.ts";
import { compileNode } from "./_compile.ts";
import {
  type EnvironmentKind,
  environmentOf,
  type ExpressionValues,
  type RegexpCompiler,
} from "./environment.ts";
import { fault } from "./_fault.ts";
import { parseExpressionText } from "./_parse.ts";
import { typeName } from "./_value.ts";

/** A compiled condition, for any number of versions. */
export interface Expression {
  /**
   * Evaluates the condition for a version; `SemVer` is the version without the definition's prefix.
   * @throws ConfigError `expr/run`: a constraint without an operator, a value that is no boolean, too much work
   */
  evaluate(values: ExpressionValues): boolean;
}

const MAX_STEPS = 1_000_000;

/**
 * Compiles a condition.
 * @param compileRegexp makes the test behind `matches`; called for literal patterns now, for others while running
 * @throws ConfigError `expr/syntax`, `expr/type` (unknown names and wrong types, in any branch), `expr/not-built`
 * @example compileExpression('semver("< 2.0") or Version == "v3"', "constraint", compileRegexp)
 */
export function compileExpression(
  text: string,
  environment: EnvironmentKind,
  compileRegexp: RegexpCompiler,
): Expression {
  const slots = { count: 0 };
  const scope = {
    text,
    environment: environmentOf(environment),
    compileRegexp,
    variables: [],
    element: undefined,
    slots,
  };
  const { type, run } = compileNode(scope, parseExpressionText(text));
  if (type.kind !== "bool" && type.kind !== "any") {
    throw new ConfigError("expr/type", `expected bool, but got ${type.name}`, {
      facts: { expression: text },
    });
  }
  return {
    evaluate(values) {
      const frame = { values, slots: new Array(slots.count).fill(null), stepsLeft: MAX_STEPS };
      const answer = run(frame);
      if (typeof answer === "boolean") return answer;
      if (answer === null) return false;
      throw fault("expr/run", { text, at: 0 }, `invalid operation: bool(${typeName(answer)})`);
    },
  };
}
