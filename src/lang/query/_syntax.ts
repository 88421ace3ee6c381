/** What a query is once it is parsed. Follows templates §5. Pure.
 *  Invariant: chains (`.a.b[0]`, `a | b | c`) are flat, so that only brackets and operators nest. */

/** A parsed expression; `at` is its UTF-16 offset in the query. */
export type Expression =
  & { readonly at: number }
  & (
    | { readonly kind: "self" | "descent" }
    | { readonly kind: "literal"; readonly value: unknown }
    | { readonly kind: "text"; readonly parts: readonly (string | Expression)[] }
    | { readonly kind: "variable"; readonly name: string }
    | { readonly kind: "path"; readonly base: Expression; readonly steps: readonly Step[] }
    | { readonly kind: "list"; readonly body: Expression | undefined }
    | { readonly kind: "map"; readonly entries: readonly Entry[] }
    | { readonly kind: "call"; readonly name: string; readonly args: readonly Expression[] }
    | { readonly kind: "pipe" | "union"; readonly parts: readonly Expression[] }
    | Operation
    | { readonly kind: "bind"; readonly source: Expression; readonly name: string; readonly body: Expression }
    | {
      readonly kind: "reduce";
      readonly source: Expression;
      readonly name: string;
      readonly initial: Expression;
      readonly body: Expression;
    }
  );

/** Two sides and what stands between them: `+`, `==`, `and`, `//`, `=`, `|=`, `+=`, `*d` … */
export interface Operation {
  readonly kind: "binary" | "assign";
  readonly operator: string;
  readonly left: Expression;
  readonly right: Expression;
}

/** One member of `{…}`. */
export interface Entry {
  readonly key: Expression;
  readonly value: Expression;
}

/** One step of a path; `optional` (`?`) takes a step that cannot be made for no result. */
export type Step =
  & { readonly at: number }
  & (
    | { readonly kind: "key"; readonly name: string; readonly optional: boolean }
    | { readonly kind: "index"; readonly keys: Expression; readonly optional: boolean }
    | { readonly kind: "each" }
    | { readonly kind: "slice"; readonly from: Expression | undefined; readonly to: Expression | undefined }
  );
