import { deepEqual, equal } from "node:assert/strict";
import { HostError } from "@/base/errors.ts";
import { testContext } from "../../../tests/support/context.ts";
import { type ScriptedCall, scriptedProcesses } from "../../../tests/support/procs.ts";
import { credentialFor } from "@/io/net/core/credentials.ts";
import { githubHosts, type GithubSettings } from "./core/hosts.ts";
import { githubCredentials } from "./credentials.ts";

const GH: ScriptedCall = {
  program: "gh",
  args: ["auth", "token", "--hostname", "github.com"],
  answer: { stdout: "from-cli\n" },
};

async function credentialsWith(
  env: Readonly<Record<string, string>>,
  options: { readonly calls?: readonly ScriptedCall[]; readonly settings?: GithubSettings } = {},
) {
  const procs = scriptedProcesses(options.calls ?? []);
  await using ctx = await testContext({ env, procs });
  const credentials = githubCredentials(ctx, githubHosts(ctx.env, options.settings), options.settings);
  const tokenOf = async (url: string) => await credentialFor(url, credentials)?.token();
  return { tokenOf, procs, credentials };
}

Deno.test("githubCredentials() offers the given token to the API and raw hosts only, without the GitHub CLI", async () => {
  const { tokenOf, credentials } = await credentialsWith({ GITHUB_TOKEN: "t" });
  equal(await tokenOf("https://api.github.com/repos/o/r"), "t");
  equal(await tokenOf("https://raw.githubusercontent.com/o/r/main/f"), "t");
  equal(await tokenOf("https://github.com/o/r/releases/download/v1/f"), undefined);
  equal(await tokenOf("https://objects.githubusercontent.com/f"), undefined);
  equal(await tokenOf("http://api.github.com/"), undefined);
  equal(credentials[0]?.source, "GITHUB_TOKEN");
});

Deno.test("githubCredentials() asks the GitHub CLI once, and only when a token is wanted", async () => {
  const { tokenOf, procs, credentials } = await credentialsWith({}, { calls: [GH] });
  equal(procs.calls.length, 0);
  equal(credentials[0]?.source, "gh auth token");
  equal(await tokenOf("https://api.github.com/"), "from-cli");
  equal(await tokenOf("https://raw.githubusercontent.com/"), "from-cli");
  procs.assertDone();
});

Deno.test("githubCredentials() asks the GitHub CLI for each host by its name", async () => {
  const own: ScriptedCall = {
    ...GH,
    args: ["auth", "token", "--hostname", "ghes.corp"],
    answer: { stdout: "own" },
  };
  const env = { GITHUB_API_URL: "https://ghes.corp/api/v3" };
  const { tokenOf } = await credentialsWith(env, { calls: [own, GH] });
  equal(await tokenOf("https://ghes.corp/api/v3/repos/o/r"), "own");
  equal(await tokenOf("https://api.github.com/"), "from-cli");
});

Deno.test("githubCredentials() goes without a token when the GitHub CLI has none", async () => {
  const cases: readonly (readonly [Readonly<Record<string, string>>, readonly ScriptedCall[]])[] = [
    [{ ATMOS_GITHUB_CLI: "" }, []],
    [{}, [{ ...GH, answer: new HostError("process/not-found", "gh: not found") }]],
    [{}, [{ ...GH, answer: new HostError("process/timeout", "too slow") }]],
    [{}, [{ ...GH, answer: { code: 1, stdout: "no" } }]],
    [{}, [{ ...GH, answer: { stdout: "\n" } }]],
  ];
  for (const [env, calls] of cases) {
    const { tokenOf } = await credentialsWith(env, { calls });
    equal(await tokenOf("https://api.github.com/"), undefined);
  }
});

Deno.test("githubCredentials() runs the GitHub CLI that ATMOS_GITHUB_CLI names", async () => {
  const env = { ATMOS_GITHUB_CLI: "/opt/gh" };
  const { tokenOf } = await credentialsWith(env, { calls: [{ ...GH, program: "/opt/gh" }] });
  equal(await tokenOf("https://api.github.com/"), "from-cli");
});

Deno.test("githubCredentials() prefers the token that a host has of its own", async () => {
  const hosts = {
    "ghes.corp": { token: "own" },
    "github.com": { token: "public" },
    "cli.corp": { token: "" },
  };
  const ask: ScriptedCall = {
    ...GH,
    args: ["auth", "token", "--hostname", "cli.corp"],
    answer: { stdout: "cli" },
  };
  const { tokenOf, credentials } = await credentialsWith({}, {
    settings: { hosts, token: "flag" },
    calls: [ask],
  });
  equal(await tokenOf("https://cli.corp/api/v3"), "cli");
  equal(await tokenOf("https://ghes.corp/api/v3"), "own");
  equal(await tokenOf("https://api.github.com/"), "public");
  deepEqual(credentials[0]?.source, "toolchain.github.hosts.ghes.corp.token");
});
