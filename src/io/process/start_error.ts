/** The errors of programs that could not be started, with the exit codes that shells use.
 *  Follows deno §5, §6 and house §5.2 (127 not found, 126 not executable). Pure. */
import { HostError } from "@/base/errors.ts";
import type { ProcessPlan } from "@/base/ports.ts";

/** Numbers that Linux and macOS share. */
const ENOENT = 2;
const E2BIG = 7;
const ENOEXEC = 8;
/** What a system answers for a program file that somebody still holds open for writing: try again soon. */
export const ETXTBSY = 26;

/** The program is not there. `process/not-found`, exit 127. */
export function notFoundError(plan: ProcessPlan): HostError {
  const bare = !plan.program.includes("/");
  return new HostError("process/not-found", `program not found: ${plan.program}`, {
    explanation: bare ? "It is in no directory of PATH." : "Nothing is at that path.",
    facts: { program: plan.program, ...(bare ? { path: plan.env["PATH"] ?? "" } : { cwd: plan.cwd }) },
    exitCode: 127,
  });
}

/** The directory to start in is not there, or not ours to enter. `process/no-cwd`. */
export function noCwdError(plan: ProcessPlan, cause: unknown): HostError {
  return new HostError("process/no-cwd", `cannot start ${plan.program} in '${plan.cwd}'`, {
    explanation: "That directory does not exist, or it may not be entered.",
    facts: { program: plan.program, cwd: plan.cwd },
    cause,
  });
}

/**
 * The system refused to start a program that is there: `process/not-executable`, exit 126, or `process/not-found`,
 * exit 127, when what the file itself asks for is missing.
 * @param path where the program was found
 * @param errno the system's number; anything unknown is 126
 */
export function startError(path: string, errno: number, cause?: unknown): HostError {
  const details = { facts: { program: path, errno }, cause };
  switch (errno) {
    case ENOENT:
      return new HostError("process/not-found", `program cannot start: ${path}`, {
        ...details,
        explanation:
          "The interpreter of its first line, or the loader that it was linked for, is not on this machine.",
        hints: [`Run \`head -n 1 '${path}'\` for a script, \`file '${path}'\` for a binary.`],
        exitCode: 127,
      });
    case E2BIG:
      return new HostError("process/not-executable", `arguments and environment are too long for ${path}`, {
        ...details,
        exitCode: 126,
      });
    case ENOEXEC:
      return new HostError("process/not-executable", `program has the wrong format: ${path}`, {
        ...details,
        explanation: "It was built for another platform, is damaged, or is a script without a `#!` line.",
        hints: [`Run \`file '${path}'\` to see what it is.`],
        exitCode: 126,
      });
    default:
      return new HostError("process/not-executable", `program is not executable: ${path}`, {
        ...details,
        hints: [`Run \`chmod +x '${path}'\`; a file system mounted with noexec refuses all programs.`],
        exitCode: 126,
      });
  }
}

/** The system's number in an error of the runtime; 0 when it names none. */
export function errnoOf(thrown: unknown): number {
  const text = thrown instanceof Error ? /\(os error (\d+)\)/.exec(thrown.message)?.[1] : undefined;
  return Number(text ?? 0);
}
