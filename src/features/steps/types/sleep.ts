/** `type: sleep`. Follows workflows §11.3. */
import { ConfigError } from "@/base/errors.ts";
import { parseGoDuration } from "@/base/text/go_duration.ts";
import type { StepHandler } from "../step_call.ts";

const sleep: StepHandler = async (call) => {
  const { ctx, step } = call, text = call.text("timeout") ?? "1s", ms = parseGoDuration(text);
  if (ms === undefined || ms < 0) {
    throw new ConfigError("steps/bad-timeout", `timeout is no duration: ${text}`, { at: step.at });
  }
  await ctx.clock.sleep(ms, ctx.signal);
  return { code: 0, value: text };
};

export default sleep;
