/** Unpacks a commit into a folder outside of its repository. Follows stacks §13.1.
 *  Invariant: the repository stays as it is: neither a worktree nor its index knows of the folder. */
import type { Git } from "./program.ts";

/**
 * @param commit a name that git understands
 * @param folder absolute, empty; its parent keeps the index
 * @throws Host `git/failed`
 */
export async function checkOut(
  git: Git,
  commit: string,
  { folder, index }: { readonly folder: string; readonly index: string },
): Promise<void> {
  const quiet = ["-c", "core.fsmonitor=false", "-c", "core.untrackedCache=false"];
  await git.get([...quiet, `--work-tree=${folder}`, "read-tree", "-u", "--reset", commit], {
    // Large files are compared by their pointers.
    env: { GIT_INDEX_FILE: index, GIT_LFS_SKIP_SMUDGE: "1" },
  });
}
