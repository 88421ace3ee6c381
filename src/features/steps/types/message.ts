/** `toast`, `hint`, `markdown`, `stage`: something for people, on stderr. Follows workflows §11.3. */
import type { StepHandler } from "../step_call.ts";

const TOASTS: Readonly<Record<string, string>> = { success: "✓", warn: "⚠", warning: "⚠", error: "✗" };

const message: StepHandler = (call) => {
  const { ctx: { out }, step, list } = call;
  if (step.type === "stage") {
    const stages = list.steps.filter(({ type }) => type === "stage");
    const place = stages.findIndex(({ name }) => name === step.name) + 1;
    const title = call.text("title") ?? step.name;
    out.say("info", `[Stage ${place}/${stages.length}] ${title}`);
    return Promise.resolve({ code: 0, value: title });
  }
  const content = call.required("content");
  if (step.type === "toast") out.say("info", `${TOASTS[call.text("level") ?? ""] ?? "▶"} ${content}`);
  else out.say("info", step.type === "hint" ? `💡 ${content}` : content);
  return Promise.resolve({ code: 0, value: content });
};

export default message;
