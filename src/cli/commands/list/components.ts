/** `atmos list components`. Follows stacks §15.2. */
import { UsageError } from "@/base/errors.ts";
import { command } from "@/cli/command.ts";
import { commaWords } from "@/cli/comma_words.ts";
import { listFlags, stackFlag } from "./_rows.ts";

const KINDS = ["real", "abstract", "all"];

export default command({
  summary: "List the components and in how many stacks they are",
  flags: {
    ...stackFlag,
    ...listFlags,
    type: {
      type: "string",
      summary: "real, abstract or all",
      placeholder: "type",
      default: "real",
      complete: KINDS,
    },
    abstract: { type: "boolean", summary: "Also abstract ones" },
    enabled: { type: "boolean", summary: "Only those that are enabled, or with =false that are not" },
    locked: { type: "boolean", summary: "Only those that are locked, or with =false that are not" },
  },
  examples: ["atmos list components", "atmos list components -s 'prod-*' --format csv"],
  async run(ctx, { flags, given }) {
    const { listFormat, printList } = await import("./_rows.ts");
    const { openProject } = await import("@/features/components/open_project.ts");
    const { componentRows } = await import("@/features/describe/rows.ts");
    const { parseSelector } = await import("@/features/describe/core/selectors.ts");
    const session = await openProject(ctx), settings = session.settings.config.list.components;
    listFormat(flags.format, settings);
    const records = await componentRows(session, {
      stack: flags.stack || undefined,
      selector: parseSelector(commaWords(flags.tags), commaWords(flags.labels)),
      kind: flags.abstract ? "all" : kindOf(flags.type),
      enabled: given.has("enabled") ? flags.enabled : undefined,
      locked: given.has("locked") ? flags.locked : undefined,
    });
    const columns = { Component: "component", Type: "type", Stacks: "stack_count" };
    await printList(ctx, {
      records,
      columns,
      settings,
      nothing: "No components found",
      render: session.render,
    }, flags);
    return 0;
  },
});

function kindOf(text: string): "real" | "abstract" | "all" {
  if (text === "real" || text === "abstract" || text === "all") return text;
  throw new UsageError("list/bad-type", `invalid type: ${text}`, {
    explanation: `It is one of ${KINDS.join(", ")}.`,
    exitCode: 1,
  });
}
