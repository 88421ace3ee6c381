/** `atmos describe component`. Follows stacks §10. */
import { UsageError } from "@/base/errors.ts";
import { command } from "@/cli/command.ts";

const FORMATS = ["json", "yaml"];

export default command({
  summary: "Print a component of a stack with everything that it gets from others",
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
    format: {
      type: "string",
      short: "f",
      summary: "yaml or json",
      placeholder: "format",
      default: "yaml",
      complete: FORMATS,
    },
    file: { type: "string", summary: "Write to this file instead", placeholder: "file", complete: "file" },
    query: {
      type: "string",
      short: "q",
      summary: "Print only what an expression of yq finds",
      placeholder: "expression",
      complete: "none",
    },
    "process-templates": {
      type: "boolean",
      summary: "Whether Go templates are rendered",
      default: true,
      env: "ATMOS_PROCESS_TEMPLATES",
    },
    "process-functions": {
      type: "boolean",
      summary: "Whether YAML functions are run",
      default: true,
      env: "ATMOS_PROCESS_FUNCTIONS",
    },
    skip: {
      type: "strings",
      summary: "YAML functions that are not run",
      placeholder: "function",
      env: "ATMOS_SKIP",
      complete: "none",
    },
  },
  examples: ["atmos describe component vpc -s dev", "atmos describe component vpc -s dev -q .vars -f json"],
  async run(ctx, { args: { component }, flags }) {
    const { format, file, query, stack, skip } = flags;
    if (!FORMATS.includes(format)) {
      throw new UsageError("describe/bad-format", `invalid 'format': ${format}`, {
        exitCode: 1,
        hints: [`atmos describe component ${component} --format yaml`],
      });
    }
    if (!stack) {
      throw new UsageError("describe/no-stack", "the stack is missing", {
        exitCode: 1,
        hints: [`atmos describe component ${component} -s STACK`, "atmos list stacks"],
      });
    }
    if (component === "") {
      throw new UsageError("describe/no-component", "the component is empty", { exitCode: 1 });
    }
    const find = query && (await import("@/lang/query/query.ts")).compileQuery(query);
    const { openSession } = await import("@/features/stacks/session.ts");
    const { findInstance } = await import("@/features/stacks/find_instance.ts");
    const { describeInstance, filtered, sortedKeys } = await import("@/features/describe/component.ts");
    const session = await openSession(ctx);
    const instance = await findInstance(session, { component, stack });
    const record = await describeInstance(session, instance, {
      templates: flags["process-templates"] && (session.settings.config.templates.settings.enabled ?? false),
      functions: flags["process-functions"],
      skip: skip ?? [],
    });
    const { printed } = await import("./_printed.ts");
    const shown = sortedKeys(filtered(record, session, find !== undefined && find !== ""));
    const text = printed(find ? find(shown) : [shown], format);
    if (file === undefined) ctx.out.data(text);
    else await ctx.disk.writeAtomic((await import("@/base/path.ts")).resolvePath(ctx.cwd, file), text, 0o644);
    return 0;
  },
});
