/** GitHub as the compiled program sees it: other servers, rate limits, single sign-on, private releases, lists.
 *  Follows toolchain §7.2, §8.7, §9, §20 and trap 40, aqua-registry §13. */
import assert from "node:assert/strict";
import type { Answer, SeenRequest } from "../support/server.ts";
import { network } from "./support/network.ts";
import { widgetArchive, widgetPath } from "./support/releases.ts";

const LIST = "/api.github.com/repos/acme/widget/releases";
const ASKED = "api.github.com/repos/acme/widget/releases?per_page=100&page=1";
const FILES = { ".tool-versions": "widget 1.2.0\n" };
const CHECK = ["toolchain", "update", "--check"];
const json = (value: unknown, headers: Record<string, string> = {}): Answer => ({
  body: JSON.stringify(value),
  headers: { "content-type": "application/json", ...headers },
});
const tags = (...names: string[]) => json(names.map((tag_name) => ({ tag_name })));

Deno.test("installing a version asks the API nothing, also with a token and a tag that is guessed wrong", async () => {
  const base = "github.com/acme/widget/releases/download", archive = "widget_2.0.0_linux_amd64.tar.gz";
  await using world = await network({ [`/${base}/2.0.0/${archive}`]: { body: widgetArchive("2.0.0") } });
  const env = { ...world.env, GITHUB_TOKEN: "t0" };
  for (const version of ["1.2.0", "2.0.0"]) {
    const { code, stderr } = await world.box.run(["toolchain", "install", `widget@${version}`], { env });
    assert.equal(code, 0, stderr);
    assert.match(stderr, new RegExp(`^✓ Installed acme/widget@${version}`, "m"));
  }
  const asked = world.seen().map((path) => path.replace(`${base}/`, ""));
  // The definition takes a v off: releases with one are looked for first.
  assert.deepEqual(asked.toSorted(), [
    "2.0.0/SHA256SUMS",
    `2.0.0/${archive}`,
    "v1.2.0/SHA256SUMS",
    "v1.2.0/widget_1.2.0_linux_amd64.tar.gz",
    "v2.0.0/SHA256SUMS",
    `v2.0.0/${archive}`,
  ]);
});

Deno.test("a rate limit is told with its end, the token, and what to do", async () => {
  const reset = Math.floor(Date.now() / 1000) + 1800;
  const at = new Date(reset * 1000).toISOString().replace(".000Z", "Z");
  const spent = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(reset) };
  const cases: [Answer, Record<string, string>, RegExp[]][] = [
    [{ status: 403, headers: spent }, {}, [new RegExp(at), /token\s+none/, /export GITHUB_TOKEN=<token>/]],
    [{ status: 429, headers: { "retry-after": "1800" } }, {}, [/answers again at 2/, /token\s+none/]],
    [{ status: 403, headers: spent }, { GH_TOKEN: "t0" }, [new RegExp(at), /token\s+GH_TOKEN/]],
  ];
  for (const [answer, own, phrases] of cases) {
    await using world = await network({ [LIST]: answer }, { files: FILES });
    const { code, stderr } = await world.box.run(CHECK, { env: { ...world.env, ...own } });
    assert.equal(code, 1);
    for (const phrase of [/api\.github\.com/, /--offline/, ...phrases]) assert.match(stderr, phrase);
    if (own["GH_TOKEN"]) assert.doesNotMatch(stderr, /export GITHUB_TOKEN/);
    assert.equal(world.seen().length, 1);
  }
});

Deno.test("lists stop before the last requests are spent; downloads go on", async () => {
  const few = { "x-ratelimit-remaining": "4", link: '<x>; rel="next"' };
  await using world = await network({ [LIST]: json([{ tag_name: "nothing" }], few) }, { files: FILES });
  const { code, stderr } = await world.box.run(["toolchain", "info", "widget@1.2.0"], { env: world.env });
  assert.equal(code, 0);
  assert.match(stderr, /cannot be listed: .*4 requests are left/);
  assert.deepEqual(world.seen(), [ASKED]);
  assert.equal((await world.box.run(["toolchain", "install"], { env: world.env })).code, 0);
});

Deno.test("a token that is refused is left out once, and blamed when that does not help", async () => {
  const sso = { "x-github-sso": "required; url=https://github.com/orgs/acme/sso" };
  const refusals: Answer[] = [{ status: 403, headers: sso, body: '{"message":"SAML"}' }, { status: 401 }];
  for (const refusal of refusals) {
    const answer = ({ headers }: SeenRequest) => headers["authorization"] ? refusal : tags("v1.3.0");
    await using world = await network({ [LIST]: answer }, { files: FILES });
    const env = { ...world.env, ATMOS_GITHUB_TOKEN: "bad" };
    const { code, stderr } = await world.box.run(CHECK, { env });
    assert.equal(code, 1);
    assert.match(stderr, /widget: 1\.2\.0 -> 1\.3\.0/);
    assert.deepEqual(world.seen(), [`${ASKED} Bearer bad`, ASKED]);

    world.server.route(LIST, { status: 401 });
    const stale = await world.box.run(CHECK, { env });
    assert.match(stale.stderr, /those that were last seen: .*valid token \(401\)/);
    await Deno.remove(`${world.box.home}/.cache`, { recursive: true });
    const again = await world.box.run(CHECK, { env });
    assert.equal(again.code, 1);
    assert.match(again.stderr, /valid token \(401\)/);
    assert.match(again.stderr, /Replace the token in ATMOS_GITHUB_TOKEN/);
  }
});

