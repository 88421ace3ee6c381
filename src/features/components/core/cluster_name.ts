/** The name of a cluster: written, by a template, or by a pattern of variables. Pure. Follows components §9.4. */
import type { Tree } from "@/features/stacks/core/merge.ts";

/** What says it; the first that is not empty counts. */
export interface ClusterNames {
  readonly cluster_name?: string;
  readonly cluster_name_template?: string;
  /** `{namespace}-{stage}` … */
  readonly cluster_name_pattern?: string;
}

/** Empty when nothing says it. */
export function clusterName(
  { cluster_name: name, cluster_name_template: template, cluster_name_pattern: pattern }: ClusterNames,
  { vars, render }: { readonly vars: Tree; render(template: string): string },
): string {
  if (name) return name;
  if (template) return render(template);
  return (pattern ?? "").replace(
    /\{(\w+)\}/g,
    (token, key) => Object.hasOwn(vars, key) ? String(vars[key]) : token,
  );
}
