/** `atmos list affected`. Follows stacks §13, §15.2. */
import { command } from "@/cli/command.ts";
import { withAffected } from "../_affected.ts";
import { affectedFlags, baseFlags } from "../_affected_flags.ts";
import { evaluationFlags } from "../describe/_stack_flags.ts";
import { delimiterFlag, rowFlags } from "./_flags.ts";
import { listFormatFlag } from "./_rows.ts";

const COLUMNS = {
  Status: "status_text",
  Component: "component",
  Stack: "stack",
  Type: "type",
  Affected: "affected",
  File: "file",
};

export default command({
  summary: "List the components that a change affects",
  description: "Compares as `atmos describe affected` does.",
  flags: {
    ...baseFlags,
    ...affectedFlags,
    ...listFormatFlag,
    ...rowFlags,
    ...delimiterFlag,
    ...evaluationFlags,
  },
  examples: ["atmos list affected", "atmos list affected --base main --format json"],
  async run(ctx, { flags, given }) {
    const { listFormat, printList } = await import("./_rows.ts");
    const { affectedRows } = await import("@/features/describe/core/affected_rows.ts");
    const format = listFormat(flags.format, undefined);
    await withAffected(ctx, { flags, given, section: "list" }, async (items, session) => {
      await printList(ctx, {
        records: affectedRows(items),
        columns: format === "table" ? { ...COLUMNS, Status: "status" } : COLUMNS,
        settings: undefined,
        nothing: "No affected components found",
        render: session.render,
      }, flags);
    });
    return 0;
  },
});
