/** Cells that templates of columns write. Follows stacks §15.1, templates §1.2 (row 19). */
import type { Tree } from "@/features/stacks/core/merge.ts";
import type { RenderText } from "@/features/stacks/templates.ts";

/** Answers what makes the cell of a row out of a template; the fields of the row are the data. */
export function compileCells<R extends object>(render: RenderText): (template: string) => (row: R) => string {
  return (template) => (row) =>
    render(template, row as unknown as Tree, { name: "column", missing: "default" });
}
