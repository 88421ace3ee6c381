/** `atmos terraform generate backend`. Follows components §7.11. */
import { command } from "@/cli/command.ts";
import { componentArg, componentFlags, componentRequest } from "@/cli/component_flags.ts";

export default command({
  summary: "Write the backend's file of a component",
  args: { component: componentArg },
  flags: componentFlags,
  examples: ["atmos terraform generate backend vpc -s dev"],
  async run(ctx, { args: { component }, flags }) {
    const { generateBackend } = await import("@/features/components/terraform_generate.ts");
    await generateBackend(ctx, {
      ...componentRequest(flags),
      type: "terraform",
      subcommand: "generate backend",
      component,
      native: [],
    });
    return 0;
  },
});
