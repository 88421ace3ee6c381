/** `atmos terraform clean`. Follows components §7.11. */
import { command } from "@/cli/command.ts";
import { componentArg, componentFlags, componentRequest } from "@/cli/component_flags.ts";

export default command({
  summary: "Remove what runs left beside components",
  description:
    "With a component and its stack: .terraform, the lock file, variables, plan, generated files and the local state of its workspace. Without them: everything of the kind below the base path.",
  args: { component: componentArg },
  flags: {
    ...componentFlags,
    force: { type: "boolean", short: "f", summary: "Ask nothing" },
    "skip-lock-file": { type: "boolean", summary: "Keep .terraform.lock.hcl" },
    everything: { type: "boolean", summary: "Also local states of other workspaces" },
  },
  examples: ["atmos terraform clean vpc -s dev", "atmos terraform clean --force"],
  async run(ctx, { args: { component }, flags }) {
    const { cleanTerraform } = await import("@/features/components/terraform_clean.ts");
    const { canAsk } = await import("@/ui/can_ask.ts");
    const { confirm } = await import("@/io/prompt/prompts.ts");
    const ask = (paths: readonly string[]) =>
      confirm(
        ctx,
        `Delete these for good, local states too?\n${paths.map((path) => `  ${path}`).join("\n")}`,
      );
    const request = {
      ...componentRequest(flags),
      type: "terraform",
      subcommand: "clean",
      component,
      native: [],
    } as const;
    await cleanTerraform(ctx, request, {
      force: flags.force,
      keepLockFile: flags["skip-lock-file"],
      everything: flags.everything,
      ask: canAsk(ctx) ? ask : undefined,
    });
    return 0;
  },
});
