/** Finds a git repository and tells what its files say about it, without a git program.
 *  Follows config §4.3, its trap 17 (`.git` may be a file) and gitrepository-layout(5).
 *  Invariant: nothing is written, and nothing but files of the repository is read. */
import type { Context } from "@/base/context.ts";
import { joinPath, parents, resolvePath } from "@/base/path.ts";
import { configValue } from "./core/git_config.ts";
import { packedCommit, parseRef } from "./core/refs.ts";

/** What reading a repository needs. */
export type GitContext = Pick<Context, "disk">;

/** What is known of a repository. */
export interface GitFacts {
  /** The commit of HEAD, all digits; undefined when there is no commit yet. */
  readonly sha?: string;
  /** The branch that is checked out, also before its first commit; undefined on a detached HEAD. */
  readonly branch?: string;
  /** The address of the remote `origin` as configured: it may hold a password, see `parseRemoteUrl`. */
  readonly remoteUrl?: string;
  /** Present when references are kept in a form that is not read here: then there is neither commit nor branch. */
  readonly refFormat?: "reftable";
}

/** Absolute root of the working tree around a directory (of a worktree or submodule: its own); undefined outside. */
export async function findGitRoot(ctx: GitContext, dir: string): Promise<string | undefined> {
  for (const folder of parents(dir)) if (await gitDirOf(ctx, folder) !== undefined) return folder;
}

/** Reads the facts of the repository whose working tree has its root there; none when there is no repository. */
export async function gitFacts(ctx: GitContext, root: string): Promise<GitFacts> {
  const gitDir = await gitDirOf(ctx, root);
  if (gitDir === undefined) return {};
  const shared = (await ctx.disk.readText(joinPath(gitDir, "commondir")))?.trim();
  const commonDir = shared ? resolvePath(gitDir, shared) : gitDir;
  const config = await ctx.disk.readText(joinPath(commonDir, "config")) ?? "";
  const remoteUrl = configValue(config, { section: "remote", subsection: "origin", key: "url" });
  const remote = remoteUrl ? { remoteUrl } : {};
  const refFormat = configValue(config, { section: "extensions", key: "refstorage" });
  if (refFormat?.toLowerCase() === "reftable") return { ...remote, refFormat: "reftable" };
  return { ...remote, ...await headFacts(ctx, gitDir, commonDir) };
}

/** The directory that holds HEAD. A folder called `.git` without one is no repository, as for git. */
async function gitDirOf(ctx: GitContext, root: string): Promise<string | undefined> {
  const path = joinPath(root, ".git");
  const info = await ctx.disk.stat(path);
  if (info?.kind === "directory") {
    return await ctx.disk.lstat(joinPath(path, "HEAD")) === undefined ? undefined : path;
  }
  if (info?.kind !== "file") return undefined;
  const target = /^gitdir:\s*(.+?)\s*$/.exec(await ctx.disk.readText(path) ?? "")?.[1];
  return target === undefined ? undefined : resolvePath(root, target);
}

async function headFacts(
  ctx: GitContext,
  gitDir: string,
  commonDir: string,
): Promise<Pick<GitFacts, "sha" | "branch">> {
  const head = parseRef(await ctx.disk.readText(joinPath(gitDir, "HEAD")) ?? "");
  if (head === undefined) return {};
  if (head.kind === "commit") return { sha: head.sha };
  const branch = /^refs\/heads\/(.+)$/.exec(head.name)?.[1];
  const sha = await commitOf(ctx, commonDir, head.name);
  return { ...branch === undefined ? {} : { branch }, ...sha === undefined ? {} : { sha } };
}

/** A symbolic reference may name another one; git follows five. */
const MAX_STEPS = 5;

async function commitOf(ctx: GitContext, commonDir: string, first: string): Promise<string | undefined> {
  let name = first;
  for (let step = 0; step < MAX_STEPS; step++) {
    const ref = parseRef(await readRef(ctx, joinPath(commonDir, name)) ?? "");
    if (ref?.kind === "commit") return ref.sha;
    if (ref === undefined) {
      const packed = await ctx.disk.readText(joinPath(commonDir, "packed-refs"));
      return packed === undefined ? undefined : packedCommit(packed, name);
    }
    name = ref.name;
  }
}

/** A branch `a` has no file while a folder of branches `a/…` is, or was, there. */
async function readRef({ disk }: GitContext, path: string): Promise<string | undefined> {
  return (await disk.stat(path))?.kind === "file" ? await disk.readText(path) : undefined;
}
