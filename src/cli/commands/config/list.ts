/** `atmos config list`. Follows config §9.3. */
import { command } from "@/cli/command.ts";

const FORMATS = ["paths", "table", "json", "yaml", "csv", "tsv"] as const;
const FIELDS = ["file", "path", "type", "value"] as const;

export default command({
  summary: "List what each file of the configuration says",
  description:
    "Every file that takes part, with its own values: imports, folders and profiles too. Defaults and variables are left out; `atmos describe config` has them.",
  args: { pattern: { summary: "only these paths, as 'logs.*'; quote it" } },
  flags: {
    format: {
      type: "string",
      short: "f",
      summary: FORMATS.join(", "),
      placeholder: "format",
      choices: FORMATS,
      default: "paths",
    },
    delimiter: {
      type: "string",
      summary: "What stands between the cells of csv and tsv",
      placeholder: "text",
      complete: "none",
    },
  },
  examples: ["atmos config list", "atmos config list 'stacks.*' --format json"],
  async run(ctx, { args: { pattern }, flags: { format, delimiter } }) {
    const { listConfig } = await import("@/features/config/list.ts");
    const nodes = await listConfig(ctx, pattern);
    if (format === "paths") {
      const { pathLines } = await import("./_path_lines.ts");
      ctx.out.data(pathLines(nodes).map((line) => line + "\n").join(""));
      return 0;
    }
    const { listingText } = await import("@/ui/listing.ts");
    const rows = nodes.map((node) => FIELDS.map((field) => node[field]));
    const width = ctx.term.stdoutIsTty ? ctx.term.columns() : undefined;
    ctx.out.data(await listingText({ head: FIELDS, rows }, { format, delimiter, width }));
    return 0;
  },
});
