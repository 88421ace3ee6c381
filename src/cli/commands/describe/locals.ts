/** `atmos describe locals`. Follows stacks §14. */
import { UsageError } from "@/base/errors.ts";
import { command } from "@/cli/command.ts";
import { checkStackFlags, formatFlag, outputFlags } from "./_stack_flags.ts";

export default command({
  summary: "Print the locals of a stack, or those that a component sees",
  args: { component: { summary: "name of a component", complete: "component" } },
  flags: {
    stack: {
      type: "string",
      short: "s",
      summary: "The stack, by name or file",
      placeholder: "stack",
      env: "ATMOS_STACK",
      complete: "stack",
    },
    format: formatFlag("yaml"),
    ...outputFlags,
  },
  examples: ["atmos describe locals -s dev", "atmos describe locals vpc -s dev -f json"],
  async run(ctx, { args: { component }, flags }) {
    checkStackFlags("atmos describe locals", { ...flags, "error-mode": undefined });
    const { stack } = flags;
    if (!stack) {
      throw new UsageError("describe/no-stack", "the stack is missing: --stack", {
        exitCode: 1,
        hints: ["atmos describe locals -s STACK", "atmos list stacks"],
      });
    }
    const { openProject } = await import("@/features/components/open_project.ts");
    const { describeLocals } = await import("@/features/describe/locals.ts");
    const { print } = await import("./_print.ts");
    await print(ctx, await describeLocals(await openProject(ctx), { component, stack }), flags);
    return 0;
  },
});
