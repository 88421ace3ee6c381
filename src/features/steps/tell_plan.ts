/** What a dry run says of a step that it does not run. Follows workflows §8.4. */
import type { StepCall, StepResult } from "./step_call.ts";

/** One line on stderr. @returns a result that later templates can use */
export function tellPlan(call: StepCall): StepResult {
  const { ctx, step, place: { index, count }, stack } = call;
  const isQuestion = ["input", "confirm", "choose", "filter", "file", "write"].includes(step.type);
  const what = ["command", "script", "url", "path", "prompt", "title", "content"].find((key) =>
    step.fields[key] !== undefined
  );
  const text = what === undefined ? "" : call.text(what) ?? "";
  const suffix = step.type === "atmos" && stack !== undefined ? ` -s ${stack}` : "";
  const lead = step.type === "atmos" ? "atmos " : "";
  if (!isQuestion) {
    ctx.out.say("info", `[${index}/${count}] ${step.name} (${step.type}): ${lead}${text}${suffix}`.trimEnd());
  }
  const value = step.fields["default"] === undefined ? `<${step.name}>` : call.text("default") ?? "";
  return { code: 0, value, metadata: { stdout: value, stderr: "", exit_code: 0 } };
}
