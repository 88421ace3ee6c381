/** `type: exec`: becomes a script of the shell. Follows workflows §11.1. Invariant: nothing runs after it. */
import { ConfigError } from "@/base/errors.ts";
import type { StepHandler } from "../step_call.ts";

const REFUSED = ["tty", "interactive", "retry", "timeout", "output"];

const exec: StepHandler = async (call) => {
  const { ctx, step, env, workingDirectory: cwd, place: { index, count } } = call;
  const bad = REFUSED.find((key) => step.fields[key] !== undefined);
  if (bad !== undefined) {
    throw new ConfigError("steps/exec-field", `an exec step takes no ${bad}`, {
      explanation: `Step \`${step.name}\`.`,
      at: step.at,
    });
  }
  if (index !== count) {
    throw new ConfigError("steps/exec-not-last", "an exec step must be the last step", {
      explanation: `Step \`${step.name}\` has steps behind it.`,
      at: step.at,
    });
  }
  const args = ["-c", call.required("command")];
  return { code: await ctx.procs.run({ program: "sh", args, env, cwd }), value: "", ends: true };
};

export default exec;
