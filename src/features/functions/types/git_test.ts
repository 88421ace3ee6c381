import { equal, ok, rejects } from "node:assert/strict";
import type { ConfigError } from "@/base/errors.ts";
import { type TestContext, testContext } from "../../../../tests/support/context.ts";
import git from "./git.ts";

const SHA = "0123456789abcdef0123456789abcdef01234567";
const place = { file: "/p/atmos.yaml", root: undefined, positionOf: () => undefined };

function remote(url: string) {
  return { ".git/config": `[remote "origin"]\n\turl = ${url}\n` };
}

const onBranch = { ".git/HEAD": "ref: refs/heads/feature/x\n", ".git/refs/heads/feature/x": `${SHA}\n` };

async function run(ctx: TestContext, tag: string, text = ""): Promise<unknown> {
  return await git(ctx, { tag, text, path: ["env", "X"], place });
}

Deno.test("git() answers the facts of the repository", async () => {
  await using ctx = await testContext({
    files: { ...onBranch, ...remote("https://me:pw@h.example:81/a/b/c.git") },
  });
  const facts: Record<string, string> = {
    "!repo-root": ctx.cwd,
    "!git.root": ctx.cwd,
    "!git.sha": SHA,
    "!git.ref": SHA,
    "!git.branch": "feature/x",
    "!git.repository": "a/b/c",
    "!git.owner": "a/b",
    "!git.name": "c",
    "!git.host": "h.example:81",
    "!git.url": "https://h.example:81/a/b/c.git",
  };
  for (const [tag, fact] of Object.entries(facts)) equal(await run(ctx, tag, "unused"), fact, tag);
});

Deno.test("git() takes the default, else tells why there is no answer", async () => {
  const empty = { ".git/HEAD": "ref: refs/heads/main\n" };
  const reftable = { ...empty, ".git/config": "[extensions]\n\trefstorage = reftable\n" };
  const cases: [Record<string, string>, string, string][] = [
    [{}, "!repo-root", "Git repository does not exist"],
    [{}, "!git.root", "Git repository does not exist"],
    [{}, "!git.sha", "Git repository does not exist"],
    [{}, "!git.url", "Git repository does not exist"],
    [empty, "!git.sha", "HEAD names no commit: main has none yet"],
    [empty, "!git.ref", "HEAD names no commit"],
    [empty, "!git.branch", "HEAD names no commit"],
    [{ ".git/HEAD": SHA }, "!git.branch", "HEAD is detached"],
    [
      reftable,
      "!git.branch",
      "HEAD cannot be read: this repository keeps its references in the reftable format",
    ],
    [onBranch, "!git.repository", "Failed to get repository info: there is no remote called origin"],
    [{ ...onBranch, ...remote("/srv/git/a.git") }, "!git.name", "Failed to get repository info"],
    [{ ...onBranch, ...remote("h.example:a.git") }, "!git.owner", "names no owner"],
    [{ ...onBranch, ...remote("h.example:a.git") }, "!git.repository", "names no owner"],
  ];
  for (const [files, tag, why] of cases) {
    await using ctx = await testContext({ files });
    equal(await run(ctx, tag, " none "), "none", tag);
    equal(await run(ctx, tag, "'a name'"), "a name", tag);
    await rejects(run(ctx, tag), (error: ConfigError) => {
      equal(error.code, "functions/failed");
      equal(error.title, `failed to execute yaml function: ${tag} at env.X`);
      ok(error.explanation?.includes(why), `${tag}: ${error.explanation}`);
      return true;
    });
  }
});
