/** `overrides`: what a manifest lays over the components that it holds. Pure. Follows stacks §7.4.
 *  Invariant: what comes from an import reaches what is imported after it and the file itself, nothing before it; of nested
 *  files the outermost wins. */
import { isTree, type ListStrategy, mergeTrees, type Tree } from "./merge.ts";

/** Types of components that know overrides. */
const TYPES = ["terraform", "helmfile"];

/** Overrides by type of component. */
export type Overrides = Readonly<Record<string, Tree>>;

/** What a file says itself. Values that are no maps are left out. */
export function ownOverrides(tree: Tree, strategy: ListStrategy): Overrides {
  const below = isTree(tree["overrides"]) ? tree["overrides"] : undefined;
  return Object.fromEntries(TYPES.map((type) => {
    const section = tree[type];
    const own = isTree(section) && isTree(section["overrides"]) ? section["overrides"] : undefined;
    return [type, mergeTrees([below, own], strategy)];
  }));
}

/** Lays overrides over each other, the weakest first. */
export function mergeOverrides(layers: readonly Overrides[], strategy: ListStrategy): Overrides {
  return Object.fromEntries(
    TYPES.map((type) => [type, mergeTrees(layers.map((layer) => layer[type]), strategy)]),
  );
}

/** The tree whose components carry the overrides that reach them: `weaker`, what they carry already, `stronger`. */
export function withOverrides(
  tree: Tree,
  { weaker, stronger }: { readonly weaker: Overrides; readonly stronger: Overrides },
  strategy: ListStrategy,
): Tree {
  const components = tree["components"];
  if (!isTree(components)) return tree;
  const changed: Record<string, unknown> = { ...components };
  for (const type of TYPES) {
    const ofType = components[type], low = weaker[type] ?? {}, high = stronger[type] ?? {};
    if (!isTree(ofType) || (isEmpty(low) && isEmpty(high))) continue;
    changed[type] = Object.fromEntries(
      Object.entries(ofType).map(([name, body]) => {
        if (!isTree(body)) return [name, body];
        const own = isTree(body["overrides"]) ? body["overrides"] : undefined;
        return [name, { ...body, overrides: mergeTrees([low, own, high], strategy) }];
      }),
    );
  }
  return { ...tree, components: changed };
}

/** The tree without the sections themselves, and without what stands in their place in a component. */
export function withoutOverrides(tree: Tree): Tree {
  const kept: Record<string, unknown> = { ...tree };
  delete kept["overrides"];
  for (const type of TYPES) {
    const section = kept[type];
    if (!isTree(section)) continue;
    const { overrides: _, ...rest } = section;
    kept[type] = rest;
  }
  const components = kept["components"];
  if (!isTree(components)) return kept;
  const entries = Object.entries(components).map(([type, ofType]) => [
    type,
    isTree(ofType)
      ? Object.fromEntries(Object.entries(ofType).map(([name, body]) => [name, withoutOwn(body)]))
      : ofType,
  ]);
  return { ...kept, components: Object.fromEntries(entries) };
}

function withoutOwn(body: unknown): unknown {
  if (!isTree(body) || !Object.hasOwn(body, "overrides")) return body;
  const { overrides: _, ...rest } = body;
  return rest;
}

function isEmpty(map: Tree): boolean {
  return Object.keys(map).length === 0;
}
