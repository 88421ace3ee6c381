/** `locals` of a manifest or component: names for values that their own scope uses. Pure.
 *  Follows stacks §4.3, templates §1.6.
 *  Invariants: the order in which they are written does not count; a local that is a function runs only when a text around
 *  it needs its value, everywhere else the function itself takes its place. */
import { ConfigError } from "@/base/errors.ts";
import { nearestNames } from "@/base/text/suggest.ts";
import { isTagged, type Tagged, tagged } from "@/lang/yaml/parse.ts";
import { isTree, type Tree } from "./merge.ts";
import { plainReference, valueAt } from "./plain_reference.ts";

/** What resolving needs. */
export interface LocalsScope {
  /** Of whom errors speak: a file, or a component. */
  readonly owner: string;
  /** What templates see beside locals: context, settings, vars, env. */
  readonly data: Tree;
  render(text: string, data: Tree, name: string): string;
  /** Runs a function. */
  call(node: Tagged): Promise<unknown>;
}

interface TextScope extends LocalsScope {
  readonly name: string;
  onFailure?(text: string, error: ConfigError): unknown;
}

/** Locals by name; functions become values when somebody needs them. */
export type Locals = Record<string, unknown>;

/**
 * The values of the locals of one scope, over those of outer ones.
 * @throws Config `stacks/locals-cycle`, `stacks/unknown-local`; what rendering and functions throw
 */
export async function resolveLocals(written: Tree, outer: Tree, scope: LocalsScope): Promise<Locals> {
  const resolved: Locals = { ...outer };
  for (const name of orderOf(written, outer, scope.owner)) {
    resolved[name] = await withLocals(written[name], resolved, { ...scope, name }).catch((error) => {
      throw ofLocal(error, name, scope.owner);
    });
  }
  return resolved;
}

/**
 * A value with its templates done: a text that is one reference becomes what it refers to, with its type.
 * @param onFailure what stays of a text that cannot be rendered; it may throw
 */
export async function withLocals(
  value: unknown,
  locals: Locals,
  scope: TextScope,
): Promise<unknown> {
  if (typeof value === "string") return await renderedText(value, locals, scope);
  if (Array.isArray(value)) {
    const items: unknown[] = [];
    for (const item of value) items.push(await withLocals(item, locals, scope));
    return items;
  }
  if (isTagged(value) && typeof value.value === "string") {
    return tagged(value.tag, await renderedWords(value.value, locals, scope));
  }
  if (!isTree(value)) return value;
  const entries: [string, unknown][] = [];
  for (const [key, member] of Object.entries(value)) {
    const name = key.includes("{{") ? String(await renderedText(key, locals, scope)) : key;
    entries.push([name, await withLocals(member, locals, scope)]);
  }
  return Object.fromEntries(entries);
}

async function renderedText(
  text: string,
  locals: Locals,
  scope: TextScope,
): Promise<unknown> {
  if (!text.includes("{{")) return text;
  const keys = plainReference(text), data = { ...scope.data, locals };
  return (keys && valueAt(data, keys)) ?? await renderedWords(text, locals, scope);
}

async function renderedWords(text: string, locals: Locals, scope: TextScope): Promise<unknown> {
  if (!text.includes("{{")) return text;
  try {
    for (const name of usedLocals(text)) await evaluate(name, locals, scope);
    return scope.render(text, { ...scope.data, locals }, scope.name);
  } catch (error) {
    if (!(error instanceof ConfigError) || scope.onFailure === undefined) throw error;
    return scope.onFailure(text, error);
  }
}

/** A local whose value a text is made with must be a value. */
async function evaluate(name: string, locals: Locals, { call }: LocalsScope): Promise<void> {
  const value = locals[name];
  if (isTagged(value)) locals[name] = await call(value);
}

/** Says which local it is. */
function ofLocal(error: unknown, name: string, owner: string): unknown {
  if (!(error instanceof ConfigError) || error.code.startsWith("stacks/")) return error;
  const { code, title, explanation, hints, cause } = error;
  return new ConfigError(code, `local "${name}": ${title}`, {
    explanation,
    hints,
    cause,
    at: { file: owner },
  });
}

/** Names in the order in which they can be resolved, by name where nothing else decides. */
function orderOf(locals: Tree, outer: Tree, owner: string): readonly string[] {
  const order: string[] = [];
  const state = new Map<string, "open" | "done">();
  const visit = (name: string, chain: readonly string[]): void => {
    if (state.get(name) === "done") return;
    if (state.get(name) === "open") throw cycle([...chain.slice(chain.indexOf(name)), name], owner);
    state.set(name, "open");
    for (const used of [...usedLocals(locals[name])].sort()) {
      if (Object.hasOwn(locals, used)) visit(used, [...chain, name]);
      else if (!Object.hasOwn(outer, used)) throw unknown(name, used, { known: locals, outer, owner });
    }
    state.set(name, "done");
    order.push(name);
  };
  for (const name of Object.keys(locals).sort()) visit(name, []);
  return order;
}

const USED = /\.locals\.([A-Za-z_]\w*)|\bindex\s+\$?\.locals\s+"([^"]+)"/g;

/** The locals that templates in a value speak of. */
export function usedLocals(value: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value === "string") {
      for (const [action] of value.matchAll(/\{\{[^]*?\}\}/g)) {
        for (const [, field, key] of action.matchAll(USED)) found.add(field ?? key ?? "");
      }
    } else if (isTagged(value)) visit(value.value);
    else if (Array.isArray(value)) value.forEach(visit);
    else if (isTree(value)) Object.values(value).forEach(visit);
  };
  visit(value);
  return found;
}

function cycle(names: readonly string[], owner: string): ConfigError {
  return new ConfigError("stacks/locals-cycle", `circular dependency in locals at ${owner}`, {
    explanation: names.join(" → "),
    hints: [`Break the circle in ${owner}: no local may need itself.`],
    at: { file: owner },
  });
}

function unknown(
  name: string,
  used: string,
  { known, outer, owner }: { readonly known: Tree; readonly outer: Tree; readonly owner: string },
): ConfigError {
  const names = [...new Set([...Object.keys(outer), ...Object.keys(known)])].sort();
  return new ConfigError("stacks/unknown-local", `local "${name}" uses an unknown local: ${used}`, {
    explanation: `map has no entry for key "${used}". Available locals at this scope: ${names.join(", ")}`,
    hints: nearestNames(used, names).map((each) => `Did you mean ${each}?`),
    at: { file: owner },
  });
}
