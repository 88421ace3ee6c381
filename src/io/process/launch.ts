/** From a plan to a started child: finds the program, checks the words, starts, explains refusals.
 *  Follows deno §6. Invariant: the child sees the environment of the plan and nothing else. */
import { AtmosError, HostError } from "@/base/errors.ts";
import type { Clock, ProcessPlan } from "@/base/ports.ts";
import { findProgram, isAbsolute, programAt, type ProgramRules } from "./find.ts";
import { errnoOf, ETXTBSY, noCwdError, notFoundError, startError } from "./start_error.ts";

const BUSY_ATTEMPTS = 4;
const BUSY_PAUSE_MS = 10;

/** What starting programs needs. */
export interface LaunchNeeds {
  readonly rules: ProgramRules;
  readonly clock: Clock;
}

/** Absolute path of the program of a plan.
 *  @throws HostError `process/not-found`, `process/not-executable`, `process/nul-byte` */
export async function programOf(needs: LaunchNeeds, plan: ProcessPlan): Promise<string> {
  refuseNulBytes(plan);
  const { rules } = needs;
  if (!plan.program.includes("/") && !(rules.windows && plan.program.includes("\\"))) {
    const found = await findProgram(rules, plan.program, plan.env["PATH"] ?? "");
    if (found === undefined) throw notFoundError(plan);
    return found;
  }
  const forward = rules.windows ? plan.program.replaceAll("\\", "/") : plan.program;
  const path = isAbsolute(rules, forward) ? forward : `${plan.cwd}/${forward}`;
  const program = await programAt(rules, path);
  if (program !== undefined) return program;
  if (await Deno.stat(path).catch(() => undefined)) throw startError(path, 13);
  throw notFoundError(plan);
}

/** Starts the child of a plan. */
export async function spawn(
  needs: LaunchNeeds,
  plan: ProcessPlan,
  streams: Pick<Deno.CommandOptions, "stdin" | "stdout" | "stderr">,
): Promise<Deno.ChildProcess> {
  const program = await programOf(needs, plan);
  const command = new Deno.Command(program, {
    args: [...plan.args],
    env: { ...plan.env },
    clearEnv: true,
    cwd: plan.cwd,
    ...streams,
  });
  return await whileBusy(needs.clock, async () => {
    try {
      return command.spawn();
    } catch (error) {
      if (!(await Deno.stat(plan.cwd).catch(() => undefined))?.isDirectory) throw noCwdError(plan, error);
      throw startError(program, errnoOf(error), error);
    }
  });
}

/** Starts again while the program's file is still being closed by whoever wrote it. */
export async function whileBusy<T>(clock: Clock, start: () => Promise<T>): Promise<T> {
  for (let attempt = 1;; attempt++) {
    try {
      return await start();
    } catch (error) {
      const busy = error instanceof AtmosError && error.facts["errno"] === ETXTBSY;
      if (!busy || attempt === BUSY_ATTEMPTS) throw error;
    }
    await clock.sleep(BUSY_PAUSE_MS);
  }
}

function refuseNulBytes(plan: ProcessPlan): void {
  const words = [plan.program, plan.cwd, ...plan.args, ...Object.entries(plan.env).flat()];
  const bad = words.find((word) => word.includes("\0"));
  if (bad === undefined) return;
  throw new HostError("process/nul-byte", `cannot pass a NUL byte to ${plan.program}`, {
    facts: { word: bad.replaceAll("\0", "\\0") },
  });
}
