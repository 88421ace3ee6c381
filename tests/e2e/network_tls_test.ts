/** Certificates and proxies of the compiled program. Follows toolchain §9 (proxy and CA) and §20, deno §8.4 and §8.5. */
import assert from "node:assert/strict";
import { fixtureServer } from "../support/server.ts";
import { tlsAuthority } from "../support/tls_authority.ts";
import { network } from "./support/network.ts";
import { widgetArchive, widgetPath } from "./support/releases.ts";

const INSTALL = ["toolchain", "install", "--no-save", "--reinstall", "widget@v1.2.0"];
const ARCHIVE = widgetPath("1.2.0").slice(1);
const EXPIRED = new Date(Date.UTC(2020, 0, 1));

Deno.test("certificates of the company count, by SSL_CERT_FILE and beside what is built in", async () => {
  await using world = await network();
  const { box, env } = world;
  const other = await tlsAuthority("Another");
  await box.write({
    "both.pem": other.certificate + world.authority.certificate,
    "other.pem": other.certificate,
  });
  const trusting: [string, Record<string, string | undefined>][] = [
    ["the file", {}],
    ["a file with several", { SSL_CERT_FILE: `${box.project}/both.pem` }],
    ["the variable of the runtime", { SSL_CERT_FILE: undefined, DENO_CERT: `${box.project}/ca.pem` }],
    ["a choice of stores that is made", { DENO_TLS_CA_STORE: "system" }],
  ];
  for (const [name, own] of trusting) {
    const { code, stderr } = await box.run(INSTALL, { env: { ...env, ...own } });
    assert.equal(code, 0, `${name}: ${stderr}`);
  }
  const distrusting: [Record<string, string | undefined>, RegExp][] = [
    [{ SSL_CERT_FILE: undefined }, /authority that is not trusted here/],
    [{ SSL_CERT_FILE: `${box.project}/other.pem` }, /authority that is not trusted here/],
    [{ SSL_CERT_FILE: `${box.project}/gone.pem` }, /SSL_CERT_FILE, cannot be read/],
    [{ SSL_CERT_FILE: `${box.project}/atmos.yaml` }, /authority that is not trusted here/],
    [{ DENO_TLS_CA_STORE: "mozilla" }, /authority that is not trusted here/],
  ];
  const asked = world.server.requests.length;
  for (const [own, reason] of distrusting) {
    const { code, stderr } = await box.run([...INSTALL.slice(0, -1), "widget@v1.3.0"], {
      env: { ...env, ...own },
    });
    assert.equal(code, 1);
    assert.match(stderr, reason);
    assert.match(stderr, /https:\/\/github\.com\//);
    assert.match(stderr, /Set SSL_CERT_FILE to a PEM file/);
    assert.match(stderr, /attempts\s+1\n/);
  }
  assert.equal(world.server.requests.length, asked);
});

Deno.test("certificates that are over, or of another host, are told as such", async () => {
  await using world = await network();
  const { authority, box, env } = world;
  const cases: [Parameters<typeof authority.issue>, RegExp][] = [
    [[["github.com"], EXPIRED], /expired/i],
    [[["gitlab.test"]], /not valid for name "github\.com"|NotValidForName/],
  ];
  for (const [wanted, reason] of cases) {
    await using server = fixtureServer({}, { tls: await authority.issue(...wanted) });
    world.proxy.lead(server.port);
    const { code, stderr } = await box.run(INSTALL, { env });
    assert.equal(code, 1);
    assert.match(stderr, reason);
    assert.match(stderr, /cannot get https:\/\/github\.com\//);
    assert.deepEqual(server.requests, []);
  }
});

Deno.test("a port without https is told as such", async () => {
  await using world = await network();
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const connections: Deno.Conn[] = [];
  const answer = async (connection: Deno.Conn) => {
    await connection.read(new Uint8Array(65_536));
    await connection.write(new TextEncoder().encode("HTTP/1.1 400 What\r\n\r\n"));
  };
  const answering = (async () => {
    for await (const connection of listener) {
      connections.push(connection);
      answer(connection).catch(() => {}); // the client may have had enough of it
    }
  })();
  world.proxy.lead(listener.addr.port);
  const { code, stderr } = await world.box.run(INSTALL, { env: world.env });
  listener.close();
  await answering;
  for (const connection of connections) connection.close();
  assert.equal(code, 1);
  assert.match(stderr, /does not speak https at this port/);
});

Deno.test("HTTPS_PROXY, its other spellings and ALL_PROXY lead through the proxy, with user and password", async () => {
  const login = ["us er", "p@ss:wörd"] as const;
  await using world = await network({}, { credentials: login });
  const { box, proxy, env: { HTTPS_PROXY: url, HTTP_PROXY: _, ...env } } = world;
  for (const name of ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"]) {
    const before = proxy.requests.length;
    const { code, stderr } = await box.run(INSTALL, { env: { ...env, [name]: url } });
    assert.equal(code, 0, `${name}: ${stderr}`);
    const asked = proxy.requests.slice(before);
    assert.ok(asked.length > 0, name);
    assert.ok(asked.every(({ method, target }) => method === "CONNECT" && target === "github.com:443"));
    await Deno.remove(`${box.home}/.cache`, { recursive: true });
  }
});

Deno.test("a proxy that refuses is told, without its password", async () => {
  await using world = await network({}, { credentials: ["user", "right"] });
  const env = {
    ...world.env,
    HTTPS_PROXY: `http://user:wr0ng@${world.proxy.host}`,
    ATMOS_LOGS_LEVEL: "Trace",
  };
  const { code, stderr } = await world.box.run(INSTALL, { env });
  assert.equal(code, 1);
  assert.match(stderr, /the proxy wants a user and a password \(407\)/);
  assert.match(stderr, /HTTPS_PROXY=http:\/\/user:password@host:port/);
  assert.doesNotMatch(stderr, /wr0ng/);
  assert.ok(world.proxy.requests.length <= 2); // the archive and its checksums, each once
  assert.deepEqual(world.seen(), []);
});

Deno.test("HTTP_PROXY is for addresses without encryption, HTTPS_PROXY is not", async () => {
  await using world = await network({}, {
    plainRoutes: { "/dl.acme.test/kit/1.0.0": { body: "#!/bin/sh\necho kit\n" } },
    settings:
      "  tools:\n    acme/kit: {type: http, url: 'http://dl.acme.test/kit/{{.Version}}', format: raw}\n",
  });
  const { box, proxy, env: { HTTPS_PROXY: _, ...env } } = world;
  const { code, stderr } = await box.run(["toolchain", "install", "acme/kit@1.0.0"], { env });
  assert.equal(code, 0, stderr);
  assert.match(stderr, /acme\/kit@1\.0\.0 comes from dl\.acme\.test without encryption/);
  assert.equal(proxy.requests[0]?.target, "http://dl.acme.test/kit/1.0.0");
});

Deno.test("NO_PROXY leads around the proxy: a host, a domain, an address, a port, everything", async () => {
  await using world = await network();
  await using direct = fixtureServer({ "/kit": { body: "#!/bin/sh\necho kit\n" } });
  const { box, proxy, env } = world;
  await box.write({
    "atmos.yaml": `toolchain:
  install_path: .tools
  registry_fallback: false
  tools: {acme/kit: {type: http, url: "${direct.url}/kit", format: raw}}
`,
  });
  const install = ["toolchain", "install", "--no-save", "--reinstall", "acme/kit@1.0.0"];
  for (const value of ["127.0.0.1", "x.test, 127.0.0.0/8", `127.0.0.1:${direct.port}`, "*", " * ,x.test"]) {
    for (const name of ["NO_PROXY", "no_proxy"]) {
      const before = direct.requests.length;
      const { code, stderr } = await box.run(install, { env: { ...env, [name]: value } });
      assert.equal(code, 0, `${name}=${value}: ${stderr}`);
      assert.ok(direct.requests.length > before);
      await Deno.remove(`${box.home}/.cache`, { recursive: true });
    }
  }
  assert.deepEqual(proxy.requests, []);
  await box.run(install, { env: { ...env, NO_PROXY: "x.test,127.0.0.2" } });
  assert.ok(proxy.requests.length > 0);
});

Deno.test("a tool that is installed on the way sees the environment of the user, not ours", async () => {
  const program = "#!/bin/sh\nenv | grep -E '^(DENO_|NO_PROXY|HTTPS_PROXY|SSL_CERT)' | sort\n";
  await using world = await network({ "/dl.acme.test/kit/1.0.0": { body: program } }, {
    settings:
      "  tools:\n    acme/kit: {type: http, url: 'https://dl.acme.test/kit/{{.Version}}', format: raw}\n",
  });
  const env = { ...world.env, NO_PROXY: "x.test:80" };
  const { code, stdout, stderr } = await world.box.run(["toolchain", "exec", "acme/kit@1.0.0"], { env });
  assert.equal(code, 0, stderr);
  const expected = [
    `HTTPS_PROXY=${world.env["HTTPS_PROXY"]}`,
    "NO_PROXY=x.test:80",
    `SSL_CERT_FILE=${world.env["SSL_CERT_FILE"]}`,
  ];
  assert.deepEqual(stdout.trimEnd().split("\n"), expected);
  assert.deepEqual(world.seen(), ["dl.acme.test/kit/1.0.0"]);
});

Deno.test("a host never leads from https to an address without encryption", async () => {
  await using world = await network({ [`/${ARCHIVE}`]: { redirect: "http://dl.acme.test/blob" } }, {
    plainRoutes: { "/dl.acme.test/blob": { body: widgetArchive("1.2.0") } },
  });
  const { code, stderr } = await world.box.run(INSTALL, { env: world.env });
  assert.equal(code, 1);
  assert.match(stderr, /redirects to an unencrypted address at dl\.acme\.test/);
  assert.deepEqual(world.plain.requests, []);
});
