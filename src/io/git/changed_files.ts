/** Which files of a working tree differ from a commit. Follows config §9.5, stacks §13.1 (uncommitted files count). */
import { resolvePath } from "@/base/path.ts";
import type { Git } from "./program.ts";

/**
 * Absolute paths of files that are not as they are in a commit, those that git does not know yet among them.
 * @param commit a name that git understands
 * @throws Host `git/failed`
 */
export async function changedFiles(git: Git, commit: string): Promise<ReadonlySet<string>> {
  const top = resolvePath(git.cwd, (await git.get(["rev-parse", "--show-cdup"])).trim());
  const found = await Promise.all([
    git.get(["diff", "--name-only", "--no-renames", "--no-relative", "-z", "--end-of-options", commit, "--"]),
    git.get(["ls-files", "--others", "--exclude-standard", "--full-name", "-z", "--", top]),
  ]);
  const names = found.flatMap((text) => text.split("\0")).filter(Boolean);
  return new Set(names.map((name) => resolvePath(top, name)));
}
