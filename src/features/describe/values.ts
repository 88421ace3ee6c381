/** One component in every stack, side by side. Follows stacks §15.2 (list values, vars, settings).
 *  Invariant: only instances that are shown are evaluated. */
import { LookupError } from "@/base/errors.ts";
import { nearestNames } from "@/base/text/suggest.ts";
import { isTree, type Tree } from "@/features/stacks/core/merge.ts";
import { evaluateInstance, type EvaluateOptions } from "@/features/stacks/evaluate.ts";
import { SECTIONS } from "@/features/stacks/core/section.ts";
import type { Session } from "@/features/stacks/session.ts";
import { sortedKeys } from "@/features/stacks/core/sorted_keys.ts";
import { parseSelector } from "./core/selectors.ts";
import { type InstanceRow, instanceRows } from "./rows.ts";

/** What is asked for. */
export interface ValuesQuestion {
  readonly component: string;
  /** A pattern of stacks. */
  readonly stack: string | undefined;
  /** Of yq, on `vars`, and where that finds nothing on all sections. */
  readonly query: string | undefined;
  /** Where a query begins, and what is shown without one. */
  readonly section: "vars" | "settings";
}

/**
 * Stack → what was found there; stacks without anything are left out.
 * @throws Lookup `describe/no-component`; Config of the query, of manifests and values
 */
export async function componentValues(
  session: Session,
  question: ValuesQuestion,
  options: EvaluateOptions,
): Promise<ReadonlyMap<string, unknown>> {
  const { component, stack } = question;
  const all = await instanceRows(session, { stack: undefined, selector: parseSelector(), kind: "all" });
  if (!all.some(({ instance }) => instance.name === component)) {
    const near = nearestNames(component, all.map(({ instance }) => instance.name));
    throw new LookupError("describe/no-component", `the component '${component}' does not exist`, {
      hints: [...near.map((name) => `Did you mean ${name}?`), "atmos list components"],
    });
  }
  const rows = await instanceRows(session, { stack, component, selector: parseSelector(), kind: "all" });
  const find = await finderOf(question);
  const found = new Map<string, unknown>();
  const types = Object.keys(SECTIONS);
  const isBest = ({ instance: { stack, type } }: InstanceRow) =>
    !rows.some(({ instance: other }) =>
      other.stack === stack && types.indexOf(other.type) < types.indexOf(type)
    );
  for (const { instance } of rows.filter(isBest)) {
    const value = find(await evaluateInstance(session, instance, options));
    if (value !== undefined && value !== null) found.set(instance.stack, sortedKeys(value));
  }
  return found;
}

async function finderOf({ query, section }: ValuesQuestion): Promise<(sections: Tree) => unknown> {
  if (!query || query === ".") return (sections) => sections[section];
  const { compileQuery } = await import("@/lang/query/query.ts");
  const find = compileQuery(query);
  const first = (value: unknown) => {
    const results = find(value);
    return results.length > 1 ? results : results[0];
  };
  return (sections) => first(sections[section] ?? {}) ?? first(sections);
}

/** A table: keys down, stacks across; what is no map is one row named `value`. */
export function valueTable(
  values: ReadonlyMap<string, unknown>,
  most: number | undefined,
): { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] } {
  const stacks = [...values].slice(0, most || undefined).map(([name, value]) =>
    [name, isTree(value) ? value : { value }] as const
  );
  const keys = [...new Set(stacks.flatMap(([, value]) => Object.keys(value)))].sort();
  return {
    head: ["Key", ...stacks.map(([name]) => name)],
    rows: keys.map((key) => [key, ...stacks.map(([, value]) => cellText(value[key]))]),
  };
}

function cellText(value: unknown): string {
  if (value === undefined || value === null) return "";
  if (Array.isArray(value)) return value.map(cellText).join(",");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
