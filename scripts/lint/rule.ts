/** What every rule of the house plugin shares: a rule sees one file and where it stands.
 *  Follows house §2. Invariant: a rule decides by the file's text and path alone. */
import { type Place, placeOf } from "./place.ts";

/** What a rule may ask and say about one file. */
export interface RuleContext {
  readonly place: Place;
  readonly source: Deno.lint.SourceCode;
  /** Reports a finding. `hint` is what to do instead. */
  report(at: Deno.lint.Node, message: string, hint: string): void;
}

/** The nodes that a rule looks at. */
export type Visitor = Deno.lint.LintVisitor;

/**
 * Makes a rule.
 * @param applies which files it looks at
 * @param visit makes the visitor for one file
 */
export function rule(
  applies: (place: Place) => boolean,
  visit: (context: RuleContext) => Visitor,
): Deno.lint.Rule {
  return {
    create(context) {
      const place = placeOf(pathInCheckout(context.filename));
      if (!applies(place)) return {};
      return visit({
        place,
        source: context.sourceCode,
        report: (node, message, hint) => context.report({ node, message, hint }),
      });
    },
  };
}

/** Sources of the program itself: under `src`, no tests. */
export function isProduct(place: Place): boolean {
  return place.floor !== undefined && !place.isTest;
}

function pathInCheckout(filename: string): string {
  const root = decodeURI(new URL("../../", import.meta.url).pathname).replace(/^\/(?=[A-Za-z]:\/)/, "");
  const path = filename.replaceAll("\\", "/");
  return path.startsWith(root) ? path.slice(root.length) : path;
}
