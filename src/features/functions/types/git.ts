/** `!repo-root` and `!git.…`: facts of the repository around the working directory. Follows config §4.3, templates §4.4.
 *  Invariants: no git program is needed; a default stands in for whatever is not there; no password is answered. */
import { findGitRoot, type GitFacts, gitFacts } from "@/io/git/repository.ts";
import { parseRemoteUrl, type RemoteUrl } from "@/io/git/core/remote_url.ts";
import { oneArgument } from "../core/arguments.ts";
import { failed } from "../core/failure.ts";
import type { FunctionCall, FunctionContext, YamlFunction } from "../resolve_functions.ts";

/** A value, or why there is none. */
type Fact = { readonly value: string } | { readonly why: string };

const git: YamlFunction = async (ctx, call) => {
  const fact = await factOf(ctx, call);
  if ("value" in fact) return fact.value;
  const standIn = oneArgument(call.text);
  if (standIn !== "") return standIn;
  throw failed(call, fact.why, { hints: [`Write a default behind the tag: \`${call.tag} none\`.`] });
};

export default git;

async function factOf(ctx: FunctionContext, { tag }: FunctionCall): Promise<Fact> {
  const root = await findGitRoot(ctx, ctx.cwd);
  if (root === undefined) {
    return { why: `Git repository does not exist: ${ctx.cwd} is not inside of one.` };
  }
  if (tag === "!repo-root" || tag === "!git.root") return { value: root };
  const facts = await gitFacts(ctx, root);
  if (tag === "!git.sha" || tag === "!git.ref" || tag === "!git.branch") return headFact(tag, facts);
  return remoteFact(tag, facts);
}

function headFact(tag: string, { sha, branch, refFormat }: GitFacts): Fact {
  if (refFormat !== undefined) {
    return { why: `HEAD cannot be read: this repository keeps its references in the ${refFormat} format.` };
  }
  if (sha === undefined) {
    return { why: `HEAD names no commit${branch === undefined ? "" : `: ${branch} has none yet`}.` };
  }
  if (tag !== "!git.branch") return { value: sha };
  return branch === undefined ? { why: "HEAD is detached: no branch is checked out." } : { value: branch };
}

function remoteFact(tag: string, { remoteUrl }: GitFacts): Fact {
  const reason = "Failed to get repository info";
  if (remoteUrl === undefined) return { why: `${reason}: there is no remote called origin.` };
  const remote = parseRemoteUrl(remoteUrl);
  if (remote === undefined) {
    return { why: `${reason}: the remote origin is not the address of a repository on a host.` };
  }
  const value = partOf(tag, remote);
  return value === undefined
    ? { why: `${reason}: the address of the remote origin names no owner.` }
    : { value };
}

function partOf(tag: string, { url, host, owner, name }: RemoteUrl): string | undefined {
  switch (tag) {
    case "!git.url":
      return url;
    case "!git.host":
      return host;
    case "!git.name":
      return name;
    case "!git.owner":
      return owner;
    default:
      return owner === undefined ? undefined : `${owner}/${name}`;
  }
}
