/** `atmos packer output`. Follows components §8.6. */
import { command } from "@/cli/command.ts";
import { componentArg, componentFlags, componentRequest } from "@/cli/component_flags.ts";

export default command({
  summary: "Print what packer has built, from the manifest that it wrote",
  description: "The newest build is the last one: -q '.builds[-1].artifact_id'.",
  args: { component: componentArg },
  flags: {
    ...componentFlags,
    query: {
      type: "string",
      short: "q",
      summary: "Print only what an expression of yq finds",
      placeholder: "expression",
      complete: "none",
    },
    format: {
      type: "string",
      short: "f",
      summary: "yaml or json",
      placeholder: "format",
      choices: ["yaml", "json"],
      default: "yaml",
    },
  },
  examples: ["atmos packer output aws/bastion -s dev -q '.builds[-1].artifact_id'"],
  async run(ctx, { args: { component }, flags }) {
    const { packerOutput } = await import("@/features/components/packer_output.ts");
    const request = {
      ...componentRequest(flags),
      type: "packer",
      subcommand: "output",
      component,
      native: [],
    } as const;
    const found = await packerOutput(ctx, request, flags.query);
    if (found === undefined) return 0;
    const { valueTexts } = await import("@/cli/value_texts.ts");
    ctx.out.data(valueTexts(found, flags.format));
    return 0;
  },
});
