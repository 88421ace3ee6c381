/** Runs the program of a step and shows its output as the step wants it. Follows workflows §8.1, §8.3, §8.5.
 *  Invariants: what is shown and what is kept have passed the mask; a step that fails quietly still tells its stderr. */
import type { ProcessPlan } from "@/base/ports.ts";
import { nextShellLevel } from "./environment.ts";
import { shown } from "./shown.ts";
import type { StepCall, StepResult } from "./step_call.ts";

/** How a program is run. */
export interface ProgramOptions {
  /** Text for its stdin; our own unless given. */
  readonly stdin?: string;
  /** Whether children see that they run below this program. */
  readonly isNested?: boolean;
  /** Shows nothing, whatever the step says. */
  readonly isSilent?: boolean;
}

/** @throws Host when it cannot be started */
export async function runProgram(
  call: StepCall,
  plan: Pick<ProcessPlan, "program" | "args">,
  options: ProgramOptions = {},
): Promise<StepResult> {
  const { ctx, workingDirectory: cwd, step } = call;
  const env = options.isNested ? { ...call.env, ...nestedVariables(call) } : call.env;
  const isDirect = step.fields["tty"] === true || step.fields["interactive"] === true;
  if (isDirect) {
    const code = await ctx.procs.run({ ...plan, env, cwd });
    return { code, value: "", ...(code === 0 ? {} : { ends: true }) }; // the terminal has shown why
  }
  const view = options.isSilent ? silentView() : outputView(call);
  const result = await ctx.procs.watch({ ...plan, env, cwd }, {
    stdin: options.stdin,
    timeoutMs: step.timeoutMs,
    signal: call.list.cancel,
    onOutput: (stream, chunk) => view.write(stream, chunk),
  });
  const { code } = result, [stdout, stderr] = [ctx.out.masked(result.stdout), ctx.out.masked(result.stderr)];
  view.end(code);
  if (code !== 0 && (call.output === "none" || options.isSilent)) ctx.out.talk(stderr);
  const isLate = code === 124 && step.timeoutMs !== undefined;
  return {
    code,
    value: stdout.trim(),
    metadata: { stdout, stderr, exit_code: code },
    ...(isLate ? { error: `step ${step.name} did not end within ${String(step.fields["timeout"])}` } : {}),
  };
}

function nestedVariables({ ctx }: StepCall): Readonly<Record<string, string>> {
  return {
    ATMOS_SHLVL: String(nextShellLevel(ctx)),
    ...(ctx.term.stderrIsTty && ctx.env["ATMOS_FORCE_TTY"] === undefined ? { ATMOS_FORCE_TTY: "true" } : {}),
  };
}

/** Takes output and shows it. */
export interface View {
  write(stream: "stdout" | "stderr", chunk: Uint8Array): void;
  end(code: number): void;
}

function silentView(): View {
  return { write() {}, end() {} };
}

/** How the output of a step is shown. */
export function outputView(call: StepCall): View {
  const { ctx, output, step } = call;
  if (output === "none") return silentView();
  const streams = { stdout: ctx.out.relay("stdout"), stderr: ctx.out.relay("stderr") };
  const labels = shown(call, "labels"), isAsked = call.list.owner.kind === "workflow" || labels === true;
  const isLabelled = output !== undefined && isAsked && labels !== false;
  const finish = (code: number) => {
    streams.stdout.end();
    streams.stderr.end();
    if (isLabelled) {
      ctx.out.say("info", code === 0 ? `✓ ${step.name} completed` : `✗ ${step.name} failed`);
    }
  };
  if (isLabelled) ctx.out.say("info", `[${step.name}]`);
  if (output === "raw" || output === undefined) {
    return { write: (stream, chunk) => streams[stream].write(chunk), end: finish };
  }
  const kept: [stream: "stdout" | "stderr", chunk: Uint8Array][] = [];
  return {
    write: (stream, chunk) => void kept.push([stream, chunk]),
    end(code) {
      for (const [stream, chunk] of kept) streams[stream].write(chunk);
      finish(code);
    },
  };
}
