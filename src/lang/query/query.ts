/** The expression language of yq as far as configuration needs it: paths, filters, construction, `//`. Pure.
 *  Follows templates §5, config §9.1. Invariants: the data is never changed; what is not supported is refused, never
 *  guessed. */
import { evaluate } from "./_evaluate.ts";
import { parseQuery } from "./_parse.ts";

/** Answers the results of an expression for a value, in their order. */
export type Query = (value: unknown) => readonly unknown[];

/**
 * Compiles an expression; an empty one is the value itself.
 * @throws Config `query/syntax`, `query/unsupported`; the query itself `query/evaluation`
 */
export function compileQuery(text: string): Query {
  const tree = parseQuery(text);
  return (value) =>
    evaluate(tree, { value, path: [] }, { text, variables: {}, steps: { left: MOST_STEPS } })
      .map((item) => item.value);
}

/** More than any sensible expression needs. */
const MOST_STEPS = 5_000_000;
