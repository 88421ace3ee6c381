/** `atmos describe affected`. Follows stacks §13. */
import type { Context } from "@/base/context.ts";
import { UsageError } from "@/base/errors.ts";
import { resolvePath } from "@/base/path.ts";
import { command } from "@/cli/command.ts";
import type { Affected } from "@/features/describe/affected.ts";
import { withAffected } from "../_affected.ts";
import { affectedFlags, baseFlags } from "../_affected_flags.ts";
import { checkStackFlags, evaluationFlags, outputFlags } from "./_stack_flags.ts";

export default command({
  summary: "Print the components that a change affects",
  description:
    "Compares the project, with what is not committed yet, with a commit or a copy of it: manifests as they resolve, files of components, their modules, and declared files and folders.",
  flags: {
    ...baseFlags,
    ...affectedFlags,
    format: {
      type: "string",
      short: "f",
      summary: "json, yaml or matrix",
      placeholder: "format",
      default: "json",
      complete: ["json", "yaml", "matrix"],
    },
    "output-file": {
      type: "string",
      summary: "Append a matrix to this file, as outputs of a step",
      placeholder: "file",
      complete: "file",
    },
    upload: { type: "boolean", summary: "Send the result to Atmos Pro (not supported)", hidden: true },
    ...outputFlags,
    ...evaluationFlags,
  },
  examples: [
    "atmos describe affected",
    "atmos describe affected --base main --include-dependents",
    "atmos describe affected --repo-path ../main -q '.[].stack_slug'",
  ],
  async run(ctx, { flags, given }) {
    const isMatrix = flags.format === "matrix";
    checkStackFlags("atmos describe affected", flags, ["json", "yaml", "matrix"]);
    if (flags.upload) {
      throw new UsageError("affected/upload", "--upload is not supported", {
        explanation: "This program sends nothing to Atmos Pro.",
        hints: ["atmos describe affected --file affected.json"],
        exitCode: 1,
      });
    }
    await withAffected(ctx, { flags, given, section: "describe" }, async (items) => {
      if (isMatrix) await printMatrix(ctx, items, flags);
      else await (await import("./_print.ts")).printItems(ctx, items, flags);
    });
    return 0;
  },
});

interface MatrixFlags {
  readonly query: string | undefined;
  readonly file: string | undefined;
  readonly "output-file": string | undefined;
}

/** A matrix of jobs; as outputs of a step it is added to what other steps wrote. */
async function printMatrix(ctx: Context, items: readonly Affected[], flags: MatrixFlags): Promise<void> {
  const include = items.filter(({ deleted }) => !deleted).map((item) => ({
    stack: item.stack,
    component: item.component,
    component_path: item.component_path,
    component_type: item.component_type,
  }));
  const output = flags["output-file"];
  if (!output) {
    const { write } = await import("./_print.ts");
    return await write(ctx, `${JSON.stringify({ include })}\n`, flags.file);
  }
  const text = `matrix=${JSON.stringify({ include })}\ncount=${include.length}\n`;
  const writer = await ctx.disk.create(resolvePath(ctx.cwd, output), { append: true });
  await writer.write(new TextEncoder().encode(text));
  await writer.close();
}
