/** `type: spin`: a script of the shell that runs silently under a title. Follows workflows §11.1. */
import { runProgram } from "../run_program.ts";
import type { StepHandler } from "../step_call.ts";

const spin: StepHandler = async (call) => {
  const title = call.required("title"), args = ["-c", call.required("command")];
  const result = await runProgram(call, { program: "sh", args }, { isSilent: true });
  if (result.code === 0) call.ctx.out.say("info", `✓ ${title}`);
  return result;
};

export default spin;
