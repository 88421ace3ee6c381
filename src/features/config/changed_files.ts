/** Which files of the configuration differ from a commit. Follows config §9.5 (`--affected --base`). */
import type { Context } from "@/base/context.ts";
import { HostError, LookupError } from "@/base/errors.ts";
import { changedFiles } from "@/io/git/changed_files.ts";
import { openGit } from "@/io/git/program.ts";

/**
 * Absolute paths; see `changedFiles` of io/git.
 * @throws Host `git/missing` (exit 127), Lookup `config/no-such-commit`
 */
export async function filesChangedSince(
  ctx: Pick<Context, "env" | "procs" | "signal">,
  root: string,
  commit: string,
): Promise<ReadonlySet<string>> {
  const git = await openGit(ctx, root, "--affected asks it which files have changed.");
  try {
    return await changedFiles(git, commit);
  } catch (error) {
    if (!(error instanceof HostError) || error.code !== "git/failed") throw error;
    throw new LookupError("config/no-such-commit", `git cannot compare with ${commit}`, {
      explanation: error.explanation?.split("\n")[0],
      hints: ["Name a branch, a tag or a commit: --affected --base main"],
    });
  }
}
