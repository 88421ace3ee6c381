/** `atmos list instances`. Follows stacks §15.2. */
import { command } from "@/cli/command.ts";
import { commaWords } from "@/cli/comma_words.ts";
import { listFlags, stackFlag } from "./_rows.ts";

export default command({
  summary: "List the components of every stack",
  flags: { ...stackFlag, ...listFlags },
  examples: ["atmos list instances", "atmos list instances -s 'prod-*' --format json"],
  async run(ctx, { flags }) {
    const { listFormat, printList } = await import("./_rows.ts");
    const { openProject } = await import("@/features/components/open_project.ts");
    const { instanceRows } = await import("@/features/describe/rows.ts");
    const { parseSelector } = await import("@/features/describe/core/selectors.ts");
    const session = await openProject(ctx), settings = session.settings.config.list.instances;
    listFormat(flags.format, settings);
    const rows = await instanceRows(session, {
      stack: flags.stack || undefined,
      selector: parseSelector(commaWords(flags.tags), commaWords(flags.labels)),
      kind: "real",
    });
    // In this list the two have each other's names.
    const records = rows.map(({ fields }) => ({
      ...fields,
      type: fields["component_type"],
      component_type: fields["type"],
    }));
    const columns = { Component: "component", Stack: "stack" };
    await printList(ctx, {
      records,
      columns,
      settings,
      nothing: "No instances found",
      render: session.render,
    }, flags);
    return 0;
  },
});
