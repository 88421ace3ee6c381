/** `type: format`: a text on stdout. Follows workflows §11.3. */
import type { StepHandler } from "../step_call.ts";

const format: StepHandler = (call) => {
  if (call.step.fields["content"] === undefined) call.required("content");
  const text = call.text("content") ?? "";
  call.ctx.out.data(text.endsWith("\n") ? text : `${text}\n`);
  return Promise.resolve({ code: 0, value: text });
};

export default format;
