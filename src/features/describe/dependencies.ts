/** Components with what they depend on and what depends on them. Follows stacks §15.2 (`list dependencies`). */
import type { EvaluateOptions } from "@/features/stacks/evaluate.ts";
import type { Session } from "@/features/stacks/session.ts";
import type { TreeNode } from "./core/dependency_tree.ts";
import { dependencyGraph, type GraphNode, mayRun } from "./dependency_graph.ts";
import { stackTest } from "./rows.ts";

/** Which components. */
export interface DependenciesFilter {
  readonly component: string | undefined;
  /** A pattern of names. */
  readonly stack: string | undefined;
}

/** Those that may run, by stack, name and type. @throws Config of manifests and dependencies */
export async function listedDependencies(
  session: Session,
  { component, stack }: DependenciesFilter,
  options: EvaluateOptions,
): Promise<readonly TreeNode[]> {
  const graph = await dependencyGraph(session, options), isStack = await stackTest(stack);
  const views = new Map<GraphNode, TreeNode>(graph.map((node) => [node, viewOf(node)]));
  const seen = (nodes: readonly GraphNode[]) => nodes.flatMap((node) => views.get(node) ?? []);
  for (const [node, view] of views) {
    Object.assign(view, { needs: seen(node.needs), neededBy: seen(node.neededBy) });
  }
  const wanted = graph.filter(({ instance }) =>
    mayRun(instance) && isStack(instance.stack) && (component === undefined || instance.name === component)
  );
  return seen(wanted);
}

function viewOf({ instance: { stack, name, type } }: GraphNode): TreeNode {
  return { stack, component: name, type, needs: [], neededBy: [] };
}
