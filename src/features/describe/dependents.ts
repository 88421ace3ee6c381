/** What depends on an instance. Follows stacks §12. */
import { findInstance, type InstanceName } from "@/features/stacks/find_instance.ts";
import type { Tree } from "@/features/stacks/core/merge.ts";
import type { EvaluateOptions } from "@/features/stacks/evaluate.ts";
import type { Session } from "@/features/stacks/session.ts";
import { dependencyGraph, type GraphNode } from "./dependency_graph.ts";
import { type Item, itemOf } from "./item.ts";

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
  return await Promise.all(dependentNodes(nodes, target).map((node) => dependentOf(session, node, options)));
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
  options: EvaluateOptions,
): Promise<Dependent> {
  const item = await itemOf(session, instance, { ...options, withContext: true });
  return { ...item, dependents: null, included_in_dependents: false, settings: null };
}
