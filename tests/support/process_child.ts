/** A program for tests of `io/process`: carries out one plan and exits as the real program would.
 *  Words: `replace`, `run` or `capture`, then the plan as JSON. Follows deno §5.
 *  Invariant: prints nothing itself but what was captured with stderr shown, as JSON, and the code of an error, on stderr. */
import { AtmosError } from "@/base/errors.ts";
import type { ProcessPlan } from "@/base/ports.ts";
import { systemClock } from "@/io/host/clock.ts";
import { systemProcesses } from "@/io/process/processes.ts";

const [how, json = ""] = Deno.args;
const plan: ProcessPlan = JSON.parse(json);
const procs = systemProcesses({ os: Deno.build.os, clock: systemClock() });
try {
  if (how === "capture") {
    console.log(JSON.stringify(await procs.capture(plan, { showStderr: true })));
    Deno.exit(0);
  }
  Deno.exit(await (how === "run" ? procs.run(plan) : procs.replace(plan)));
} catch (error) {
  if (!(error instanceof AtmosError)) throw error;
  console.error(error.code);
  Deno.exit(error.exitCode);
}
