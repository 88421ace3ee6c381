/** `type: pager`: a long text; without a terminal it is printed. Follows workflows §11.3. */
import { ConfigError } from "@/base/errors.ts";
import { resolvePath } from "@/base/path.ts";
import type { StepHandler } from "../step_call.ts";

const pager: StepHandler = async (call) => {
  const { ctx, step, workingDirectory } = call, path = call.text("path");
  let text = call.text("content");
  if (text === undefined) {
    const file = resolvePath(workingDirectory, path ?? call.required("path"));
    text = await ctx.disk.readText(file);
    if (text === undefined) {
      throw new ConfigError("steps/no-file", `file not found: ${file}`, {
        explanation: `Step \`${step.name}\`.`,
        at: step.at,
      });
    }
  }
  ctx.out.data(text.endsWith("\n") ? text : `${text}\n`);
  return { code: 0, value: text };
};

export default pager;
