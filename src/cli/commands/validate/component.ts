/** `atmos validate component`. Follows stacks §16.2. */
import { UsageError } from "@/base/errors.ts";
import { command } from "@/cli/command.ts";
import { formatFlag } from "./_findings.ts";

export default command({
  summary: "Check a component of a stack with JSON Schemas and policies",
  description: "All checks of settings.validation, or the one that --schema-path names.",
  args: { component: { summary: "name or directory", required: true, complete: "none" } },
  flags: {
    stack: {
      type: "string",
      short: "s",
      summary: "The stack",
      placeholder: "stack",
      env: "ATMOS_STACK",
      complete: "none",
    },
    "schema-path": {
      type: "string",
      summary: "Schema or policy in the place of settings.validation",
      placeholder: "path",
      complete: "file",
    },
    "schema-type": {
      type: "string",
      summary: "What it is: jsonschema or opa",
      placeholder: "type",
      complete: ["jsonschema", "opa"],
    },
    "module-paths": {
      type: "strings",
      summary: "Files and directories that the policy needs",
      placeholder: "path",
      complete: "file",
    },
    timeout: { type: "number", summary: "Seconds that a policy may take", placeholder: "seconds" },
    format: formatFlag,
    "process-templates": { type: "boolean", summary: "Render templates", default: true },
    "process-functions": {
      type: "boolean",
      summary: "Run functions such as !terraform.output",
      default: true,
    },
  },
  examples: [
    "atmos validate component vpc -s dev",
    "atmos validate component vpc -s dev --schema-path vpc.rego --schema-type opa",
  ],
  async run(ctx, { args: { component }, flags }) {
    const { stack, timeout } = flags, path = flags["schema-path"], type = flags["schema-type"];
    const words = `atmos validate component ${component}`;
    if (!stack) {
      throw new UsageError("validate/no-stack", "the stack is missing: --stack", {
        exitCode: 1,
        hints: [`${words} -s STACK`, "atmos list stacks"],
      });
    }
    if (path && !type) {
      throw new UsageError("validate/no-schema-type", "--schema-path needs --schema-type", {
        exitCode: 1,
        hints: [`${words} -s ${stack} --schema-path ${path} --schema-type jsonschema`],
      });
    }
    const { openProject } = await import("@/features/components/open_project.ts");
    const { findInstance } = await import("@/features/stacks/find_instance.ts");
    const { givenEntry, validationEntries } = await import("@/features/validate/core/validation_entries.ts");
    const { validateComponent, validationInput } = await import("@/features/validate/component.ts");
    const session = await openProject(ctx);
    const instance = await findInstance(session, { component, stack });
    const input = await validationInput(session, instance, {
      templates: flags["process-templates"] && session.settings.templates,
      functions: flags["process-functions"],
      skip: [],
    });
    const entries = path
      ? [givenEntry({ path, type, modules: flags["module-paths"], timeoutSeconds: timeout })]
      : validationEntries(input["settings"]);
    const timed = entries.map((entry) =>
      timeout === undefined ? entry : { ...entry, timeoutSeconds: timeout }
    );
    await validateComponent(session, input, timed);
    ctx.out.talk("✓ Component validated successfully\n");
    return 0;
  },
});
