/** What `list values`, `list vars` and `list settings` share. Follows stacks §15.2. */
import { jsonText } from "@/base/text/json_text.ts";
import type { Context } from "@/base/context.ts";
import type { FlagSpecs } from "@/cli/command.ts";
import { commaWords } from "@/cli/comma_words.ts";
import { evaluationFlags } from "../describe/_stack_flags.ts";
import { delimiterFlag } from "./_flags.ts";
import { listFormat, listFormatFlag, stackFlag } from "./_rows.ts";

/** Their flags. */
export const valueFlags = {
  ...stackFlag,
  ...listFormatFlag,
  ...delimiterFlag,
  query: {
    type: "string",
    short: "q",
    summary: "Show only what an expression of yq finds",
    placeholder: "expression",
    env: "ATMOS_LIST_QUERY",
    complete: "none",
  },
  "max-columns": { type: "number", summary: "The most stacks that are shown", placeholder: "count" },
  abstract: { type: "boolean", summary: "Also abstract components", hidden: true },
  ...evaluationFlags,
} as const satisfies FlagSpecs;

/** The words after parsing. */
export interface ValueFlags {
  readonly stack: string | undefined;
  readonly format: string | undefined;
  readonly delimiter: string | undefined;
  readonly query: string | undefined;
  readonly "max-columns": number | undefined;
  readonly "process-templates": boolean;
  readonly "process-functions": boolean;
  readonly skip: readonly string[];
}

/** Prints them; away from a terminal a table is csv. */
export async function printValues(
  ctx: Context,
  { component, section }: { readonly component: string; readonly section: "vars" | "settings" },
  flags: ValueFlags,
): Promise<number> {
  const format = listFormat(flags.format, undefined);
  const { openProject } = await import("@/features/components/open_project.ts");
  const { componentValues, valueTable } = await import("@/features/describe/values.ts");
  const session = await openProject(ctx);
  const question = { component, stack: flags.stack || undefined, query: flags.query, section };
  const values = await componentValues(session, question, {
    templates: flags["process-templates"] && session.settings.templates,
    functions: flags["process-functions"],
    skip: commaWords(flags.skip),
  });
  if (values.size === 0) ctx.out.say("info", `No values found for the component '${component}'`);
  else if (format === "json") ctx.out.data(`${jsonText(Object.fromEntries(values))}\n`);
  else if (format === "yaml") {
    const { renderYaml } = await import("@/lang/yaml/render.ts");
    ctx.out.data(renderYaml(Object.fromEntries(values)));
  } else {
    const { listingText } = await import("@/ui/listing.ts");
    const width = ctx.term.stdoutIsTty ? ctx.term.columns() : undefined;
    const shown = format === "table" && width === undefined ? "csv" : format;
    const table = valueTable(values, flags["max-columns"]);
    ctx.out.data(await listingText(table, { format: shown, delimiter: flags.delimiter, width }));
  }
  return 0;
}
