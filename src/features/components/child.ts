/** Runs the tool of a component, or tells what would be run. Follows components §6 (streams, dry run).
 *  Invariant: what helpers print never reaches stdout. */
import type { Context } from "@/base/context.ts";
import { AtmosError, HostError } from "@/base/errors.ts";
import type { ProcessResult } from "@/base/ports.ts";
import { quoteShWord } from "@/base/text/quote.ts";
import { relativePath } from "@/base/path.ts";
import type { Prepared } from "./prepare.ts";
import type { Tooling } from "./tooling.ts";

/** A component with its tool. */
export interface Runnable {
  readonly prepared: Prepared;
  readonly tooling: Tooling;
}

/** One call of the tool. */
export interface ToolCall {
  readonly args: readonly string[];
  /** Whether its output is talk, because our own is for something else. */
  readonly isHelper: boolean;
}

/**
 * Runs the tool in the directory of the component.
 * @returns its exit code; 0 in a dry run
 */
export async function runTool(
  ctx: Context,
  { prepared, tooling }: Runnable,
  { args, isHelper }: ToolCall,
): Promise<number> {
  if (prepared.request.dryRun) return tellCall(ctx, { prepared, tooling }, args);
  try {
    return await ctx.procs.run({ ...tooling, args, cwd: prepared.directory }, { stdoutToStderr: isHelper });
  } catch (error) {
    throw withAdvice(error, tooling.program);
  }
}

/** The same with everything that it prints kept. In a dry run nothing was printed. */
export async function captureTool(
  ctx: Context,
  { prepared, tooling }: Runnable,
  args: readonly string[],
): Promise<ProcessResult> {
  if (prepared.request.dryRun) {
    return { code: tellCall(ctx, { prepared, tooling }, args), stdout: "", stderr: "" };
  }
  const options = { limitBytes: 256 * 1024 * 1024, strictLimit: true, signal: ctx.signal };
  try {
    return await ctx.procs.capture({ ...tooling, args, cwd: prepared.directory }, options);
  } catch (error) {
    throw withAdvice(error, tooling.program);
  }
}

/** Tells a file that is written in a real run. */
export function tellFile(ctx: Context, path: string): void {
  ctx.out.say("info", `Would write ${relativePath(ctx.cwd, path)}`);
}

function tellCall(ctx: Context, { prepared, tooling }: Runnable, args: readonly string[]): number {
  const words = [tooling.program, ...args].map(quoteShWord).join(" ");
  ctx.out.say("info", `Would run in ${relativePath(ctx.cwd, prepared.directory)}: ${words}`);
  return 0;
}

/** An error of starting a program, with what helps when there is none. */
export function withAdvice(error: unknown, program: string): unknown {
  if (!(error instanceof AtmosError) || error.code !== "process/not-found") return error;
  return new HostError(error.code, `executable not found: ${program}`, {
    explanation: error.explanation,
    hints: [`atmos toolchain add ${program}`, "Or name it under dependencies.tools of the component."],
    exitCode: error.exitCode,
    cause: error,
  });
}
