/** Clones the server of a repository, without files. Follows stacks §13.1 (`--clone-target-ref`).
 *  Invariants: addresses and passwords are in no command line; the settings of the repository for its server count. */
import type { Context } from "@/base/context.ts";
import { HostError } from "@/base/errors.ts";
import { type Git, openGit } from "./program.ts";

/** Who asks an SSH server. */
export interface SshKey {
  /** Absolute path of the private key. */
  readonly file: string;
  readonly password: string | undefined;
}

type Settings = readonly (readonly [key: string, value: string])[];

/**
 * All branches and tags of `origin`, and which branch is its default.
 * @param folder absolute; made
 * @throws Host `git/no-origin`, `git/failed`
 */
export async function cloneOrigin(
  ctx: Pick<Context, "env" | "procs" | "signal" | "disk">,
  git: Git,
  { folder, sshKey }: { readonly folder: string; readonly sshKey: SshKey | undefined },
): Promise<Git> {
  const { code, stdout } = await git.try(["remote", "get-url", "origin"]);
  if (code !== 0) {
    throw new HostError("git/no-origin", "the repository has no remote called origin", {
      explanation: "There is nothing to clone.",
      hints: ["Compare with a commit that is here: atmos describe affected --base main"],
      facts: { repository: git.cwd },
    });
  }
  await ctx.disk.makeDir(folder);
  const purpose = "It clones the server.";
  await (await openGit(ctx, folder, purpose)).get(["init", "--quiet"]);
  const clone = await openGit(ctx, folder, purpose);
  const url = stdout.trim(), isPath = /^(?:\.|\/)/.test(url);
  const settings: Settings = [
    ...await serverSettings(git),
    ["remote.origin.url", isPath ? await absolutePath(git, url) : url],
    ["remote.origin.fetch", "+refs/heads/*:refs/remotes/origin/*"],
  ];
  const env = {
    ...settingsEnv(settings),
    ...(sshKey === undefined ? {} : await sshEnv(ctx, folder, sshKey)),
  };
  await clone.get(["fetch", "--quiet", "--tags", "origin"], { env });
  await clone.try(["remote", "set-head", "origin", "--auto"], { env });
  return clone;
}

/** Logins, proxies and other names of servers, as automatic runs note them down in the repository. */
async function serverSettings(git: Git): Promise<Settings> {
  const pattern = "^(http|credential|url)\\.|^core\\.sshcommand$";
  const { stdout } = await git.try(["config", "--local", "--null", "--get-regexp", pattern]);
  return stdout.split("\0").filter(Boolean).map((entry) => {
    const end = entry.indexOf("\n");
    return end < 0 ? [entry, "true"] as const : [entry.slice(0, end), entry.slice(end + 1)] as const;
  });
}

async function absolutePath(git: Git, url: string): Promise<string> {
  if (url.startsWith("/")) return url;
  return `${(await git.get(["rev-parse", "--show-toplevel"])).trim()}/${url}`;
}

function settingsEnv(settings: Settings): Readonly<Record<string, string>> {
  const entries = settings.flatMap(([key, value], index) => [
    [`GIT_CONFIG_KEY_${index}`, key],
    [`GIT_CONFIG_VALUE_${index}`, value],
  ]);
  return { GIT_CONFIG_COUNT: String(settings.length), ...Object.fromEntries(entries) };
}

async function sshEnv(
  { disk }: Pick<Context, "disk">,
  folder: string,
  { file, password }: SshKey,
): Promise<Readonly<Record<string, string>>> {
  const quoted = `'${file.replaceAll("'", `'\\''`)}'`;
  const key = { GIT_SSH_COMMAND: `ssh -i ${quoted} -o IdentitiesOnly=yes` };
  if (password === undefined) return key;
  const answer = `${folder}/.git/answer`;
  await disk.writeAtomic(answer, `#!/bin/sh\nprintf '%s\\n' "$ATMOS_SSH_KEY_PASSWORD"\n`, 0o700);
  return {
    ...key,
    SSH_ASKPASS: answer,
    SSH_ASKPASS_REQUIRE: "force",
    DISPLAY: ":0", // without one older clients do not ask the program
    ATMOS_SSH_KEY_PASSWORD: password,
  };
}
