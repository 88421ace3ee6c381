/** Where tokens come from and where they go, proved by every header that the servers saw. Follows toolchain §9, §21 and
 *  trap 39, DECISIONS Toolchain (credentials only go to hosts that they were configured for). */
import assert from "node:assert/strict";
import type { Answer } from "../support/server.ts";
import { type Network, network } from "./support/network.ts";
import { widgetArchive, widgetPath } from "./support/releases.ts";

const RELEASES = "/api.github.com/repos/acme/widget/releases";
const RELEASED: Answer = { body: JSON.stringify([{ tag_name: "v1.3.0" }, { tag_name: "v1.2.0" }]) };
const FILES = { ".tool-versions": "widget 1.2.0\n" };
/** Asks for the list of releases and for nothing else; 1 says that there is a newer one. */
const CHECK = ["toolchain", "update", "--check"];

/** Writes a `gh` that knows one token for each host. */
async function writeGh({ box }: Network, path: string): Promise<void> {
  await box.write({
    [path]: '#!/bin/sh\n[ "$1 $2 $3" = "auth token --hostname" ] && echo "gh-of-$4"\n',
  });
  await Deno.chmod(path, 0o755);
}

/** The texts of all headers that hosts got, by host; the proxy is one of them. */
function headersByHost({ server, plain, proxy }: Network): Readonly<Record<string, string>> {
  const seen: Record<string, string> = {
    proxy: proxy.requests.map((request) => JSON.stringify(request)).join(),
  };
  for (const { path, headers } of [...server.requests, ...plain.requests]) {
    const host = path.split("/")[1] ?? "";
    seen[host] = (seen[host] ?? "") + path + JSON.stringify(headers);
  }
  return seen;
}

Deno.test("a token comes from the flag, then the variables in their order, then the GitHub CLI", async () => {
  await using world = await network({ [RELEASES]: RELEASED }, { files: FILES });
  await writeGh(world, `${world.box.root}/gh-bin/gh`);
  const PATH = `${world.box.root}/gh-bin:/usr/bin:/bin`;
  const all = {
    ATMOS_PRO_GITHUB_TOKEN: "of-pro",
    ATMOS_GITHUB_TOKEN: "of-atmos",
    GITHUB_TOKEN: "of-github",
    GH_TOKEN: "of-gh",
  };
  const cases: [string[], Record<string, string>, string | undefined][] = [
    [["--github-token", "of-flag"], all, "of-flag"],
    [[], all, "of-pro"],
    [[], { ...all, ATMOS_PRO_GITHUB_TOKEN: "" }, "of-atmos"],
    [[], { GITHUB_TOKEN: "of-github\n", GH_TOKEN: "of-gh" }, "of-github"],
    [[], { GH_TOKEN: "of-gh", PATH }, "of-gh"],
    [[], { PATH }, "gh-of-github.com"],
    [[], { ATMOS_GITHUB_CLI: `${world.box.root}/gh-bin/gh` }, "gh-of-github.com"],
    [[], { PATH, ATMOS_GITHUB_CLI: "" }, undefined],
    [[], { ATMOS_GITHUB_CLI: "/nowhere/gh" }, undefined],
  ];
  for (const [args, env, token] of cases) {
    const { code, stderr } = await world.box.run([...CHECK, ...args], { env: { ...world.env, ...env } });
    assert.equal(code, 1, stderr);
    const { authorization } = world.server.requests.at(-1)?.headers ?? {};
    assert.equal(authorization, token && `Bearer ${token}`, JSON.stringify([args, env]));
  }
});

Deno.test("a value that is no token is refused before anything is asked", async () => {
  await using world = await network({}, { files: FILES });
  const env = { ...world.env, GITHUB_TOKEN: "two words\u0001" };
  const { code, stderr } = await world.box.run(CHECK, { env });
  assert.equal(code, 1);
  assert.match(stderr, /GITHUB_TOKEN/);
  assert.doesNotMatch(stderr, /two words/);
  assert.deepEqual(world.seen(), []);
});

