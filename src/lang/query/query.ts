/** Queries of `--query`, `!include`, `!terraform.*`, stores and secrets: the language of yq v4 over plain values.
 *  Follows templates §5. Pure. Where yq is plainly wrong ours is not: values keep their types, `==` compares lists and
 *  maps by content, division by zero and arithmetic with null that cannot be are errors, what gets no input gives no
 *  result. Invariants: the input is never changed; a part of yq that is not built is refused before anything runs; no
 *  query sees environment, files or clock. */
import { createBudget } from "./_budget.ts";
import { evaluate } from "./_evaluate.ts";
import { fault } from "./_fault.ts";
import { made } from "./_node.ts";
import { parseQuery } from "./_parse.ts";

/** A compiled query: the results for a value, in order. They may share parts with it: never change them.
 *  @throws Config `query/evaluation` */
export type Query = (value: unknown) => readonly unknown[];

/**
 * Compiles a query. An empty one gives the value itself.
 * @throws Config `query/syntax` with line and column, `query/unsupported` with the part of yq that is not built
 * @example compileQuery('.vars.region // "eu-west-1"')({ vars: {} }) // ["eu-west-1"]
 */
export function compileQuery(text: string): Query {
  const expression = parseQuery(text);
  if (!expression) return (value) => [value ?? null];
  return (value) => {
    const error = (message: string) => fault("query/evaluation", { text, at: 0 }, message);
    const budget = createBudget(error);
    try {
      const results = evaluate(expression, [made(value ?? null)], { text, budget, variables: new Map() });
      for (const result of results) budget.weigh(result.value);
      return results.map((result) => result.value);
    } catch (cause) {
      if (cause instanceof RangeError) throw error("the values are nested too deeply or too long");
      throw cause;
    }
  };
}
