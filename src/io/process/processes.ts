/** The Processes port. Follows deno §5, §6. Invariant: making it does nothing; each way to run is its own file. */
import type { Clock, Processes } from "@/base/ports.ts";
import { capture } from "./capture.ts";
import { findProgram, programRules } from "./find.ts";
import { replace } from "./replace.ts";
import { run, watch } from "./run.ts";

/** What running programs needs: `os` in Go's words, `pathExt` the text of PATHEXT. */
export interface ProcessNeeds {
  readonly os: string;
  readonly pathExt?: string | undefined;
  readonly clock: Clock;
}

/** Makes the Processes of this machine. */
export function systemProcesses(needs: ProcessNeeds): Processes {
  const launch = { rules: programRules(needs.os, needs.pathExt), clock: needs.clock };
  return {
    replace: (plan) => replace(launch, plan),
    run: (plan, options) => run(launch, plan, options),
    watch: (plan, options) => watch(launch, plan, options),
    capture: (plan, options) => capture(launch, plan, options),
    find: (name, path) => findProgram(launch.rules, name, path),
  };
}
