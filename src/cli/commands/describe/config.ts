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
    origins: {
      type: "boolean",
      summary: "Print the files that were read instead, the one that counts most last",
    },
    provenance: { type: "boolean", summary: "Say beside each value in YAML where it comes from" },
  },
  examples: [
    "atmos describe config",
    "atmos describe config -f yaml -q .stacks",
    "atmos describe config -f yaml --provenance",
  ],
  async run(ctx, { flags: { format, query, origins, provenance } }) {
    if (!FORMATS.includes(format)) {
      throw new UsageError("describe/bad-format", `invalid 'format': ${format}`, {
        exitCode: 1,
        hints: ["atmos describe config --format yaml"],
      });
    }
    if (provenance && (format !== "yaml" || query !== undefined || origins)) {
      throw new UsageError("describe/bad-provenance", "--provenance is for the whole configuration in YAML", {
        exitCode: 1,
        hints: ["atmos describe config --format yaml --provenance"],
      });
    }
    const find = query && (await import("@/lang/query/query.ts")).compileQuery(query);
    const { loadWhole } = await import("@/features/config/whole.ts");
    const { tellIssues } = await import("@/features/config/tell_issues.ts");
    const whole = await loadWhole(ctx, ctx.flags.typed ?? {});
    tellIssues(ctx, whole.issues);
    const { annotated, printed } = await import("./_printed.ts");
    const value = origins ? whole.origins : whole.described;
    ctx.out.data(
      provenance ? annotated(value, whole.originOf) : printed(find ? find(value) : [value], format),
    );
    return 0;
  },
});