Deno.test("lists go on for three pages, and ask only whether they changed", async () => {
  const page = ({ path, headers }: SeenRequest): Answer => {
    const number = Number(path.at(-1));
    const next = { link: `<https://api.github.com/x>; rel="next"`, etag: `"${number}"` };
    if (headers["if-none-match"] === next.etag) return { status: 304, headers: next };
    return json([{ tag_name: number < 3 ? `other-${number}` : "v1.2.9" }], next);
  };
  await using world = await network({ [LIST]: page }, { files: FILES });
  await world.box.write({
    "registry.yaml": `packages:
  - {type: github_release, repo_owner: acme, repo_name: widget, asset: w.zip, version_filter: 'Version startsWith "v"'}
`,
  });
  for (const status of ["first", "second"]) {
    const { stderr } = await world.box.run(CHECK, { env: world.env });
    assert.match(stderr, /1\.2\.0 -> 1\.2\.9/, status);
  }
  assert.equal(world.seen().length, 6);
  const asked = world.server.requests.map(({ headers }) => headers["if-none-match"]);
  assert.deepEqual(asked, [undefined, undefined, undefined, '"1"', '"2"', '"3"']);

  world.server.route(LIST, { status: 500 });
  const stale = await world.box.run(["toolchain", "info", "widget@1.2.0"], { env: world.env });
  assert.match(stale.stderr, /versions of acme\/widget are those that were last seen: .*500/);
  const before = world.seen().length;
  await world.box.run([...CHECK, "--offline"], { env: world.env });
  assert.equal(world.seen().length, before);
});

const RELEASE = "/api.github.com/repos/acme/widget/releases/tags/v1.2.0";
const FILE = "widget_1.2.0_linux_amd64.tar.gz";

/** A private repository: addresses answer 404 to everybody, the API to the token. */
function privateRoutes(sum: string) {
  const forToken = (answer: Answer) => ({ headers }: SeenRequest): Answer =>
    headers["authorization"] === "Bearer t0" ? answer : { status: 404 };
  const asset = (id: number) => `https://api.github.com/repos/acme/widget/releases/assets/${id}`;
  const assets = [{ name: FILE, url: asset(7) }, { name: "SHA256SUMS", url: asset(8) }];
  return {
    [widgetPath("1.2.0")]: { status: 404 },
    [widgetPath("1.2.0", "SHA256SUMS")]: { status: 404 },
    [RELEASE]: forToken(json({ tag_name: "v1.2.0", assets })),
    "/api.github.com/repos/acme/widget/releases/assets/7": ({ headers }: SeenRequest) =>
      headers["accept"] === "application/octet-stream"
        ? forToken({ redirect: "https://objects.githubusercontent.com/blob" })({ headers } as SeenRequest)
        : json({ id: 7 }),
    "/api.github.com/repos/acme/widget/releases/assets/8": forToken({ body: `${sum}  ${FILE}\n` }),
    "/objects.githubusercontent.com/blob": { body: widgetArchive("1.2.0") },
  };
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}

