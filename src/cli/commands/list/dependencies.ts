/** `atmos list dependencies`. Follows stacks §15.2. */
import { command } from "@/cli/command.ts";
import { commaWords } from "@/cli/comma_words.ts";
import { errorOptions, evaluationFlags, tellComputed } from "../describe/_stack_flags.ts";
import type { Direction, TreeNode } from "@/features/describe/core/dependency_tree.ts";
import { stackFlag } from "./_rows.ts";

const FORMATS = ["tree", "json", "yaml", "levels"] as const;

export default command({
  summary: "List what components depend on, and what depends on them",
  aliases: ["deps"],
  args: { component: { summary: "name; none: all of them", complete: "none" } },
  flags: {
    ...stackFlag,
    format: {
      type: "string",
      short: "f",
      summary: "tree, json, yaml, or levels: what can be run at the same time",
      placeholder: "format",
      choices: FORMATS,
      default: "tree",
    },
    direction: {
      type: "string",
      short: "d",
      summary: "both, forward: what it depends on, reverse: what depends on it",
      placeholder: "direction",
      choices: ["both", "forward", "reverse"],
      default: "both",
    },
    ...evaluationFlags,
  },
  examples: ["atmos list dependencies vpc -s dev", "atmos list dependencies --format levels -s dev"],
  async run(ctx, { args: { component }, flags }) {
    const { openProject } = await import("@/features/components/open_project.ts");
    const { listedDependencies } = await import("@/features/describe/dependencies.ts");
    const session = await openProject(ctx);
    const errors = errorOptions(flags["error-mode"] || session.settings.config.list.error_mode);
    const nodes = await listedDependencies(session, { component, stack: flags.stack || undefined }, {
      templates: flags["process-templates"] && session.settings.templates,
      functions: flags["process-functions"],
      skip: commaWords(flags.skip),
      ...errors,
    });
    tellComputed(ctx, errors);
    if (nodes.length === 0) ctx.out.say("info", "No components found");
    ctx.out.data(await textOf(nodes, flags));
    return 0;
  },
});

interface Look {
  readonly format: typeof FORMATS[number];
  readonly direction: Direction;
}

async function textOf(nodes: readonly TreeNode[], { format, direction }: Look): Promise<string> {
  const core = await import("@/features/describe/core/dependency_tree.ts");
  if (format === "tree") return nodes.length === 0 ? "" : core.dependencyTree(nodes, direction);
  if (format === "levels") {
    return core.dependencyLevels(nodes).flatMap((level, index) =>
      level.map(({ stack, component }) => `${index}\t${component}\t${stack}\n`)
    ).join("");
  }
  const names = (all: readonly TreeNode[]) =>
    core.inOrder(all).map(({ component, stack }) => ({ component, stack }));
  const items = nodes.map(({ component, stack, needs, neededBy }) => ({
    component,
    stack,
    depends_on: direction === "reverse" ? [] : names(needs),
    required_by: direction === "forward" ? [] : names(neededBy),
  }));
  const { printed } = await import("../describe/_printed.ts");
  return printed([items], format);
}
