/** Recorded answers of the registry's expression language: the member `expr` of `template-vectors.json`.
 *  Follows aqua-registry §10. An error must be an error; its text is compared where ours is meant to be the same. */
import { AtmosError } from "@/base/errors.ts";
import { compileExpression } from "@/lang/expr/expression.ts";
import { compileRe2 } from "@/lang/regexp/re2.ts";
import { readData } from "../support/test_data.ts";
import type { VectorSubject } from "../support/vector_subject.ts";

interface Case {
  readonly expr: string;
  readonly Version: string;
  readonly SemVer: string;
  readonly result?: boolean;
  readonly error?: string;
}

const subject: VectorSubject = {
  subject: "expressions",
  matches: (path) => path.endsWith("template-vectors.json"),
  async run(path) {
    const { expr = [] }: { expr?: readonly Case[] } = JSON.parse(await readData(path));
    const failures = expr.flatMap((one) => {
      const actual = answer(one);
      return actual === (one.error ?? one.result) ? [] : [`${one.expr} on ${one.Version}: ${actual}, not ${one.error ?? one.result}`];
    });
    return { passed: expr.length - failures.length, failed: failures.length, notBuilt: {}, failures };
  },
};
export default subject;

/** The value, or the text of the error. */
function answer({ expr, Version, SemVer }: Case): boolean | string {
  try {
    const compile = (pattern: string) => compileRe2(pattern).test;
    return compileExpression(expr, "constraint", compile).evaluate({ Version, SemVer });
  } catch (error) {
    if (error instanceof AtmosError) return error.title;
    throw error;
  }
}
