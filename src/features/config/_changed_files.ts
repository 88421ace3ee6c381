/** Which files differ from a commit. Follows config §9.5 (`--affected --base`), stacks §13.1 (uncommitted files count). */
import type { Context } from "@/base/context.ts";
import { HostError, LookupError } from "@/base/errors.ts";
import { resolvePath } from "@/base/path.ts";

type GitContext = Pick<Context, "env" | "procs" | "signal">;

/**
 * Absolute paths of files that are not as they are in `commit`, those that git does not know yet among them.
 * @throws Host `config/no-git` (exit 127), Lookup `config/no-such-commit`
 */
export async function changedFiles(
  ctx: GitContext,
  root: string,
  commit: string,
): Promise<ReadonlySet<string>> {
  const git = await gitIn(ctx, root, commit);
  const top = resolvePath(root, (await git(["rev-parse", "--show-cdup"])).trim());
  const found = await Promise.all([
    git(["diff", "--name-only", "-z", "--end-of-options", commit, "--"]),
    git(["ls-files", "--others", "--exclude-standard", "--full-name", "-z", "--", top]),
  ]);
  const names = found.flatMap((text) => text.split("\0")).filter(Boolean);
  return new Set(names.map((name) => resolvePath(top, name)));
}

async function gitIn({ env, procs, signal }: GitContext, cwd: string, commit: string) {
  const program = await procs.find("git", env["PATH"] ?? "");
  if (program === undefined) {
    throw new HostError("config/no-git", "git is not on PATH", {
      explanation: "--affected asks it which files have changed.",
      exitCode: 127,
    });
  }
  return async (args: readonly string[]): Promise<string> => {
    const plan = { program, args, env, cwd };
    const { code, stdout, stderr } = await procs.capture(plan, { signal, strictLimit: true });
    if (code === 0) return stdout;
    throw new LookupError("config/no-such-commit", `git cannot compare with ${commit}`, {
      explanation: stderr.trim().split("\n")[0],
      hints: ["Name a branch, a tag or a commit: atmos config validate --affected --base main"],
    });
  };
}
