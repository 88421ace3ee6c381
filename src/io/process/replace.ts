/** Becomes another program. Follows deno §5 and toolchain §17.6.
 *  Invariant: on failure this process is as before, and the error says why. */
import type { ProcessPlan } from "@/base/ports.ts";
import { execve } from "./execve.ts";
import { type LaunchNeeds, programOf, whileBusy } from "./launch.ts";
import { run } from "./run.ts";
import { noCwdError, startError } from "./start_error.ts";

/** `Processes.replace`; a child where the system cannot replace processes. */
export async function replace(needs: LaunchNeeds, plan: ProcessPlan): Promise<number> {
  if (!needs.rules.windows) {
    const path = await programOf(needs, plan);
    await whileBusy(needs.clock, () => become(path, plan));
  }
  return await run(needs, plan);
}

/** Resolves when the C library cannot be called. */
function become(path: string, plan: ProcessPlan): Promise<void> {
  const refusal = execve({
    path,
    argv: [plan.argv0 ?? plan.program, ...plan.args],
    env: plan.env,
    cwd: plan.cwd,
  });
  if (refusal === undefined) return Promise.resolve();
  const { call, errno } = refusal;
  return Promise.reject(call === "chdir" ? noCwdError(plan, errno) : startError(path, errno));
}
