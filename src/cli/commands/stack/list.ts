/** `atmos stack config list`. Follows stacks §17. */
import { command } from "@/cli/command.ts";
import { pathLines } from "@/cli/commands/config/_path_lines.ts";
import { PLACE_FLAGS } from "./_flags.ts";

const FORMATS = ["paths", "table", "json", "yaml", "csv", "tsv"] as const;
const FIELDS = ["file", "path", "type", "value"] as const;

export default command({
  summary: "List what the manifests say of a component",
  description:
    "Each value under the manifest where it counts; what comes from bases and from the top is left out.",
  args: { pattern: { summary: "only these paths, as 'vars.*'; quote it" } },
  flags: {
    ...PLACE_FLAGS,
    format: {
      type: "string",
      short: "f",
      summary: FORMATS.join(", "),
      placeholder: "format",
      choices: FORMATS,
      default: "paths",
    },
  },
  examples: ["atmos stack list -s dev -c vpc"],
  async run(ctx, { args: { pattern }, flags: { format, ...place } }) {
    const { instanceOf } = await import("./_flags.ts");
    const { session, instance } = await instanceOf(ctx, place);
    const { listStackValues } = await import("@/features/stacks/edit.ts");
    const nodes = listStackValues(session, instance, pattern);
    if (format === "paths") {
      ctx.out.data(pathLines(nodes).map((line) => line + "\n").join(""));
      return 0;
    }
    const { listingText } = await import("@/ui/listing.ts");
    const rows = nodes.map((node) => FIELDS.map((field) => node[field]));
    const width = ctx.term.stdoutIsTty ? ctx.term.columns() : undefined;
    ctx.out.data(await listingText({ head: FIELDS, rows }, { format, delimiter: undefined, width }));
    return 0;
  },
});
