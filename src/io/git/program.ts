/** The git program, for what only it can do: comparing and unpacking commits. Follows stacks §13.1.
 *  Invariants: nothing in a repository or its configuration is changed; no optional lock is taken. */
import type { Context } from "@/base/context.ts";
import { HostError } from "@/base/errors.ts";
import type { ProcessResult } from "@/base/ports.ts";

/** What running git needs. */
export type GitProgramContext = Pick<Context, "env" | "procs" | "signal">;

/** How one call differs from others. */
export interface GitCall {
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Git at one place. */
export interface Git {
  /** Absolute. */
  readonly cwd: string;
  /** Runs it; the code says whether it worked. */
  try(args: readonly string[], call?: GitCall): Promise<ProcessResult>;
  /** Runs it and answers what it printed. @throws Host `git/failed` with what it said */
  get(args: readonly string[], call?: GitCall): Promise<string>;
}

/** A list of every file of a big repository. */
const LIMIT_BYTES = 256 * 1024 * 1024;

/**
 * Finds the program.
 * @param purpose what it is wanted for, as a sentence
 * @throws Host `git/missing` (exit 127)
 */
export async function openGit(ctx: GitProgramContext, cwd: string, purpose: string): Promise<Git> {
  const { env, procs, signal } = ctx;
  const program = await procs.find("git", env["PATH"] ?? "");
  if (program === undefined) {
    throw new HostError("git/missing", "git is not on PATH", { explanation: purpose, exitCode: 127 });
  }
  const run = async (args: readonly string[], { stdin, env: more }: GitCall = {}) => {
    const plan = { program, args, env: { ...env, GIT_OPTIONAL_LOCKS: "0", ...more }, cwd };
    return await procs.capture(plan, {
      signal,
      strictLimit: true,
      limitBytes: LIMIT_BYTES,
      ...(stdin === undefined ? {} : { stdin }),
    });
  };
  return {
    cwd,
    try: run,
    async get(args, call) {
      const { code, stdout, stderr } = await run(args, call);
      if (code === 0) return stdout;
      throw new HostError("git/failed", `git ${args[0]} failed`, {
        explanation: stderr.trim() || `It ended with the code ${code}.`,
        facts: { directory: cwd },
      });
    },
  };
}
