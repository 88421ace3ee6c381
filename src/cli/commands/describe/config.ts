/** `atmos describe config`. Follows config §9.1, §11. */
import { UsageError } from "@/base/errors.ts";
import { command } from "@/cli/command.ts";

const FORMATS = ["json", "yaml"];

export default command({
  summary: "Print the configuration in force",
  description:
    "What atmos.yaml, variables, flags and defaults say together, and the absolute paths that follow from it. Secrets are hidden; --mask=false shows them.",
  flags: {
    format: {
      type: "string",
      short: "f",
      summary: "json or yaml",
      placeholder: "format",
      default: "json",
      complete: FORMATS,
    },
    query: {
      type: "string",
      short: "q",
      summary: "Print only what an expression of yq finds",
      placeholder: "expression",
      complete: "none",
    },
  },
  examples: ["atmos describe config", "atmos describe config -f yaml -q .stacks"],
  async run(ctx, { flags: { format, query } }) {
    if (!FORMATS.includes(format)) {
      throw new UsageError("describe/bad-format", `invalid 'format': ${format}`, {
        exitCode: 1,
        hints: ["atmos describe config --format yaml"],
      });
    }
    const find = query && (await import("@/lang/query/query.ts")).compileQuery(query);
    const { loadWhole } = await import("@/features/config/whole.ts");
    const { described, issues } = await loadWhole(ctx, ctx.flags.typed ?? {});
    for (const { title, at } of issues) {
      ctx.out.say("warning", at ? `${at.file}:${at.line}:${at.column}: ${title}` : title);
    }
    const { printed } = await import("./_printed.ts");
    ctx.out.data(printed(find ? find(described) : [described], format));
    return 0;
  },
});
