/** What `show` asks for. Follows workflows §8.2. */
import { isTree } from "@/features/stacks/core/merge.ts";
import type { StepCall } from "./step_call.ts";

/** A setting: of the step, then of the list; undefined when nobody says it. */
export function shown({ step, list }: Pick<StepCall, "step" | "list">, name: string): unknown {
  const own = isTree(step.fields["show"]) ? step.fields["show"][name] : undefined;
  return own ?? list.show[name];
}
