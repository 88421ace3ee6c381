/** `type: shell`: a script of bash, else of sh. Follows workflows §11.1. */
import type { StepCall, StepHandler } from "../step_call.ts";
import { runProgram } from "../run_program.ts";

const shell: StepHandler = async (call) => {
  const command = call.required("command");
  return await runProgram(call, { program: await shellProgram(call), args: ["-c", command] }, {
    isNested: true,
  });
};

export default shell;

/** bash where there is one. */
export async function shellProgram({ ctx, env }: Pick<StepCall, "ctx" | "env">): Promise<string> {
  return await ctx.procs.find("bash", env["PATH"] ?? "") ?? "sh";
}
