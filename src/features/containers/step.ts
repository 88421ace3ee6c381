/** What a container step is given and answers. Follows containers §2. */
import type { AtmosError } from "@/base/errors.ts";
import type { Context } from "@/base/context.ts";
import type { Tree } from "@/features/stacks/core/merge.ts";
import type { ContainerFields } from "./core/step_fields.ts";

/** A step, templates done. */
export interface ContainerStep {
  readonly ctx: Context;
  readonly name: string;
  readonly fields: ContainerFields;
  /** Absolute. */
  readonly workingDirectory: string;
  /** Of docker or podman. */
  readonly env: Readonly<Record<string, string>>;
  /** Those that the workflow or step set: they go into the container. */
  readonly setEnv: Readonly<Record<string, string>>;
  /** Those that the step itself set. */
  readonly stepEnv: readonly string[];
  readonly stack: string | undefined;
  readonly isTty: boolean;
  readonly isInteractive: boolean;
  readonly timeoutMs: number | undefined;
  readonly dryRun: boolean;
  /** Shows a piece of output of the container. */
  show(stream: "stdout" | "stderr", chunk: Uint8Array): void;
}

/** How it ended. */
export interface ContainerAnswer {
  readonly code: number;
  readonly value: string;
  readonly metadata: Tree;
  /** Why it ended early, beside what had been done by then. */
  readonly failure?: AtmosError | undefined;
}
