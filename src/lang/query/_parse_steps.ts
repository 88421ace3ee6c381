/** Parses what follows a value: `.name`, `[0]`, `[]`, `[1:]`, `.[…]`. Follows templates §5 (yq v4). Pure.
 *  Invariant: a chain of steps is one flat path. */
import { fault } from "./_fault.ts";
import { accept, describe, expect, here, type Parser, peek } from "./_parser.ts";
import type { Expression, Step } from "./_syntax.ts";

const LOOSEST = 0;

/** Takes all steps behind a value. @throws Config `query/syntax` */
export function parseSteps(parser: Parser, base: Expression): Expression {
  const steps: Step[] = [];
  for (;;) {
    const token = peek(parser);
    if (token.kind === "key") {
      parser.next++;
      steps.push({ kind: "key", at: token.at, name: token.value, optional: token.optional });
    } else if (isSymbol(parser, 0, "[") || isSymbol(parser, 0, ".") && isSymbol(parser, 1, "[")) {
      accept(parser, ".");
      accept(parser, "[");
      steps.push(parseBrackets(parser, token.at));
    } else if (isSymbol(parser, 0, ".")) {
      parser.next++;
      throw fault("query/syntax", here(parser), `expected a key or [ after ., found ${describe(parser)}`);
    } else break;
  }
  return steps.length === 0 ? base : { kind: "path", at: base.at, base, steps };
}

/** What stands behind `[`, up to and with `]` or `]?`. */
function parseBrackets(parser: Parser, at: number): Step {
  if (accept(parser, "]")) {
    accept(parser, "?");
    return { kind: "each", at };
  }
  const from = isSymbol(parser, 0, ":") ? undefined : parser.parse(parser, LOOSEST);
  if (accept(parser, ":")) {
    const to = isSymbol(parser, 0, "]") ? undefined : parser.parse(parser, LOOSEST);
    expect(parser, "]");
    return { kind: "slice", at, from, to };
  }
  expect(parser, "]");
  const optional = accept(parser, "?");
  if (from === undefined) throw fault("query/syntax", here(parser), "expected an index"); // cannot be: `:` was there
  return { kind: "index", at, keys: from, optional };
}

function isSymbol({ tokens, next }: Parser, ahead: number, value: string): boolean {
  const token = tokens[next + ahead];
  return token?.kind === "symbol" && token.value === value;
}