Deno.test("a token goes to the API and to nobody else, however the download is redirected", async () => {
  await using world = await network({
    [RELEASES]: RELEASED,
    [widgetPath("1.3.0")]: { redirect: "https://objects.githubusercontent.com/blob?sig=x" },
    "/objects.githubusercontent.com/blob": { body: widgetArchive("1.3.0") },
  }, { files: FILES });
  const env = { ...world.env, GITHUB_TOKEN: "se-cret-token", ATMOS_LOGS_LEVEL: "Trace" };
  const { code, stderr, stdout } = await world.box.run(["toolchain", "install", "widget@latest"], { env });
  assert.equal(code, 0, stderr);
  assert.ok(!(stderr + stdout).includes("se-cret-token"));
  const hosts = Object.entries(headersByHost(world)).map(([host, text]) => [
    host,
    text.includes("se-cret-token"),
  ]);
  assert.deepEqual(Object.fromEntries(hosts), {
    "proxy": false,
    "api.github.com": true,
    "github.com": false,
    "objects.githubusercontent.com": false,
  });
});

Deno.test("a token stays with the API when it sends elsewhere, and never comes back from there", async () => {
  await using world = await network({
    [RELEASES]: { redirect: "/repositories/7/releases", status: 301 },
    "/api.github.com/repositories/7/releases": { redirect: "https://evil.corp.test/x" },
    "/evil.corp.test/x": { redirect: "https://api.github.com/home" },
    "/api.github.com/home": RELEASED,
  }, { files: FILES });
  const env = { ...world.env, GITHUB_TOKEN: "t0" };
  assert.equal((await world.box.run(CHECK, { env })).code, 1);
  assert.deepEqual(world.seen(), [
    "api.github.com/repos/acme/widget/releases?per_page=100&page=1 Bearer t0",
    "api.github.com/repositories/7/releases Bearer t0",
    "evil.corp.test/x",
    "api.github.com/home",
  ]);
});

Deno.test("a mirror gets no token of GitHub, only what it was given itself", async () => {
  const mirrored =
    '  url_replacements: [{from: "https://api.github.com/", to: "https://mirror.corp.test/gh/"}]\n';
  const cases: [settings: string, env: Record<string, string>, token: string | undefined][] = [
    ["", {}, undefined],
    ["  github: {hosts: {mirror.corp.test: {token: !env MIRROR_TOKEN}}}\n", { MIRROR_TOKEN: "m1" }, "m1"],
    ["  github: {hosts: {mirror.corp.test: {token: !env MIRROR_TOKEN}}}\n", { MIRROR_TOKEN: "" }, undefined],
    ["  github: {hosts: {other.corp.test: {token: o1}}}\n", {}, undefined],
  ];
  for (const [settings, own, token] of cases) {
    await using world = await network({ "/mirror.corp.test/gh/repos/acme/widget/releases": RELEASED }, {
      files: FILES,
      settings: mirrored + settings,
    });
    const env = { ...world.env, GITHUB_TOKEN: "t0", ...own };
    const { code, stderr } = await world.box.run(CHECK, { env });
    assert.equal(code, 1, stderr);
    assert.match(world.seen().join(), token ? new RegExp(`Bearer ${token}$`) : /page=1$/);
    assert.ok(!JSON.stringify(headersByHost(world)).includes("t0"));
  }
});

Deno.test("a mirror with a login in its address gets that login, and other hosts do not", async () => {
  await using world = await network({
    "/mirror.corp.test/gh/acme/widget/releases/download/v1.2.0/widget_1.2.0_linux_amd64.tar.gz": {
      redirect: "https://store.corp.test/blob",
    },
    "/store.corp.test/blob": { body: widgetArchive("1.2.0") },
  }, {
    settings:
      '  url_replacements: [{from: "https://github.com/", to: "https://me:pa55word@mirror.corp.test/gh/"}]\n',
  });
  const { code, stderr } = await world.box.run(["toolchain", "install", "widget@v1.2.0"], { env: world.env });
  assert.equal(code, 0, stderr);
  assert.ok(!stderr.includes("pa55word"));
  const basic = `Basic ${btoa("me:pa55word")}`;
  for (const { path, headers } of world.server.requests) {
    assert.equal(headers["authorization"], path.startsWith("/mirror.corp.test/") ? basic : undefined, path);
  }
  assert.ok(world.seen().includes("store.corp.test/blob"));
  const lock = await Deno.readTextFile(`${world.box.project}/toolchain.lock.yaml`);
  assert.ok(!lock.includes("pa55word"));
});
