/** Whether a step can ask somebody. Follows workflows §11.2. Invariant: nobody is asked where nobody can answer. */
import { ConfigError } from "@/base/errors.ts";
import type { StepCall } from "./step_call.ts";

/** Whether somebody sees the question and can answer it. */
export function canAnswer({ ctx: { term, env, flags } }: StepCall): boolean {
  const isForced = /^(?:1|true|yes|on)$/i.test(env["ATMOS_FORCE_TTY"] ?? "");
  return flags.interactive !== false &&
    ((term.stdinIsTty && term.stdoutIsTty) || (isForced && term.stdinIsTty));
}

/** The error of a question that has no default. */
export function noTerminal({ step }: StepCall): ConfigError {
  return new ConfigError("steps/no-terminal", "interactive terminal required for step", {
    explanation: `Step \`${step.name}\` (type \`${step.type}\`) asks, and nobody can answer.`,
    hints: ["Set `default` on the step, or run this in a terminal."],
    at: step.at,
  });
}
