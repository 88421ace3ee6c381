/** `atmos describe component`. Follows stacks §10. */
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
  summary: "Print a component of a stack with everything that it gets from others",
  description:
    "In short: backend, component, dependencies, env, hooks, imports, metadata, overrides, providers, settings and vars. A query sees everything.",
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
    format: formatFlag("yaml"),
    ...outputFlags,
    provenance: {
      type: "boolean",
      summary: "Tell in comments of YAML, or as JSON, where values were written",
    },
    ...evaluationFlags,
    "use-mocks": { type: "boolean", summary: "Take mocks instead of real outputs", env: "ATMOS_USE_MOCKS" },
  },
  examples: ["atmos describe component vpc -s dev", "atmos describe component vpc -s dev -q .vars -f json"],
  async run(ctx, { args: { component }, flags, given }) {
    const { query, stack, skip } = flags, words = `atmos describe component ${component}`;
    checkStackFlags(words, flags);
    if (!stack) {
      throw new UsageError("describe/no-stack", "the stack is missing: --stack", {
        exitCode: 1,
        hints: [`${words} -s STACK`, "atmos list stacks"],
      });
    }
    if (component === "") {
      throw new UsageError("describe/no-component", "the component is empty", { exitCode: 1 });
    }
    if (flags["use-mocks"] && !flags["process-functions"]) {
      throw new UsageError(
        "describe/mocks-without-functions",
        "--use-mocks requires --process-functions=true",
        {
          exitCode: 1,
        },
      );
    }
    const { openProject } = await import("@/features/components/open_project.ts");
    const { findInstance } = await import("@/features/stacks/find_instance.ts");
    const { describeInstance, filtered } = await import("@/features/describe/component.ts");
    const { print } = await import("./_print.ts");
    const session = await openProject(ctx);
    const errors = errorOptions(flags["error-mode"] || session.settings.config.describe.error_mode);
    const instance = await findInstance(session, { component, stack });
    const record = await describeInstance(session, instance, {
      templates: flags["process-templates"] && session.settings.templates,
      functions: flags["process-functions"],
      skip: commaWords(skip),
      ...errors,
      useMocks: flags["use-mocks"],
    });
    tellComputed(ctx, errors);
    const wanted = given.has("provenance")
      ? flags.provenance
      : session.settings.config.describe.provenance && flags.format === "yaml";
    if (wanted && !query) {
      const { printProvenance } = await import("./_provenance.ts");
      await printProvenance(
        ctx,
        { session, instance, record: await filtered(record, session, false) },
        flags,
      );
    } else await print(ctx, await filtered(record, session, !!query), flags);
    return 0;
  },
});
