/** `atmos list aliases`. Follows config §9.6, stacks §15.1. Invariant: aliases of built-in commands come from the tables
 *  that the router reads. */
import { command } from "@/cli/command.ts";
import { rootGroup } from "@/cli/commands/table.ts";
import { delimiterFlag, formatFlag, rowFlags } from "./_flags.ts";

export default command({
  summary: "List other names of commands",
  description: "Those of the program, those of `aliases` in atmos.yaml, and those of custom commands.",
  flags: { ...formatFlag, ...rowFlags, ...delimiterFlag },
  examples: ["atmos list aliases", "atmos list aliases --columns alias,command --format csv"],
  async run(ctx, { flags: { format, columns: chosen, sort, delimiter } }) {
    const { loadWhole } = await import("@/features/config/whole.ts");
    const { tellIssues } = await import("@/features/config/tell_issues.ts");
    const { aliasColumns, builtInAliases, projectAliases } = await import("./_aliases.ts");
    const { listingOf, readColumns } = await import("@/ui/list_columns.ts");
    const { listingText } = await import("@/ui/listing.ts");
    const { compileCells } = await import("./_compile_cells.ts");
    const { createRenderer } = await import("@/features/stacks/templates.ts");
    const columns = readColumns(chosen, { fields: aliasColumns, compile: compileCells(createRenderer(ctx)) });
    const { config, issues } = await loadWhole(ctx, ctx.flags.typed ?? {});
    tellIssues(ctx, issues);
    const aliases = [...await builtInAliases(rootGroup), ...projectAliases(config)];
    const listing = listingOf(aliases, columns.length > 0 ? columns : Object.values(aliasColumns), sort);
    const width = ctx.term.stdoutIsTty ? ctx.term.columns() : undefined;
    ctx.out.data(await listingText(listing, { format, delimiter, width }));
    return 0;
  },
});
