/** What conditions and templates can ask about the run. Follows workflows §4.3 (`.git`), §5.2. */
import type { Context } from "@/base/context.ts";
import { ConfigError } from "@/base/errors.ts";
import { findGitRoot, gitFacts } from "@/io/git/repository.ts";
import type { Tree } from "@/features/stacks/core/merge.ts";
import type { Step } from "./core/step.ts";
import { envEntries, layeredEnv } from "./environment.ts";
import type { StepList } from "./step_call.ts";

/** The variables of a condition's expression. */
export function conditionValues(
  { host }: Context,
  list: StepList,
  { step, results, exported }: {
    readonly step: Step;
    readonly results: Readonly<Record<string, Tree>>;
    readonly exported: readonly (readonly [string, string])[];
  },
): Tree {
  const layers = [list.ownEnv, exported, envEntries(step.fields["env"])];
  const { env } = layeredEnv(list, layers, (text) => text);
  return {
    env,
    steps: results,
    flags: list.data["flags"] ?? {},
    matrix: list.data["matrix"] ?? {},
    stack: list.stackFlag ?? list.stack ?? "",
    component: "",
    workflow: list.owner.kind === "workflow" ? list.owner.name : "",
    step: step.name,
    hook: "",
    event: "",
    os: host.os,
    arch: host.arch,
    platform: `${host.os}/${host.arch}`,
  };
}

/** `.git`. Services that check out a commit alone say the branch in their variables. @throws Config `steps/no-repository` */
export async function gitData(ctx: Context): Promise<Tree> {
  const root = await findGitRoot(ctx, ctx.cwd);
  if (root === undefined) {
    throw new ConfigError("steps/no-repository", "a template asks for .git, and this is no git repository", {
      explanation: `${ctx.cwd} is not inside of one.`,
    });
  }
  const { sha = "", branch, remoteUrl = "" } = await gitFacts(ctx, root);
  return {
    root,
    sha,
    short_sha: sha.slice(0, 7),
    branch: branch ?? ctx.env["GITHUB_HEAD_REF"] ?? ctx.env["GITHUB_REF_NAME"] ??
      ctx.env["CI_COMMIT_REF_NAME"] ?? "",
    ref: branch === undefined ? "HEAD" : `refs/heads/${branch}`,
    remote_url: remoteUrl,
    ...await askGit(ctx, root),
  };
}

/** What only the program knows. */
async function askGit(ctx: Context, root: string): Promise<Tree> {
  const ask = async (...args: readonly string[]) => {
    const program = await ctx.procs.find("git", ctx.env["PATH"] ?? "");
    if (program === undefined) return undefined;
    const { code, stdout } = await ctx.procs.capture({ program, args, env: ctx.env, cwd: root });
    return code === 0 ? stdout.trim() : undefined;
  };
  return {
    tag: await ask("describe", "--tags", "--exact-match") ?? "",
    dirty: (await ask("status", "--porcelain") ?? "") !== "",
  };
}
