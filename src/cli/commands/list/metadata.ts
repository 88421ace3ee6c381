/** `atmos list metadata`. Follows stacks §15.2. */
import { command } from "@/cli/command.ts";
import { commaWords } from "@/cli/comma_words.ts";
import { isTree } from "@/features/stacks/core/merge.ts";
import { listFlags, stackFlag } from "./_rows.ts";

const COLUMNS = {
  Stack: "stack",
  Component: "component",
  Type: "component_type",
  Enabled: "enabled",
  Locked: "locked",
  "Component (base)": "base",
  Inherits: "inherits",
  Description: "description",
};

export default command({
  summary: "List what the components of every stack say of themselves",
  flags: {
    ...stackFlag,
    ...listFlags,
    filter: {
      type: "string",
      summary: "Only rows for which an expression of yq is true",
      placeholder: "expression",
      env: "ATMOS_LIST_FILTER",
      complete: "none",
    },
  },
  examples: ["atmos list metadata", "atmos list metadata --filter '.Locked == \"true\"'"],
  async run(ctx, { flags }) {
    const { listFormat, printList } = await import("./_rows.ts");
    const { openProject } = await import("@/features/components/open_project.ts");
    const { instanceRows } = await import("@/features/describe/rows.ts");
    const { parseSelector } = await import("@/features/describe/core/selectors.ts");
    listFormat(flags.format, undefined);
    const session = await openProject(ctx);
    const rows = await instanceRows(session, {
      stack: flags.stack || undefined,
      selector: parseSelector(commaWords(flags.tags), commaWords(flags.labels)),
      kind: "real",
    });
    const records = rows.map(({ fields }) => {
      const metadata = isTree(fields["metadata"]) ? fields["metadata"] : {};
      const inherits = metadata["inherits"];
      return {
        ...fields,
        base: metadata["component"] ?? "",
        inherits: Array.isArray(inherits) ? inherits.join(", ") : inherits ?? "",
        description: metadata["description"] ?? "",
      };
    });
    await printList(ctx, {
      records,
      columns: COLUMNS,
      settings: undefined,
      nothing: "No metadata found",
      render: session.render,
      filter: flags.filter,
    }, flags);
    return 0;
  },
});
