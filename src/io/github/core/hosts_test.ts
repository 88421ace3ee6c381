import { deepEqual } from "node:assert/strict";
import { githubHosts, type GithubSettings, originsOf, tokenOrigins } from "./hosts.ts";

const PUBLIC = ["https://api.github.com", "https://github.com", "https://raw.githubusercontent.com"];
const GHES = ["https://ghes.corp/api/v3", "https://ghes.corp", "https://ghes.corp/raw"];

const CASES: readonly [
  env: Readonly<Record<string, string>>,
  settings: GithubSettings,
  urls: readonly string[],
][] = [
  [{}, {}, PUBLIC],
  [{ GITHUB_API_URL: "", GITHUB_SERVER_URL: " " }, {}, PUBLIC],
  [{ GITHUB_API_URL: "https://api.github.com", GITHUB_SERVER_URL: "https://github.com" }, {}, PUBLIC],
  [{ GITHUB_API_URL: "https://api.github.com/" }, {}, PUBLIC],
  [{ GITHUB_SERVER_URL: "https://github.com/" }, {}, PUBLIC],
  [{ GITHUB_API_URL: "https://ghes.corp/api/v3" }, {}, GHES],
  [{ GITHUB_SERVER_URL: "https://ghes.corp//" }, {}, GHES],
  [{ GITHUB_API_URL: "https://api.ghes.corp", GITHUB_SERVER_URL: "https://ghes.corp" }, {}, [
    "https://api.ghes.corp",
    "https://ghes.corp",
    "https://ghes.corp/raw",
  ]],
  [{ GITHUB_API_URL: "http://127.0.0.1:1" }, {}, ["http://127.0.0.1:1", ...PUBLIC.slice(1)]],
  [{ GITHUB_API_URL: "https://other.corp/api/v3" }, { serverUrl: "https://ghes.corp" }, GHES],
  [{ GITHUB_SERVER_URL: "https://other.corp" }, { apiUrl: "https://ghes.corp/api/v3/" }, GHES],
  [{}, { rawUrl: "https://raw.mirror.test/" }, [...PUBLIC.slice(0, 2), "https://raw.mirror.test"]],
  [{}, { apiUrl: "http://127.0.0.1:80", serverUrl: "http://127.0.0.1:80", rawUrl: "http://127.0.0.1:80/x" }, [
    "http://127.0.0.1:80",
    "http://127.0.0.1:80",
    "http://127.0.0.1:80/x",
  ]],
];

Deno.test("githubHosts() takes settings before the environment and fills in the rest", () => {
  for (const [env, settings, urls] of CASES) {
    const { apiUrl, serverUrl, rawUrl } = githubHosts(env, settings).main;
    deepEqual([apiUrl, serverUrl, rawUrl], urls, JSON.stringify([env, settings]));
  }
});

Deno.test("githubHosts() leaves the public registry where it is, unless the settings say otherwise", () => {
  const ghes = { GITHUB_SERVER_URL: "https://ghes.corp", GITHUB_API_URL: "https://ghes.corp/api/v3" };
  deepEqual(githubHosts(ghes).home.serverUrl, "https://github.com");
  deepEqual(githubHosts(ghes, { serverUrl: "https://b.test" }).home.serverUrl, "https://b.test");
});

Deno.test("githubHosts() knows each server once", () => {
  const servers = (env: Readonly<Record<string, string>>, settings?: GithubSettings) =>
    githubHosts(env, settings).known.map(({ serverUrl }) => serverUrl);
  const hosts = {
    "A.corp": { token: "t" },
    "b.corp:8443": { token: undefined },
    "github.com": { token: "t" },
  };
  deepEqual(servers({}), ["https://github.com"]);
  deepEqual(servers({ GITHUB_SERVER_URL: "https://a.corp" }, { hosts, serverUrl: "https://c.corp" }), [
    "https://c.corp",
    "https://a.corp",
    "https://b.corp:8443",
    "https://github.com",
  ]);
});

Deno.test("tokenOrigins() adds the own hosts to the public ones, never the host of downloads", () => {
  const known = ["https://api.github.com", "https://raw.githubusercontent.com", "https://uploads.github.com"]
    .map((origin) => ({ origin, cliHost: "github.com" }));
  deepEqual(tokenOrigins(githubHosts({})), known);
  deepEqual(tokenOrigins(githubHosts({}, { hosts: { "a.corp": { token: "t" } } })), known);
  const env = { GITHUB_SERVER_URL: "https://ghes.corp:8443" };
  deepEqual(tokenOrigins(githubHosts(env, { rawUrl: "https://raw.mirror.test" })), [
    ...known,
    { origin: "https://raw.mirror.test", cliHost: "github.com" },
    { origin: "https://ghes.corp:8443", cliHost: "ghes.corp:8443" },
  ]);
  deepEqual(tokenOrigins(githubHosts({ GITHUB_API_URL: "no url" })), known);
});

Deno.test("originsOf() knows which hosts belong to github.com", () => {
  deepEqual(originsOf("GHES.corp:8443"), ["https://ghes.corp:8443"]);
  deepEqual(originsOf("github.com").includes("https://api.github.com"), true);
});
