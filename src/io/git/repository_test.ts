import { deepEqual, equal, match } from "node:assert/strict";
import type { Disk } from "@/base/ports.ts";
import { systemDisk } from "@/io/disk/disk.ts";
import { systemClock } from "@/io/host/clock.ts";
import { systemHost } from "@/io/host/host.ts";
import { systemRandom } from "@/io/host/random.ts";
import { tempFolder, writeFiles } from "../../../tests/support/temp.ts";
import { findGitRoot, gitFacts } from "./repository.ts";

const disk: Disk = systemDisk({
  os: systemHost().os,
  pid: Deno.pid,
  random: systemRandom(),
  clock: systemClock(),
});
const ctx = { disk };

/** Runs git without anybody's settings; answers what it printed. */
async function git(cwd: string, ...args: readonly string[]): Promise<string> {
  const identity = { name: "A", email: "a@example.org" };
  const { code, stdout, stderr } = await new Deno.Command("git", {
    args: ["-c", "protocol.file.allow=always", ...args],
    cwd,
    clearEnv: true,
    env: {
      PATH: "/usr/bin:/bin:/usr/local/bin",
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_CONFIG_GLOBAL: "/dev/null",
      GIT_AUTHOR_NAME: identity.name,
      GIT_AUTHOR_EMAIL: identity.email,
      GIT_COMMITTER_NAME: identity.name,
      GIT_COMMITTER_EMAIL: identity.email,
    },
  }).output();
  equal(code, 0, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout).trim();
}

async function repository(path: string, branch = "main"): Promise<string> {
  await Deno.mkdir(path, { recursive: true });
  await git(path, "init", "-q", "-b", branch);
  await git(path, "commit", "-q", "--allow-empty", "-m", "one");
  return await git(path, "rev-parse", "HEAD");
}

Deno.test("gitFacts() reads commit, branch and remote, from every folder below the root", async () => {
  await using folder = await tempFolder();
  const root = `${folder.path}/r`;
  const sha = await repository(root, "feature/x");
  await git(root, "remote", "add", "other", "https://no.example/x/y");
  await git(root, "remote", "add", "origin", "git@h.example:a/b.git");
  await Deno.mkdir(`${root}/a/b`, { recursive: true });
  equal(await findGitRoot(ctx, `${root}/a/b`), root);
  deepEqual(await gitFacts(ctx, root), { remoteUrl: "git@h.example:a/b.git", branch: "feature/x", sha });
  equal(await findGitRoot(ctx, folder.path), undefined);
  deepEqual(await gitFacts(ctx, folder.path), {});
});

Deno.test("gitFacts() has a branch but no commit before the first one, and no branch on a detached HEAD", async () => {
  await using folder = await tempFolder();
  await git(folder.path, "init", "-q", "-b", "trunk");
  deepEqual(await gitFacts(ctx, folder.path), { branch: "trunk" });
  const sha = await repository(`${folder.path}/d`);
  await git(`${folder.path}/d`, "checkout", "-q", "--detach");
  equal(await findGitRoot(ctx, `${folder.path}/d`), `${folder.path}/d`);
  deepEqual(await gitFacts(ctx, `${folder.path}/d`), { sha });
});

Deno.test("gitFacts() finds packed references, also beside folders of their name", async () => {
  await using folder = await tempFolder();
  const root = folder.path;
  const first = await repository(root, "a/b");
  await git(root, "pack-refs", "--all");
  deepEqual(await gitFacts(ctx, root), { branch: "a/b", sha: first });
  await git(root, "checkout", "-q", "-b", "other");
  await git(root, "branch", "-q", "-D", "a/b");
  await git(root, "checkout", "-q", "-b", "a");
  await git(root, "pack-refs", "--all");
  await Deno.mkdir(`${root}/.git/refs/heads/a`, { recursive: true });
  deepEqual(await gitFacts(ctx, root), { branch: "a", sha: first });
  await git(root, "commit", "-q", "--allow-empty", "-m", "two");
  const second = await git(root, "rev-parse", "HEAD");
  deepEqual(await gitFacts(ctx, root), { branch: "a", sha: second }); // the loose one beats the packed one
});

Deno.test("gitFacts() of a linked worktree are its own, with the remote of all", async () => {
  await using folder = await tempFolder();
  const [main, tree] = [`${folder.path}/main`, `${folder.path}/deep/tree`];
  await repository(main);
  await git(main, "remote", "add", "origin", "https://h.example/a/b");
  await git(main, "worktree", "add", "-q", "-b", "side", tree);
  await git(tree, "commit", "-q", "--allow-empty", "-m", "two");
  const sha = await git(tree, "rev-parse", "HEAD");
  await Deno.mkdir(`${tree}/x`);
  equal(await findGitRoot(ctx, `${tree}/x`), tree);
  deepEqual(await gitFacts(ctx, tree), { remoteUrl: "https://h.example/a/b", branch: "side", sha });
  await git(main, "pack-refs", "--all");
  deepEqual(await gitFacts(ctx, tree), { remoteUrl: "https://h.example/a/b", branch: "side", sha });
});

Deno.test("gitFacts() of a submodule are its own", async () => {
  await using folder = await tempFolder();
  const [library, project] = [`${folder.path}/library`, `${folder.path}/project`];
  const sha = await repository(library, "lib");
  await repository(project);
  await git(project, "submodule", "--quiet", "add", library, "modules/lib");
  match(await Deno.readTextFile(`${project}/modules/lib/.git`), /^gitdir: \.\.\//);
  equal(await findGitRoot(ctx, `${project}/modules/lib`), `${project}/modules/lib`);
  equal(await findGitRoot(ctx, `${project}/modules`), project);
  deepEqual(await gitFacts(ctx, `${project}/modules/lib`), { remoteUrl: library, branch: "lib", sha });
});

Deno.test("findGitRoot() passes what is no repository, and takes one whose files are gone for one without facts", async () => {
  await using folder = await tempFolder();
  const root = `${folder.path}/r`;
  await repository(root);
  await writeFiles(root, {
    "a/.git/keep": "",
    "b/.git": "words",
    "c/.git": "gitdir: ../gone\n",
    "a/x": "",
    "b/x": "",
  });
  equal(await findGitRoot(ctx, `${root}/a`), root);
  equal(await findGitRoot(ctx, `${root}/b`), root);
  equal(await findGitRoot(ctx, `${root}/c`), `${root}/c`);
  deepEqual(await gitFacts(ctx, `${root}/c`), {});
});

Deno.test("gitFacts() ends on references in a circle, broken ones and ones in a format of their own", async () => {
  await using folder = await tempFolder();
  const cases: [Record<string, string>, object][] = [
    [{ HEAD: "ref: refs/heads/a\n", "refs/heads/a": "ref: refs/heads/a\n" }, { branch: "a" }],
    [{ HEAD: "ref: refs/heads/a\n", "refs/heads/a": "" }, { branch: "a" }],
    [{ HEAD: "" }, {}],
    [{ HEAD: "ref: refs/../../../secret\n" }, {}],
    [{ HEAD: "ref: refs/heads/a/b\n", "refs/heads/a": "x" }, { branch: "a/b" }],
    [{ HEAD: "ref: refs/heads/.invalid\n", config: "[extensions]\nrefStorage = reftable\n" }, {
      refFormat: "reftable",
    }],
  ];
  for (const [index, [files, facts]] of cases.entries()) {
    const root = `${folder.path}/${index}`;
    await writeFiles(`${root}/.git`, files);
    deepEqual(await gitFacts(ctx, root), facts, JSON.stringify(files));
  }
});
