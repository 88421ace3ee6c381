/** Cells that templates of `--columns` write. Pure. Follows stacks §15.1. */
import { execute } from "@/lang/gotemplate/execute.ts";
import { builtins } from "@/lang/gotemplate/funcs/builtins.ts";
import { parseTemplate } from "@/lang/gotemplate/parse_template.ts";

/** Answers the cell of a row; the fields of the row are the data. Throws Config `gotemplate/parse`, later
 *  `gotemplate/execute`. */
export function compileCells<R extends object>(template: string): (row: R) => string {
  const parsed = parseTemplate(template, { name: "--columns", functions: builtins });
  return (row) => execute(parsed, Object.fromEntries(Object.entries(row)));
}
