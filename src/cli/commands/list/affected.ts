/** `atmos list affected`. Follows stacks §13, §15.2. */
import { command } from "@/cli/command.ts";
import { commaWords } from "@/cli/comma_words.ts";
import { affectedFlags, affectedQuestion, baseFlags, baseQuestion } from "../_affected_flags.ts";
import { errorOptions, evaluationFlags, tellComputed } from "../describe/_stack_flags.ts";
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
    const { openProject } = await import("@/features/components/open_project.ts");
    const { openBase } = await import("@/features/describe/base_side.ts");
    const { describeAffected } = await import("@/features/describe/affected.ts");
    const { affectedRows } = await import("@/features/describe/core/affected_rows.ts");
    const format = listFormat(flags.format, undefined), question = baseQuestion(ctx, flags, given);
    const session = await openProject(ctx);
    const errors = errorOptions(flags["error-mode"] || session.settings.config.list.error_mode);
    const base = await openBase(session, question);
    try {
      const items = await describeAffected(session, { base, question: affectedQuestion(flags) }, {
        templates: flags["process-templates"] && session.settings.templates,
        functions: flags["process-functions"],
        skip: commaWords(flags.skip),
        ...errors,
      });
      tellComputed(ctx, errors);
      const columns = format === "table" ? { ...COLUMNS, Status: "status" } : COLUMNS;
      await printList(ctx, {
        records: affectedRows(items),
        columns,
        settings: undefined,
        nothing: "No affected components found",
        render: session.render,
      }, flags);
    } finally {
      await base.close();
    }
    return 0;
  },
});
