/** `atmos list stacks`. Follows stacks §15.2. */
import { command } from "@/cli/command.ts";
import { commaWords } from "@/cli/comma_words.ts";
import { listFlags } from "./_rows.ts";

export default command({
  summary: "List the stacks",
  flags: {
    component: {
      type: "string",
      short: "c",
      summary: "Only stacks with this component",
      placeholder: "component",
      complete: "component",
    },
    ...listFlags,
  },
  examples: ["atmos list stacks", "atmos list stacks --component vpc --format json"],
  async run(ctx, { flags }) {
    const { listFormat, printList } = await import("./_rows.ts");
    const { openProject } = await import("@/features/components/open_project.ts");
    const { instanceRows } = await import("@/features/describe/rows.ts");
    const { parseSelector } = await import("@/features/describe/core/selectors.ts");
    const session = await openProject(ctx), { config } = session.settings;
    const settings = config.list.stacks?.columns?.length ? config.list.stacks : config.stacks.list;
    listFormat(flags.format, settings);
    const rows = await instanceRows(session, {
      stack: undefined,
      component: flags.component || undefined,
      selector: parseSelector(commaWords(flags.tags), commaWords(flags.labels)),
      kind: "all",
      mayBeNone: true,
    });
    const byStack = new Map(rows.map(({ fields }) => [fields["stack"], fields]));
    const columns = { Stack: "stack", ...(flags.component ? { Component: "component" } : {}) };
    await printList(
      ctx,
      {
        records: [...byStack.values()],
        columns,
        settings,
        nothing: "No stacks found",
        render: session.render,
      },
      flags,
    );
    return 0;
  },
});
