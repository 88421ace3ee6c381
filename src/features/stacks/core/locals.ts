/** `locals` of a manifest: names for values that its own file uses. Pure. Follows stacks §4.3, templates §1.6.
 *  Invariants: the order in which they are written does not count; nothing of them leaves the file. */
import { ConfigError } from "@/base/errors.ts";
import { nearestNames } from "@/base/text/suggest.ts";
import { isTree, type Tree } from "./merge.ts";
import { plainReference, valueAt } from "./plain_reference.ts";

/** What resolving needs beside the locals. */
export interface LocalsScope {
  /** As shown. */
  readonly file: string;
  /** What is known already: context, settings, vars, env, and locals of outer scopes under `locals`. */
  readonly data: Tree;
  render(text: string, data: Tree, name: string): string;
}

/**
 * The values of the locals of one scope.
 * @throws Config `stacks/locals-cycle`, `stacks/unknown-local`; what rendering throws
 */
export function resolveLocals(locals: Tree, scope: LocalsScope): Tree {
  const outer = isTree(scope.data["locals"]) ? scope.data["locals"] : {};
  const resolved: Record<string, unknown> = { ...outer };
  for (const name of orderOf(locals, outer, scope.file)) {
    const data = { ...scope.data, locals: resolved };
    resolved[name] = resolveValue(locals[name], name, { ...scope, data });
  }
  return resolved;
}

function resolveValue(value: unknown, name: string, scope: LocalsScope): unknown {
  if (typeof value === "string") {
    const keys = plainReference(value);
    const found = keys && valueAt(scope.data, keys);
    return found !== undefined ? found : scope.render(value, scope.data, name);
  }
  if (Array.isArray(value)) return value.map((item) => resolveValue(item, name, scope));
  if (!isTree(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, resolveValue(member, name, scope)]),
  );
}

/** Names in the order in which they can be resolved, by name where nothing else decides. */
function orderOf(locals: Tree, outer: Tree, file: string): readonly string[] {
  const order: string[] = [];
  const state = new Map<string, "open" | "done">();
  const visit = (name: string, chain: readonly string[]): void => {
    if (state.get(name) === "done") return;
    if (state.get(name) === "open") throw cycle([...chain.slice(chain.indexOf(name)), name], file);
    state.set(name, "open");
    for (const used of [...usedLocals(locals[name])].sort()) {
      if (Object.hasOwn(locals, used)) visit(used, [...chain, name]);
      else if (!Object.hasOwn(outer, used)) throw unknown(name, used, { known: locals, outer, file });
    }
    state.set(name, "done");
    order.push(name);
  };
  for (const name of Object.keys(locals).sort()) visit(name, []);
  return order;
}

const USED = /\.locals\.([A-Za-z_]\w*)|\bindex\s+\$?\.locals\s+"([^"]+)"/g;

/** The locals that templates in a value speak of. */
function usedLocals(value: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value === "string") {
      for (const [action] of value.matchAll(/\{\{[^]*?\}\}/g)) {
        for (const [, field, key] of action.matchAll(USED)) found.add(field ?? key ?? "");
      }
    } else if (Array.isArray(value)) value.forEach(visit);
    else if (isTree(value)) Object.values(value).forEach(visit);
  };
  visit(value);
  return found;
}

function cycle(names: readonly string[], file: string): ConfigError {
  return new ConfigError("stacks/locals-cycle", `circular dependency in locals at ${file}`, {
    explanation: names.join(" → "),
    hints: [`Break the circle in ${file}: no local may need itself.`],
    at: { file },
  });
}

function unknown(
  name: string,
  used: string,
  { known, outer, file }: { readonly known: Tree; readonly outer: Tree; readonly file: string },
): ConfigError {
  const names = [...new Set([...Object.keys(outer), ...Object.keys(known)])].sort();
  const near = nearestNames(used, names);
  return new ConfigError("stacks/unknown-local", `local "${name}" uses an unknown local: ${used}`, {
    explanation: `Available locals at this scope: ${names.join(", ")}`,
    hints: near.map((each) => `Did you mean ${each}?`),
    at: { file },
  });
}
