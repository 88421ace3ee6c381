/** `atmos describe dependents`. Follows stacks §12. */
import { UsageError } from "@/base/errors.ts";
import { command } from "@/cli/command.ts";
import { commaWords } from "@/cli/comma_words.ts";
import {
  checkStackFlags,
  errorOptions,
  evaluationFlags,
  formatFlag,
  outputFlags,
  tellComputed,
} from "./_stack_flags.ts";

export default command({
  summary: "Print the components that depend on a component",
  description: "Those that name it themselves, not those that depend on them in turn.",
  aliases: ["dependants"],
  args: { component: { summary: "name or directory", required: true, complete: "component" } },
  flags: {
    stack: {
      type: "string",
      short: "s",
      summary: "The stack",
      placeholder: "stack",
      env: "ATMOS_STACK",
      complete: "stack",
    },
    format: formatFlag("json"),
    ...outputFlags,
    ...evaluationFlags,
  },
  examples: [
    "atmos describe dependents vpc -s dev",
    "atmos describe dependents vpc -s dev -q '.[].stack_slug'",
  ],
  async run(ctx, { args: { component }, flags }) {
    const words = `atmos describe dependents ${component}`;
    checkStackFlags(words, flags);
    if (!flags.stack) {
      throw new UsageError("describe/no-stack", "the stack is missing: --stack", {
        exitCode: 1,
        hints: [`${words} -s STACK`, "atmos list stacks"],
      });
    }
    const { openProject } = await import("@/features/components/open_project.ts");
    const { describeDependents } = await import("@/features/describe/dependents.ts");
    const { printItems } = await import("./_print.ts");
    const session = await openProject(ctx);
    const errors = errorOptions(flags["error-mode"] || session.settings.config.describe.error_mode);
    const dependents = await describeDependents(session, { component, stack: flags.stack }, {
      templates: flags["process-templates"] && session.settings.templates,
      functions: flags["process-functions"],
      skip: commaWords(flags.skip),
      ...errors,
    });
    tellComputed(ctx, errors);
    await printItems(ctx, dependents, flags);
    return 0;
  },
});
