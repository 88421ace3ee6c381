/** `atmos list workflows`. Follows workflows §2.5. */
import { command } from "@/cli/command.ts";
import type { WorkflowRow } from "@/features/workflows/describe.ts";
import type { ListColumn } from "@/ui/list_columns.ts";
import { delimiterFlag, formatFlag, rowFlags } from "./_flags.ts";

const COLUMNS: Readonly<Record<keyof WorkflowRow, ListColumn<WorkflowRow>>> = {
  file: { title: "File", cell: ({ file }) => file },
  workflow: { title: "Workflow", cell: ({ workflow }) => workflow },
  description: { title: "Description", cell: ({ description }) => description },
  steps: { title: "Steps", cell: ({ steps }) => steps },
};

export default command({
  summary: "List the workflows",
  flags: {
    file: {
      type: "string",
      summary: "Only those of this file",
      placeholder: "file",
      complete: "file",
    },
    ...formatFlag,
    ...rowFlags,
    ...delimiterFlag,
  },
  examples: ["atmos list workflows", "atmos list workflows --format json"],
  async run(ctx, { flags: { file, format, columns: chosen, sort, delimiter } }) {
    const { workflowRows } = await import("@/features/workflows/describe.ts");
    const { listingOf, readColumns } = await import("@/ui/list_columns.ts");
    const { listingText } = await import("@/ui/listing.ts");
    const { compileCells } = await import("./_compile_cells.ts");
    const { createRenderer } = await import("@/features/stacks/templates.ts");
    const columns = readColumns(chosen, { fields: COLUMNS, compile: compileCells(createRenderer(ctx)) });
    const shown = columns.length > 0 ? columns : Object.values(COLUMNS);
    const order = sort ?? (columns.length > 0 ? "" : undefined);
    const listing = listingOf(await workflowRows(ctx, file), shown, order);
    const width = ctx.term.stdoutIsTty ? ctx.term.columns() : undefined;
    ctx.out.data(await listingText(listing, { format, delimiter, width }));
    return 0;
  },
});
