/** `atmos describe workflows`. Follows workflows §2.5. */
import { UsageError } from "@/base/errors.ts";
import { command } from "@/cli/command.ts";
import { formatFlag, outputFlags } from "./_stack_flags.ts";

export default command({
  summary: "Print the workflows of the project",
  flags: {
    format: formatFlag("yaml"),
    output: {
      type: "string",
      short: "o",
      summary: "list, map, or all for everything that the files say",
      placeholder: "shape",
      default: "list",
      complete: ["list", "map", "all"],
    },
    query: outputFlags.query,
  },
  examples: ["atmos describe workflows", "atmos describe workflows -o map -f json"],
  async run(ctx, { flags: { format, output, query } }) {
    const bad = (flag: string, text: string, known: string) =>
      new UsageError(`describe/bad-${flag}`, `invalid '${flag}': ${text}`, {
        explanation: `Valid values are ${known}.`,
        exitCode: 1,
      });
    const { describeWorkflows, WORKFLOW_SHAPES } = await import("@/features/workflows/describe.ts");
    if (!WORKFLOW_SHAPES.includes(output)) throw bad("output", output, "'list', 'map', and 'all'");
    if (!["yaml", "json"].includes(format)) throw bad("format", format, "'yaml' and 'json'");
    const { print } = await import("./_print.ts");
    await print(ctx, await describeWorkflows(ctx, output), { format, query, file: undefined });
    return 0;
  },
});
