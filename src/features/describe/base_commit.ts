/** The commit that a project is compared with. Follows stacks §13.1. */
import { HostError, LookupError } from "@/base/errors.ts";
import type { Git } from "@/io/git/program.ts";

/** A commit and what people call it. */
export interface NamedCommit {
  readonly name: string;
  /** All digits. */
  readonly sha: string;
}

/** Where the default branch of the server is noted down. */
const DEFAULT = "refs/remotes/origin/HEAD";

/**
 * The commit of a branch, tag or commit; a branch may be one that only `origin` has.
 * @throws Lookup `affected/no-such-commit`
 */
export async function namedCommit(git: Git, name: string): Promise<NamedCommit> {
  const short = name.replace(/^refs\/heads\//, "");
  const candidates = name.startsWith("-") ? [] : [name, `refs/remotes/origin/${short}`];
  for (const candidate of candidates) {
    const { code, stdout } = await git.try(["rev-parse", "--verify", "--quiet", `${candidate}^{commit}`]);
    if (code === 0) return { name, sha: stdout.trim() };
  }
  throw new LookupError("affected/no-such-commit", `there is no commit called ${name}`, {
    explanation: "It is neither a branch, a tag nor a commit of this repository.",
    hints: [
      "Name one that is there: atmos describe affected --base main",
      "Fetch it first; a shallow clone of an automatic run needs more depth (fetch-depth: 0).",
    ],
    facts: { repository: git.cwd },
  });
}

/**
 * The default branch of `origin`; in an automatic run where the work branched off from its target.
 * @param target branch of a pull or merge request; undefined outside of automatic runs
 * @throws Lookup `affected/no-default-branch`; Host `affected/no-merge-base`
 */
export async function defaultCommit(
  git: Git,
  { isAutomatic, target }: { readonly isAutomatic: boolean; readonly target: string | undefined },
): Promise<NamedCommit> {
  const found = target ? await namedCommit(git, target) : await originHead(git);
  if (!isAutomatic) return found;
  const { code, stdout } = await git.try(["merge-base", "HEAD", found.sha]);
  if (code === 0) return { name: found.name, sha: stdout.trim() };
  throw new HostError("affected/no-merge-base", `HEAD and ${found.name} have no commit in common`, {
    explanation: "The clone is too shallow to hold it, or the two were begun apart.",
    hints: ["Clone with more depth (fetch-depth: 0).", "atmos describe affected --base COMMIT"],
  });
}

async function originHead(git: Git): Promise<NamedCommit> {
  const { code, stdout } = await git.try(["rev-parse", "--verify", "--quiet", `${DEFAULT}^{commit}`]);
  if (code === 0) return { name: DEFAULT, sha: stdout.trim() };
  throw new LookupError("affected/no-default-branch", `${DEFAULT} is not there`, {
    explanation: "It tells which branch of the server the work is compared with.",
    hints: [
      "git remote set-head origin --auto",
      "atmos describe affected --base main",
      "A shallow clone of an automatic run needs more depth (fetch-depth: 0).",
    ],
    facts: { repository: git.cwd },
  });
}
