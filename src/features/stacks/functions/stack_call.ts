/** What functions that only manifests have are given. Follows templates §4.4. */
import type { FunctionCall } from "@/features/functions/resolve_functions.ts";
import type { Tree } from "../core/merge.ts";
import type { EvaluateOptions } from "../evaluate.ts";
import type { Instance } from "../instances.ts";
import type { Session } from "../session.ts";

/** One use of a function. */
export interface StackCall extends FunctionCall {
  readonly session: Session;
  /** The component that is evaluated. */
  readonly instance: Instance;
  /** Its sections, templates done. */
  readonly sections: Tree;
  readonly options: EvaluateOptions;
}

/** What a function answers. */
export type StackFunction = (call: StackCall) => Promise<unknown>;
