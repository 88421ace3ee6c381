/** Affected items as rows of a list. Pure. Follows stacks §15.2. */
import type { Tree } from "@/features/stacks/core/merge.ts";

/** What a row is made of. */
export interface RowItem {
  readonly component: string;
  readonly component_type: string;
  readonly stack: string;
  readonly affected?: string;
  readonly file?: string;
  readonly folder?: string;
  readonly deleted?: boolean;
  readonly dependents: readonly RowItem[] | null;
}

/** One row an item; what only depends on one is `dependent`, and is there once. */
export function affectedRows(items: readonly RowItem[]): readonly Tree[] {
  const rows = new Map<string, Tree>();
  const add = (item: RowItem, isDependent: boolean) => {
    const id = JSON.stringify([item.stack, item.component_type, item.component]);
    if (!rows.has(id)) rows.set(id, rowOf(item, isDependent));
  };
  for (const item of items) add(item, false);
  const open = items.flatMap(({ dependents }) => dependents ?? []);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    add(next, true);
    open.push(...next.dependents ?? []);
  }
  return [...rows.values()];
}

function rowOf(item: RowItem, isDependent: boolean): Tree {
  const { component, stack, component_type: type, deleted = false } = item;
  return {
    component,
    stack,
    type,
    component_type: type,
    status: deleted ? "○" : "●",
    status_text: deleted ? "deleted" : "enabled",
    affected: isDependent ? "dependent" : item.affected ?? "",
    file: item.file ?? item.folder ?? "",
  };
}
