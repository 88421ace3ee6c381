/** Nodes of files as a list of paths below their file. Pure. Follows config §9.3. */
import type { ListedNode } from "@/features/config/list.ts";
import { harmless } from "@/ui/text.ts";

/** Lines; an empty one between files. `nodes`: those of one file stand together. */
export function pathLines(nodes: readonly ListedNode[]): readonly string[] {
  const files = Map.groupBy(nodes, ({ file }) => file);
  return [...files].flatMap(([file, own], index) => [
    ...index === 0 ? [] : [""],
    harmless(file),
    ...own.map(({ path }) => `  ${path}`),
  ]);
}
