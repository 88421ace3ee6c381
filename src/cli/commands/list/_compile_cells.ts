/** Cells that templates of columns write. Follows stacks §15.1, templates §6. */
import { ConfigError } from "@/base/errors.ts";
import type { Tree } from "@/features/stacks/core/merge.ts";
import { COLUMNS, type RenderText } from "@/features/stacks/templates.ts";

/**
 * Answers what makes the cell of a row out of a template; the fields of the row are the data, and the whole row is
 * `.raw`.
 * @throws Config `list/bad-column`, from the maker of the cell, with the number of the row that it is in
 */
export function compileCells<R extends object>(
  render: RenderText,
): (template: string, title?: string) => (row: R) => string {
  return (template, title) => {
    let count = 0;
    return (row) => {
      const index = count++, data = row as unknown as Tree;
      try {
        return render(template, { ...data, raw: data }, {
          name: "column",
          missing: "default",
          libraries: COLUMNS,
        });
      } catch (error) {
        if (!(error instanceof ConfigError) || title === undefined) throw error;
        const { explanation, hints, cause } = error;
        const text = `row ${index}, column ${JSON.stringify(title)}: ${error.title}`;
        throw new ConfigError("list/bad-column", text, { explanation, hints, cause });
      }
    };
  };
}
