/** `atmos terraform generate varfile`. Follows components §7.11. */
import { command } from "@/cli/command.ts";
import { componentArg, componentFlags, componentRequest } from "@/cli/component_flags.ts";

export default command({
  summary: "Write the variables of a component into a file",
  description:
    "Without --file it is the file that plan and apply read. The ending of a file says its format.",
  args: { component: componentArg },
  flags: {
    ...componentFlags,
    file: {
      type: "string",
      short: "f",
      summary: "Write to this file instead: .json, .yaml or .hcl",
      placeholder: "file",
      complete: "file",
    },
  },
  examples: [
    "atmos terraform generate varfile vpc -s dev",
    "atmos terraform generate varfile vpc -s dev -f v.json",
  ],
  async run(ctx, { args: { component }, flags }) {
    const { generateVariables } = await import("@/features/components/terraform_generate.ts");
    const request = {
      ...componentRequest(flags),
      type: "terraform",
      subcommand: "generate varfile",
      component,
      native: [],
    } as const;
    await generateVariables(ctx, request, flags.file);
    return 0;
  },
});
