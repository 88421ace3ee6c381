/** What templates see of a step that has ended. Pure. Follows workflows §4.1. */
import type { Tree } from "@/features/stacks/core/merge.ts";
import type { StepResult } from "../step_call.ts";

/** The tree under `.steps.NAME`; undefined is a step that did not run. */
export function resultTree(result: StepResult | undefined, outputs: Tree = {}): Tree {
  const metadata = result?.metadata ?? {};
  return {
    stdout: "",
    stderr: "",
    exit_code: result?.code ?? 0,
    ...metadata,
    value: result?.value ?? "",
    values: result?.values ?? [],
    metadata,
    outputs,
    skipped: result === undefined,
    error: result?.error ?? "",
  };
}
