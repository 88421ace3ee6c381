/** What the templates of a manifest see of the manifest itself: its locals, then `settings`, `vars` and `env`. Pure.
 *  Follows stacks §4.3, templates §1.3. Invariant: a file without locals adds nothing. */
import { ConfigError } from "@/base/errors.ts";
import { isTree, type Tree } from "./merge.ts";
import { resolveLocals } from "./locals.ts";
import { plainReference, valueAt } from "./plain_reference.ts";

/** What it is worked out with. */
export interface ContextScope {
  /** As shown. */
  readonly file: string;
  /** What the import gave. */
  readonly context: Tree;
  render(text: string, data: Tree, name: string): string;
}

/** Sections that may have locals of their own. */
const SECTIONS = ["terraform", "helmfile", "packer"];

/** What a file adds. */
export interface FileContext {
  /** For its templates. */
  readonly data: Tree;
  /** Locals of the root. */
  readonly root: Tree;
  /** Type → the locals of the root and its own. */
  readonly sections: Readonly<Record<string, Tree>>;
}

/** @throws Config `stacks/bad-locals`, and what resolving throws */
export function fileContext(tree: Tree, scope: ContextScope): FileContext | undefined {
  const withOwn = SECTIONS.filter((type) => localsOf(tree[type], scope.file) !== undefined);
  const own = localsOf(tree, scope.file);
  if (own === undefined && withOwn.length === 0) return undefined;
  const { locals: _, ...context } = scope.context;
  // Locals may speak of sections that speak of locals: as written they are known from the start.
  const written = Object.fromEntries(
    ["settings", "vars", "env"].flatMap((name) => isTree(tree[name]) ? [[name, tree[name]]] : []),
  );
  const start = { ...written, ...context };
  const root = resolveLocals(own ?? {}, { ...scope, data: start });
  const sections = Object.fromEntries(withOwn.map((type) => {
    const locals = localsOf(tree[type], scope.file) ?? {};
    return [type, resolveLocals(locals, { ...scope, data: { ...start, locals: root } })];
  }));
  const others = SECTIONS.reduce<Tree>((all, type) => ({ ...sections[type], ...all }), {});
  let data: Tree = { ...context, locals: { ...others, ...root } };
  for (const name of ["settings", "vars", "env"]) {
    if (isTree(tree[name])) data = { ...data, [name]: rendered(tree[name], data, { scope, name }) };
  }
  return { data, root, sections };
}

function localsOf(section: unknown, file: string): Tree | undefined {
  if (!isTree(section) || !Object.hasOwn(section, "locals")) return undefined;
  const { locals } = section;
  if (isTree(locals)) return locals;
  throw new ConfigError("stacks/bad-locals", `invalid 'locals' section in ${file}`, {
    explanation: "`locals` is a map.",
    at: { file },
  });
}

/** The section with its templates done; what fails stays text, a component may know more. */
function rendered(
  value: unknown,
  data: Tree,
  of: { readonly scope: ContextScope; readonly name: string },
): unknown {
  if (typeof value === "string") {
    const keys = plainReference(value);
    const found = keys && valueAt(data, keys);
    if (found !== undefined) return found;
    try {
      return of.scope.render(value, data, of.scope.file);
    } catch (error) {
      if (error instanceof ConfigError) return value;
      throw error;
    }
  }
  if (Array.isArray(value)) return value.map((item) => rendered(item, data, of));
  if (!isTree(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, rendered(item, data, of)]));
}
