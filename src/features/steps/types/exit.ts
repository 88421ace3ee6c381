/** `type: exit`: ends the run with a code. Follows workflows §11.5. */
import { ConfigError } from "@/base/errors.ts";
import type { StepHandler } from "../step_call.ts";

const exit: StepHandler = (call) => {
  const { ctx, step } = call, code = Number(call.text("code") ?? 0);
  if (!Number.isInteger(code) || code < 0 || code > 255) {
    throw new ConfigError(
      "steps/bad-code",
      `the code of an exit step is 0 to 255, not ${call.text("code")}`,
      {
        explanation: `Step \`${step.name}\`.`,
        at: step.at,
      },
    );
  }
  const content = call.text("content");
  if (content) ctx.out.say("info", content);
  return Promise.resolve({ code, value: "", ends: true });
};

export default exit;
