/** `atmos workflow`. Follows workflows §2. */
import { command } from "@/cli/command.ts";

export default command({
  summary: "Run a workflow of the project",
  args: { name: { summary: "the workflow", complete: "workflow" } },
  flags: {
    file: {
      type: "string",
      short: "f",
      summary: "The file that holds it, below workflows.base_path",
      placeholder: "file",
      env: "ATMOS_WORKFLOW_FILE",
      complete: "file",
    },
    stack: {
      type: "string",
      short: "s",
      summary: "Stack of every atmos step",
      placeholder: "stack",
      env: "ATMOS_STACK",
      complete: "stack",
    },
    "from-step": {
      type: "string",
      summary: "Begin with this step",
      placeholder: "step",
      env: "ATMOS_WORKFLOW_FROM_STEP",
      complete: "none",
    },
    "dry-run": {
      type: "boolean",
      summary: "Tell what would be run, and run nothing",
      env: "ATMOS_WORKFLOW_DRY_RUN",
    },
  },
  examples: ["atmos workflow deploy", "atmos workflow deploy -f network -s dev"],
  async run(ctx, { args: { name }, flags }) {
    const { runWorkflow } = await import("@/features/workflows/run_workflow.ts");
    return await runWorkflow(ctx, {
      name,
      file: flags.file,
      stack: flags.stack,
      fromStep: flags["from-step"],
      dryRun: flags["dry-run"],
    });
  },
});
