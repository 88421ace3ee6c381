/** `atmos terraform shell`. Follows components §7.11. */
import { command } from "@/cli/command.ts";
import { componentArg, componentRequest } from "@/cli/component_flags.ts";
import { terraformFlags, terraformOptions } from "./_flags.ts";

export default command({
  summary: "Open a shell in a component, with its workspace and variables",
  description: "Plain terraform commands there use the workspace and the variables of the component.",
  args: { component: componentArg },
  flags: terraformFlags,
  examples: ["atmos terraform shell vpc -s dev"],
  async run(ctx, { args: { component }, flags, given }) {
    const { openShell } = await import("@/features/components/terraform_shell.ts");
    const request = {
      ...componentRequest(flags),
      type: "terraform",
      subcommand: "shell",
      component,
      native: [],
    } as const;
    return await openShell(ctx, request, terraformOptions(flags, given));
  },
});
