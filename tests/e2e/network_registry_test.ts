/** Registries over the network: how long they count, what is asked, who may read them. Follows toolchain §7.2, §7.4,
 *  §7.5, §7.6. */
import assert from "node:assert/strict";
import type { Answer, SeenRequest } from "../support/server.ts";
import { network, type NetworkOptions } from "./support/network.ts";

const INDEX = `packages:
  - type: github_release
    repo_owner: acme
    repo_name: widget
    asset: widget_{{trimV .Version}}_{{.OS}}_{{.Arch}}.tar.gz
    format: tar.gz
`;
const INSTALL = ["toolchain", "install", "--reinstall", "acme/widget@v1.2.0"];

/** Answers a text, and 304 to those who have it. */
function unchanged(body: string, etag: string) {
  return ({ headers }: SeenRequest): Answer =>
    headers["if-none-match"] === etag ? { status: 304, headers: { etag } } : { body, headers: { etag } };
}

function settings(source: string): NetworkOptions {
  return {
    files: {
      "atmos.yaml": `toolchain:
  install_path: .tools
  registry_fallback: false
  registries: [{name: far, type: aqua, source: "${source}"}]
`,
    },
  };
}

Deno.test("a registry counts for a day, then it is asked whether it changed", async () => {
  const path = "/registry.corp.test/index.yaml";
  await using world = await network({ [path]: unchanged(INDEX, '"1"') }, settings("https:/" + path));
  const { box, server, env } = world;
  const asked = () => server.requests.filter((request) => request.path === path);
  const install = async (ttl?: string) => {
    const own = ttl === undefined ? {} : { ATMOS_TOOLCHAIN_REGISTRY_TTL: ttl };
    const { code, stderr } = await box.run(INSTALL, { env: { ...env, ...own } });
    assert.equal(code, 0, stderr);
    return stderr;
  };
  await install();
  await install();
  await install("3600");
  assert.equal(asked().length, 1);
  await install("0");
  assert.equal(asked().length, 2);
  assert.equal(asked()[1]?.headers["if-none-match"], '"1"');

  server.route(path, unchanged(INDEX.replace("widget_", "wodget_"), '"2"'));
  const changed = await box.run(INSTALL, { env: { ...env, ATMOS_TOOLCHAIN_REGISTRY_TTL: "0" } });
  assert.equal(changed.code, 1);
  assert.match(changed.stderr, /wodget_1\.2\.0/);

  server.route(path, unchanged(INDEX, '"3"'));
  await install("0");
  for (
    const trouble of [{ status: 500 }, { status: 403 }, {
      body: "<html>",
      headers: { "content-type": "text/html" },
    }]
  ) {
    server.route(path, trouble);
    const stderr = await install("0");
    assert.equal(stderr.match(/registry "far" is used as it was last read/g)?.length, 1, stderr);
  }
  const before = server.requests.length;
  const offline = { ...env, ATMOS_TOOLCHAIN_REGISTRY_TTL: "0", ATMOS_TOOLCHAIN_OFFLINE: "true" };
  const { code, stderr } = await box.run(INSTALL, { env: offline });
  assert.equal(code, 0, stderr);
  assert.doesNotMatch(stderr, /last read/);
  assert.equal(server.requests.length, before);
});

Deno.test("a time that is no number of seconds is an error that names the variable", async () => {
  await using world = await network();
  for (const ttl of ["24h", "-1", "1e3", "soon"]) {
    const env = { ...world.env, ATMOS_TOOLCHAIN_REGISTRY_TTL: ttl };
    const { code, stderr } = await world.box.run(INSTALL, { env });
    assert.equal(code, 1);
    assert.match(stderr, /ATMOS_TOOLCHAIN_REGISTRY_TTL/);
  }
  assert.deepEqual(world.seen(), []);
});

Deno.test("the registry of a private repository is read with the token, and with nothing else", async () => {
  const forToken = (answer: Answer) => ({ headers }: SeenRequest): Answer =>
    headers["authorization"] === "Bearer t0" ? answer : { status: 404 };
  const raw = "/raw.githubusercontent.com/acme/tools/v1.0.0";
  await using world = await network({
    [`${raw}/pkgs/acme/widget/registry.yaml`]: forToken({ body: INDEX }),
    [`${raw}/registry.yaml`]: forToken({ body: INDEX }),
  }, settings("https://github.com/acme/tools/tree/v1.0.0"));
  const without = await world.box.run(INSTALL, { env: world.env });
  assert.equal(without.code, 2);
  assert.match(without.stderr, /a private repository needs a token/);
  const { code, stderr } = await world.box.run(INSTALL, { env: { ...world.env, GITHUB_TOKEN: "t0" } });
  assert.equal(code, 0, stderr);
  for (const request of world.seen().filter((request) => request.includes("Bearer"))) {
    assert.ok(request.startsWith("raw.githubusercontent.com/"), request);
  }
});

Deno.test("a registry without encryption is warned about", async () => {
  const path = "/registry.corp.test/index.yaml";
  await using world = await network({}, {
    ...settings("http:/" + path),
    plainRoutes: { [path]: { body: INDEX } },
  });
  const { code, stderr } = await world.box.run(INSTALL, { env: world.env });
  assert.equal(code, 0, stderr);
  assert.match(stderr, /registry "far" is read from registry\.corp\.test without encryption/);
});
