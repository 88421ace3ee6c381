/** `atmos describe stacks`. Follows stacks §11. */
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
  summary: "Print the components of all stacks",
  flags: {
    stack: {
      type: "string",
      short: "s",
      summary: "Only this stack, by name or file",
      placeholder: "stack",
      env: "ATMOS_STACK",
      complete: "stack",
    },
    components: {
      type: "strings",
      summary: "Only these components",
      placeholder: "component",
      complete: "component",
    },
    "component-types": {
      type: "strings",
      summary: "Only these types",
      placeholder: "type",
      complete: "none",
    },
    sections: { type: "strings", summary: "Only these sections", placeholder: "section", complete: "none" },
    "include-empty-stacks": { type: "boolean", summary: "Also stacks without components" },
    format: formatFlag("yaml"),
    ...outputFlags,
    ...evaluationFlags,
  },
  examples: ["atmos describe stacks", "atmos describe stacks -s dev --sections vars -f json"],
  async run(ctx, { flags }) {
    checkStackFlags("atmos describe stacks", flags);
    const { openProject } = await import("@/features/components/open_project.ts");
    const { describeStacks } = await import("@/features/describe/stacks.ts");
    const { print } = await import("./_print.ts");
    const session = await openProject(ctx);
    const errors = errorOptions(flags["error-mode"] || session.settings.config.describe.error_mode);
    const filter = {
      stack: flags.stack || undefined,
      components: commaWords(flags.components),
      types: commaWords(flags["component-types"]),
      sections: commaWords(flags.sections),
      withEmpty: flags["include-empty-stacks"] ?? false,
    };
    const stacks = await describeStacks(session, filter, {
      templates: flags["process-templates"] && session.settings.templates,
      functions: flags["process-functions"],
      skip: commaWords(flags.skip),
      ...errors,
    });
    tellComputed(ctx, errors);
    await print(ctx, stacks, flags);
    return 0;
  },
});
