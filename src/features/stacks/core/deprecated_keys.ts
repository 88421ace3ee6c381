/** Keys of manifests that still work and have a better successor. Pure. Follows stacks §16.1. */
import { isTree, type Tree } from "./merge.ts";
import { SECTIONS } from "./section.ts";

/** A key in use. */
export interface DeprecatedKey {
  readonly path: readonly string[];
  readonly instead: string;
}

/** Those of one manifest: of its root, its types and its components. */
export function deprecatedKeys(tree: Tree): readonly DeprecatedKey[] {
  const components = isTree(tree["components"]) ? tree["components"] : {};
  const holders: (readonly [holder: unknown, path: readonly string[]])[] = [[tree, []]];
  for (const type of Object.keys(SECTIONS)) {
    holders.push([tree[type], [type]]);
    const ofType = isTree(components[type]) ? Object.entries(components[type]) : [];
    holders.push(...ofType.map(([name, body]) => [body, ["components", type, name]] as const));
  }
  return holders.flatMap(([holder, path]) => {
    const settings = isTree(holder) ? holder["settings"] : undefined;
    if (!isTree(settings) || !Object.hasOwn(settings, "depends_on")) return [];
    return [{ path: [...path, "settings", "depends_on"], instead: "dependencies.components" }];
  });
}
