/** `atmos terraform output`. Follows components §7.10. */
import { resolvePath } from "@/base/path.ts";
import { UsageError } from "@/base/errors.ts";
import { command } from "@/cli/command.ts";
import { componentArg, componentRequest } from "@/cli/component_flags.ts";
import { terraformFlags, terraformOptions } from "./_flags.ts";

export default command({
  summary: "Print the outputs of a component",
  description:
    "With --format the outputs are written for another program, and nothing else is on stdout. Without it terraform prints them.",
  args: {
    component: componentArg,
    words: { summary: "an output, flags of terraform", passthrough: "native", nativeValues: ["-state"] },
  },
  flags: {
    ...terraformFlags,
    format: {
      type: "string",
      short: "f",
      summary: "json, yaml, hcl, env, dotenv, bash, csv, tsv, table or github",
      placeholder: "format",
      env: "ATMOS_TERRAFORM_OUTPUT_FORMAT",
    },
    "output-file": {
      type: "string",
      short: "o",
      summary: "Add to this file instead",
      placeholder: "file",
      complete: "file",
    },
    uppercase: { type: "boolean", short: "u", summary: "Names in upper case" },
    flatten: { type: "boolean", summary: "Members of maps as outputs of their own" },
  },
  examples: [
    "atmos terraform output vpc -s dev --format json",
    "atmos terraform output vpc -s dev -- -raw vpc_id",
  ],
  async run(ctx, { args: { component, words }, flags, given }) {
    const { "output-file": file, format, uppercase, flatten } = flags;
    const options = terraformOptions(flags, given);
    const request = {
      ...componentRequest(flags),
      type: "terraform",
      subcommand: "output",
      component,
      native: words,
    } as const;
    if (!format) {
      const { runTerraform } = await import("@/features/components/terraform.ts");
      return await runTerraform(ctx, request, options);
    }
    const { OUTPUT_FORMATS, outputText, oneOutputText } = await import(
      "@/features/components/core/output_text.ts"
    );
    if (!OUTPUT_FORMATS.includes(format)) {
      throw new UsageError("components/bad-format", `invalid format: ${format}`, {
        explanation: `It is one of ${OUTPUT_FORMATS.join(", ")}.`,
        exitCode: 1,
      });
    }
    const { outputNamed, readOutputs } = await import("@/features/components/terraform_output.ts");
    const outputs = await readOutputs(ctx, request, options);
    if (outputs === undefined || typeof outputs === "number") return outputs ?? 0;
    const [name] = words;
    const text = name === undefined || name.startsWith("-")
      ? outputText(outputs, { format, uppercase, flatten })
      : oneOutputText(outputNamed(outputs, name), format);
    const target = file || (format === "github" ? ctx.env["GITHUB_OUTPUT"] : undefined);
    if (!target) ctx.out.data(text);
    else {
      const path = resolvePath(ctx.cwd, target);
      await ctx.disk.writeAtomic(path, `${await ctx.disk.readText(path) ?? ""}${text}`);
    }
    return 0;
  },
});
