/** `type: table`: rows on stdout. Follows workflows §11.3. */
import { isTree } from "@/features/stacks/core/merge.ts";
import type { StepHandler } from "../step_call.ts";

const table: StepHandler = (call) => {
  const { ctx, step: { fields } } = call, title = call.text("title"), { data, columns } = fields;
  const rows = Array.isArray(data) ? data.filter(isTree) : [];
  if (rows.length === 0) {
    const content = call.required(fields["content"] === undefined ? "data" : "content");
    ctx.out.data(`${content}\n`);
    return Promise.resolve({ code: 0, value: content });
  }
  const names = Array.isArray(columns) ? columns.map(String) : Object.keys(rows[0] ?? {});
  const cells = rows.map((row, index) =>
    names.map((name) =>
      row[name] === undefined || row[name] === null
        ? ""
        : String(call.rendered(String(row[name]), `data[${index}].${name}`))
    )
  );
  const widths = names.map((name, column) =>
    Math.max(name.length, ...cells.map((row) => row[column]?.length ?? 0))
  );
  const line = (row: readonly string[]) =>
    row.map((cell, column) => ` ${cell.padEnd(widths[column] ?? 0)} `).join("");
  const rule = widths.map((width) => "─".repeat(width + 2)).join("");
  const text = [...(title === undefined ? [] : [title, ""]), line(names), rule, ...cells.map(line)].join(
    "\n",
  );
  ctx.out.data(`${text}\n`);
  return Promise.resolve({ code: 0, value: text });
};

export default table;