Deno.test("the assets of a private release come from the API, the checksum file too", async () => {
  const archive = widgetArchive("1.2.0");
  await using world = await network(privateRoutes(await sha256(archive)));
  const install = ["toolchain", "install", "widget@v1.2.0"];
  const without = await world.box.run(install, { env: world.env });
  assert.equal(without.code, 1);
  assert.match(without.stderr, /If its repository is private, set a token/);
  assert.ok(world.seen().every((request) => request.startsWith("github.com/")));

  const asked = world.seen().length;
  const env = { ...world.env, GITHUB_TOKEN: "t0" };
  const { code, stderr } = await world.box.run(install, { env });
  assert.equal(code, 0, stderr);
  const lock = await Deno.readTextFile(`${world.box.project}/toolchain.lock.yaml`);
  assert.match(lock, /url: "?https:\/\/github\.com\/acme\/widget\/releases\/download\/v1\.2\.0\//);
  assert.match(lock, /- checksum/);
  for (const request of world.seen().slice(asked)) {
    assert.equal(request.endsWith(" Bearer t0"), request.startsWith("api.github.com/"), request);
  }
  assert.equal(world.seen().filter((request) => request.startsWith("objects.")).length, 1);
});

Deno.test("a definition or a registry that is private spares the addresses", async () => {
  const sum = await sha256(widgetArchive("1.2.0"));
  const cases: [settings: string, registry: (text: string) => string][] = [
    ["", (text) => text.replace("repo_name: widget", "repo_name: widget\n    private: true")],
    ["  registries: [{name: tests, type: aqua, source: ./registry.yaml, private: true}]\n", (text) => text],
  ];
  for (const [settings, change] of cases) {
    await using world = await network(privateRoutes(sum));
    const { box } = world;
    if (settings !== "") await box.write({ "atmos.yaml": config(settings) });
    await box.write({ "registry.yaml": change(await Deno.readTextFile(`${box.project}/registry.yaml`)) });
    const env = { ...world.env, GITHUB_TOKEN: "t0" };
    const { code, stderr } = await box.run(["toolchain", "install", "widget@v1.2.0"], { env });
    assert.equal(code, 0, stderr);
    assert.ok(!world.seen().some((request) => request.startsWith("github.com/")), world.seen().join("\n"));
  }
});

Deno.test("a release that lacks the asset says what it has", async () => {
  const release = json({
    tag_name: "v1.2.0",
    assets: [{ name: "widget.exe", url: "https://api.github.com/a/1" }],
  });
  await using world = await network({ [widgetPath("1.2.0")]: { status: 404 }, [RELEASE]: release });
  const env = { ...world.env, GITHUB_TOKEN: "t0" };
  const { code, stderr } = await world.box.run(["toolchain", "install", "widget@v1.2.0"], { env });
  assert.equal(code, 1);
  assert.match(stderr, /the release v1\.2\.0 has no asset widget_1\.2\.0_linux_amd64\.tar\.gz/);
  assert.match(stderr, /widget\.exe/);
});

function config(settings: string): string {
  return `toolchain:
  install_path: .tools
  aliases: {widget: acme/widget}
  registry_fallback: false
${settings}`;
}

const REGISTRY = `packages:
  - type: github_release
    repo_owner: acme
    repo_name: widget
    asset: widget_{{trimV .Version}}_{{.OS}}_{{.Arch}}.tar.gz
    format: tar.gz
`;

/** A GitHub Enterprise Server that wants its own token everywhere. */
function serverRoutes() {
  const forToken = (answer: Answer) => ({ headers }: SeenRequest): Answer =>
    headers["authorization"] === "Bearer own" ? answer : { status: 404 };
  return {
    "/ghes.corp.test/raw/platform/tools/HEAD/registry.yaml": forToken({ body: REGISTRY }),
    "/ghes.corp.test/raw/platform/tools/HEAD/pkgs/acme/widget/registry.yaml": forToken({ body: REGISTRY }),
    "/ghes.corp.test/acme/widget/releases/download/v1.2.0/widget_1.2.0_linux_amd64.tar.gz": forToken({
      body: widgetArchive("1.2.0"),
    }),
    "/ghes.corp.test/api/v3/repos/acme/widget/releases": forToken(tags("v1.2.0")),
  };
}

Deno.test("a registry on another server brings tools of that server, with that server's token", async () => {
  const registries =
    "  registries: [{name: own, type: aqua, source: https://ghes.corp.test/platform/tools}]\n";
  const cases: [settings: string, env: Record<string, string>][] = [
    ["  github: {hosts: {ghes.corp.test: {token: own}}}\n", { GITHUB_TOKEN: "of-public" }],
    ["  github: {server_url: https://ghes.corp.test}\n", { GITHUB_TOKEN: "own" }],
    ["", {
      GITHUB_TOKEN: "own",
      GITHUB_SERVER_URL: "https://ghes.corp.test",
      GITHUB_API_URL: "https://ghes.corp.test/api/v3",
    }],
  ];
  for (const [settings, own] of cases) {
    await using world = await network(serverRoutes());
    await world.box.write({ "atmos.yaml": config(registries + settings) });
    const env = { ...world.env, ...own };
    const { code, stderr } = await world.box.run(["toolchain", "install", "widget@latest"], { env });
    assert.equal(code, 0, stderr + world.seen().join("\n"));
    assert.ok(
      world.seen().every((request) => request.startsWith("ghes.corp.test/")),
      world.seen().join("\n"),
    );
    assert.ok(!JSON.stringify(world.server.requests).includes("of-public"));
  }
});

Deno.test("the server that a CI system exports is not where public tools are", async () => {
  await using world = await network({
    "/raw.githubusercontent.com/aquaproj/aqua-registry/v4.0.0/pkgs/acme/widget/registry.yaml": {
      body: REGISTRY,
    },
  });
  await world.box.write({
    "atmos.yaml": config("  registries: [{name: public, type: aqua, ref: v4.0.0}]\n"),
  });
  const env = {
    ...world.env,
    GITHUB_SERVER_URL: "https://ghes.corp.test",
    GITHUB_API_URL: "https://ghes.corp.test/api/v3",
  };
  const { code, stderr } = await world.box.run(["toolchain", "install", "widget@v1.2.0"], { env });
  assert.equal(code, 0, stderr);
  assert.deepEqual(
    new Set(world.seen().map((request) => request.split("/")[0])),
    new Set([
      "raw.githubusercontent.com",
      "github.com",
    ]),
  );
});
