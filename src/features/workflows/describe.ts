/** What `describe workflows` and `list workflows` tell. Follows workflows §2.5. */
import type { Context } from "@/base/context.ts";
import { isTree, type Tree } from "@/features/stacks/core/merge.ts";
import { namedWorkflowFile, type WorkflowFile, workflowFiles, workflowPlace } from "./manifests.ts";

/** The shapes. */
export const WORKFLOW_SHAPES = ["list", "map", "all"];

/** @throws Config `workflows/no-setting`, `workflows/no-directory` */
export async function describeWorkflows(ctx: Context, shape: string): Promise<unknown> {
  const files = await workflowFiles(ctx, await workflowPlace(ctx), { warns: true });
  const named = files.map((file) => [file.name, Object.keys(file.workflows).sort()] as const);
  switch (shape) {
    case "map":
      return Object.fromEntries(named);
    case "all":
      return Object.fromEntries(files.map((file) => [file.name, withNames(file)]));
    default:
      return named.flatMap(([file, names]) => names.map((workflow) => ({ file, workflow })));
  }
}

function withNames({ content, workflows }: WorkflowFile): Tree {
  const entries = Object.entries(workflows).map(([name, definition]) => {
    const steps = Array.isArray(definition["steps"]) ? definition["steps"] : [];
    const named = steps.map((step, index) => isTree(step) ? { name: `step${index + 1}`, ...step } : step);
    return [name, { ...definition, steps: named }] as const;
  });
  return { ...content, workflows: Object.fromEntries(entries) };
}

/** One workflow as a row. */
export interface WorkflowRow {
  readonly file: string;
  readonly workflow: string;
  readonly description: string;
  readonly steps: string;
}

/** @param file seen from the working directory, or below the directory of workflows */
export async function workflowRows(ctx: Context, file: string | undefined): Promise<readonly WorkflowRow[]> {
  const place = await workflowPlace(ctx);
  const files = file ? [await fileAt(ctx, place, file)] : await workflowFiles(ctx, place, { warns: false });
  return files.flatMap(({ name, workflows }) =>
    Object.keys(workflows).sort().map((workflow) => {
      const { description, steps } = workflows[workflow] ?? {};
      return {
        file: name,
        workflow,
        description: typeof description === "string" ? description : "",
        steps: String(Array.isArray(steps) ? steps.length : 0),
      };
    })
  );
}

async function fileAt(
  ctx: Context,
  place: Awaited<ReturnType<typeof workflowPlace>>,
  file: string,
): Promise<WorkflowFile> {
  const isHere = (await ctx.disk.stat(`${ctx.cwd}/${file}`))?.kind === "file";
  const found = await namedWorkflowFile(ctx, place, isHere ? `${ctx.cwd}/${file}` : file);
  return { ...found, name: file };
}
