/** The other side of a comparison: the project as a commit, a clone or a copy has it. Follows stacks §13.1.
 *  Invariant: what is unpacked lies in a temporary folder that is gone at the end, whatever the end is. */
import type { Context } from "@/base/context.ts";
import { ConfigError, LookupError } from "@/base/errors.ts";
import { joinPath, relativePath, resolvePath } from "@/base/path.ts";
import { changedFiles } from "@/io/git/changed_files.ts";
import { checkOut } from "@/io/git/check_out.ts";
import { cloneOrigin, type SshKey } from "@/io/git/clone_origin.ts";
import { type Git, openGit } from "@/io/git/program.ts";
import { findGitRoot } from "@/io/git/repository.ts";
import type { Session } from "@/features/stacks/session.ts";
import { defaultCommit, type NamedCommit, namedCommit } from "./base_commit.ts";
import { type Changes, contentChanges, listedChanges } from "./changes.ts";

/** With what to compare. */
export interface BaseQuestion {
  /** Branch, tag or commit. */
  readonly commit: string | undefined;
  /** Directory with another copy, as typed. */
  readonly repoPath: string | undefined;
  /** Whether the commit comes from the server. */
  readonly isCloned: boolean;
  readonly sshKey: SshKey | undefined;
}

/** The other side. */
export interface BaseSide {
  /** What people call it. */
  readonly name: string;
  /** Where an absolute path of the project is on this side. */
  placeOf(path: string): string;
  readonly changes: Changes;
  /** Removes what was unpacked. */
  close(): Promise<void>;
}

/** @throws Lookup `affected/no-repository`, `affected/no-such-directory`, and of commits; Host of git */
export async function openBase(session: Session, question: BaseQuestion): Promise<BaseSide> {
  const { ctx, settings: { basePath } } = session;
  const top = await findGitRoot(ctx, basePath);
  if (question.repoPath !== undefined) return await copySide(session, question.repoPath, top);
  if (top === undefined) {
    throw new LookupError("affected/no-repository", "the project is not in a git repository", {
      explanation: `Neither ${basePath} nor a directory above it is the root of one.`,
      hints: ["Compare with a copy: atmos describe affected --repo-path DIRECTORY"],
    });
  }
  const git = await openGit(ctx, top, "It tells what has changed since a commit.");
  const folder = joinPath(temporaryRoot(ctx), `atmos-affected-${ctx.random.hex(16)}`);
  const close = ctx.defer(() => ctx.disk.remove(folder));
  try {
    await ctx.disk.makeDir(folder);
    await ctx.disk.chmod(folder, 0o700);
    return { ...await gitSide(session, { git, folder, question }), close };
  } catch (error) {
    await close();
    throw error;
  }
}

function temporaryRoot({ env, host }: Context): string {
  const named = env["TMPDIR"] || env["TEMP"] || env["TMP"];
  return (named ? named.replaceAll("\\", "/") : host.os === "windows" ? "C:/Windows/Temp" : "/tmp");
}

interface GitWork {
  readonly git: Git;
  /** Absolute, empty. */
  readonly folder: string;
  readonly question: BaseQuestion;
}

async function gitSide(
  session: Session,
  { git, folder, question }: GitWork,
): Promise<Omit<BaseSide, "close">> {
  const { ctx } = session, tree = joinPath(folder, "tree"), { isCloned, sshKey } = question;
  const source = isCloned ? await cloneOrigin(ctx, git, { folder: joinPath(folder, "clone"), sshKey }) : git;
  const commit = await wantedCommit(session, source, question);
  await ctx.disk.makeDir(tree);
  await checkOut(source, commit.sha, { folder: tree, index: joinPath(folder, "index") });
  const isHere = !isCloned || (await git.try(["cat-file", "-e", `${commit.sha}^{commit}`])).code === 0;
  return {
    name: commit.name,
    placeOf: (path) => moved(path, git.cwd, tree),
    changes: isHere
      ? listedChanges(await changedFiles(git, commit.sha))
      : contentChanges(ctx, { top: git.cwd, copy: tree, isRepository: true }),
  };
}

async function wantedCommit(
  { ctx, settings }: Session,
  git: Git,
  question: BaseQuestion,
): Promise<NamedCommit> {
  if (question.commit !== undefined) return await namedCommit(git, question.commit);
  const isAutomatic = settings.config.ci?.enabled === true && !!ctx.env["CI"] && !question.isCloned;
  const target = ctx.env["GITHUB_BASE_REF"] || ctx.env["CI_MERGE_REQUEST_TARGET_BRANCH_NAME"];
  return await defaultCommit(git, { isAutomatic, target: isAutomatic ? target : undefined });
}

/** A copy stands for the whole repository, or, where the manifests lie so, for the project alone. */
async function copySide(
  { ctx, settings }: Session,
  repoPath: string,
  top: string | undefined,
): Promise<BaseSide> {
  const { basePath, stacksDir } = settings, copy = resolvePath(ctx.cwd, repoPath);
  if ((await ctx.disk.stat(copy))?.kind !== "directory") {
    throw new LookupError("affected/no-such-directory", `--repo-path: ${repoPath} is not a directory`, {
      explanation: `Nothing to compare with is at ${copy}.`,
      hints: ["Name a copy of the repository: atmos describe affected --repo-path DIRECTORY"],
    });
  }
  const roots = [top ?? basePath, basePath];
  const fits = await Promise.all(
    roots.map(async (root) => (await ctx.disk.stat(moved(stacksDir, root, copy)))?.kind === "directory"),
  );
  const root = roots[Math.max(0, fits.indexOf(true))] ?? basePath;
  return {
    name: repoPath,
    placeOf: (path) => moved(path, root, copy),
    changes: contentChanges(ctx, { top: root, copy, isRepository: top !== undefined }),
    close: () => Promise.resolve(),
  };
}

function moved(path: string, from: string, to: string): string {
  const rest = relativePath(from, path);
  if (rest === ".." || rest.startsWith("../") || rest === path) {
    throw new ConfigError("affected/outside", `${path} is not in the repository`, {
      explanation: `What lies outside of ${from} cannot be compared.`,
      hints: ["Correct base_path and stacks.base_path in atmos.yaml."],
      at: { file: "atmos.yaml" },
    });
  }
  return joinPath(to, rest);
}
