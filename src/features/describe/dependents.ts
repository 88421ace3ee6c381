/** What depends on an instance. Follows stacks §12. */
import { findInstance, type InstanceName } from "@/features/stacks/find_instance.ts";
import type { Tree } from "@/features/stacks/core/merge.ts";
import type { EvaluateOptions } from "@/features/stacks/evaluate.ts";
import type { Session } from "@/features/stacks/session.ts";
import { dependencyGraph, type GraphNode } from "./dependency_graph.ts";
import { markIncluded } from "./core/nested_dependents.ts";
import { type Item, itemOf, settingsOf } from "./item.ts";

/** One of them. */
export interface Dependent extends Item {
  /** Those of the next rank; null where nobody asked for them. */
  readonly dependents: readonly Dependent[] | null;
  readonly included_in_dependents: boolean;
  /** Null where nobody asked for them. */
  readonly settings: Tree | null;
}

/**
 * Those that say so themselves, by slug.
 * @throws Lookup of the instance; Config of manifests, dependencies and values
 */
export async function describeDependents(
  session: Session,
  name: InstanceName,
  options: EvaluateOptions,
): Promise<readonly Dependent[]> {
  const target = await findInstance(session, name);
  const nodes = await dependencyGraph(session, options);
  const found = dependentNodes(nodes, target);
  return await Promise.all(found.map((node) => dependentOf(session, node, { options, withSettings: false })));
}

/** How trees are made. */
export interface TreeOptions {
  /** Name or file key; others are left out. */
  readonly stack: string | undefined;
  readonly withSettings: boolean;
  readonly options: EvaluateOptions;
}

/** Items with all that depend on them, and what depends on those in turn; circles end. @throws as `describeDependents` */
export async function dependentTrees<T extends Dependent>(
  session: Session,
  items: readonly T[],
  { stack, ...how }: TreeOptions,
): Promise<readonly T[]> {
  const nodes = (await dependencyGraph(session, how.options))
    .filter(({ instance }) => !stack || instance.stack === stack || instance.key === stack);
  const allowed = new Set(nodes);
  const made = new Map<GraphNode, Promise<Dependent>>();
  const treeOf = async (node: GraphNode, above: readonly GraphNode[]): Promise<Dependent> => {
    const known = made.get(node) ?? dependentOf(session, node, how);
    made.set(node, known);
    const path = [...above, node];
    return { ...await known, dependents: await below(node.neededBy, path) };
  };
  const below = async (needing: Iterable<GraphNode>, path: readonly GraphNode[]) => {
    const next = bySlug(needing).filter((node) => allowed.has(node) && !path.includes(node));
    return await Promise.all(next.map((node) => treeOf(node, path)));
  };
  const trees = await Promise.all(items.map(async (item) => {
    const name = item.component;
    const own = nodes.filter(({ instance }) => instance.name === name && instance.stack === item.stack);
    return { ...item, dependents: await below(new Set(own.flatMap(({ neededBy }) => neededBy)), own) };
  }));
  return markIncluded(trees);
}

/** The nodes that depend on what has a name in a stack, by slug. */
export function dependentNodes(
  nodes: readonly GraphNode[],
  { name, stack }: { readonly name: string; readonly stack: string },
): readonly GraphNode[] {
  const targets = nodes.filter(({ instance }) => instance.name === name && instance.stack === stack);
  return bySlug(new Set(targets.flatMap(({ neededBy }) => neededBy)));
}

function bySlug(nodes: Iterable<GraphNode>): readonly GraphNode[] {
  const key = ({ instance: { stack, name, type } }: GraphNode) =>
    [`${stack}-${name}`.replaceAll("/", "-"), name, stack, type].join("\u0000");
  return [...nodes].sort((a, b) => key(a) < key(b) ? -1 : 1);
}

async function dependentOf(
  session: Session,
  { instance }: GraphNode,
  { options, withSettings }: Omit<TreeOptions, "stack">,
): Promise<Dependent> {
  const item = await itemOf(session, instance, { ...options, withContext: true });
  const settings = withSettings ? await settingsOf(session, instance, options) : null;
  return { ...item, dependents: null, included_in_dependents: false, settings };
}
