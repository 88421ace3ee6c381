/** Downloads of the compiled program: what is kept, continued, retried, refused. Follows toolchain §7.5, §7.6, §9 and
 *  C3, traps 23, 41, 44. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { gzip, tarArchive } from "../support/archive.ts";
import { type Answer, fixtureServer, type SeenRequest } from "../support/server.ts";
import { network } from "./support/network.ts";
import { addWidget, releases, script, widgetArchive, widgetPath } from "./support/releases.ts";

const PLATFORM = { ATMOS_TOOLCHAIN_PLATFORM: "linux/amd64" };
const ARCHIVE = widgetPath("1.2.0");
const FILES = { ".tool-versions": "widget v1.2.0\n" };
const INSTALL = ["toolchain", "install"];
const OFFLINE = { ...PLATFORM, ATMOS_TOOLCHAIN_OFFLINE: "true" };

Deno.test("what the lock file knows and the download cache has is installed without network", async () => {
  await using world = await releases(FILES);
  const { box, server } = world;
  assert.equal((await box.run(INSTALL, { env: PLATFORM })).code, 0);
  const asked = server.requests.length;
  for (const env of [OFFLINE, PLATFORM]) {
    assert.equal((await box.run(["toolchain", "uninstall", "widget"], { env })).code, 0);
    const { code, stderr } = await box.run(INSTALL, { env });
    assert.equal(code, 0, stderr);
    assert.match(stderr, /Installed acme\/widget@v1\.2\.0/);
    const run = await box.run(["toolchain", "exec", "widget", "x"], { env });
    assert.equal(run.stdout, "widget 1.2.0 x\n");
  }
  assert.equal(server.requests.length, asked);
});

Deno.test("a kept download that is not what the lock file says is fetched again", async () => {
  await using world = await releases(FILES);
  const { box, server } = world;
  assert.equal((await box.run(INSTALL, { env: PLATFORM })).code, 0);
  const [kept] = await archives(box.home);
  assert.ok(kept);
  const good = await Deno.readFile(kept);
  const spoils: [string, () => Promise<void>][] = [
    ["other bytes", () => Deno.writeFile(kept, good.toReversed())],
    ["cut short", () => Deno.writeFile(kept, good.subarray(0, 20))],
    ["empty", () => Deno.writeFile(kept, new Uint8Array())],
    ["a link", async () => {
      await Deno.rename(kept, `${box.root}/elsewhere`);
      await Deno.symlink(`${box.root}/elsewhere`, kept);
    }],
  ];
  for (const [name, spoil] of spoils) {
    await spoil();
    await box.run(["toolchain", "uninstall", "widget"]);
    const offline = await box.run(INSTALL, { env: OFFLINE });
    assert.equal(offline.code, 1, name);
    assert.match(offline.stderr, /acme\/widget@v1\.2\.0 is not installed, and offline mode is on/);
    assert.match(offline.stderr, /atmos toolchain install acme\/widget@v1\.2\.0/);
    const before = server.requests.length;
    const online = await box.run(INSTALL, { env: PLATFORM });
    assert.equal(online.code, 0, `${name}: ${online.stderr}`);
    assert.deepEqual(server.requests.slice(before).map(({ path }) => path), [ARCHIVE], name);
    assert.deepEqual(await Deno.readFile(kept), good);
  }
});

Deno.test("without a lock file the checksum file decides whether what is kept still counts", async () => {
  await using world = await releases({ ...FILES, "atmos.yaml": "" });
  const { box, server } = world;
  await box.write({
    "atmos.yaml": `toolchain:
  lock: off
  install_path: .tools
  aliases: {widget: acme/widget}
  registries: [{name: tests, type: aqua, source: ./registry.yaml}]
  url_replacements: [{from: "https://", to: "${server.url}/"}]
`,
  });
  const install = [...INSTALL, "--reinstall"];
  assert.equal((await box.run(install, { env: PLATFORM })).code, 0);
  const before = server.requests.length;
  assert.equal((await box.run(install, { env: PLATFORM })).code, 0);
  assert.deepEqual(server.requests.slice(before).map(({ path }) => path), [
    widgetPath("1.2.0", "SHA256SUMS"),
  ]);

  const offline = await box.run(install, { env: OFFLINE });
  assert.equal(offline.code, 1);
  assert.match(offline.stderr, /only what the lock file records and the download cache has/);
  const run = await box.run(["toolchain", "exec", "widget", "still there"], { env: OFFLINE });
  assert.equal(run.stdout, "widget 1.2.0 still there\n");

  const changed = archiveOf("changed");
  server.route(ARCHIVE, { body: changed });
  server.route(widgetPath("1.2.0", "SHA256SUMS"), {
    body: `${sha256(changed)}  ${ARCHIVE.split("/").at(-1)}\n`,
  });
  assert.equal((await box.run(install, { env: PLATFORM })).code, 0);
  assert.equal((await box.run(["toolchain", "exec", "widget"])).stdout, "changed\n");
});

Deno.test("a download that was cut goes on in the next call, of the same bytes only", async () => {
  const big = archiveOf("big", 1_700_000);
  assert.ok(big.length > 1_500_000);
  const body = (etag: string) => ({ headers }: SeenRequest): Answer => {
    const start = Number(/^bytes=(\d+)-$/.exec(headers["range"] ?? "")?.[1] ?? NaN);
    if (Number.isNaN(start) || headers["if-range"] !== etag) return { body: big, headers: { etag } };
    const range = `bytes ${start}-${big.length - 1}/${big.length}`;
    return { status: 206, body: big.subarray(start), headers: { etag, "content-range": range } };
  };
  await using world = await releases(FILES);
  const { box, server } = world;
  const sums = { body: `${sha256(big)}  ${ARCHIVE.split("/").at(-1)}\n` };
  server.route(widgetPath("1.2.0", "SHA256SUMS"), sums);
  server.route(ARCHIVE, { body: big, headers: { etag: '"1"' }, stallAfterBytes: 1_200_000 });
  const child = box.start(INSTALL, { env: PLATFORM });
  const part = await waitFor(async () =>
    (await archives(box.home)).find((path) => path.endsWith(".part") && Deno.statSync(path).size > 1_000_000)
  );
  child.kill("SIGINT");
  assert.equal((await child.output()).code, 130);
  assert.ok(Deno.statSync(part).size > 1_000_000);

  server.route(ARCHIVE, body('"1"'));
  const asked = server.requests.length;
  const { code, stderr } = await box.run(INSTALL, { env: PLATFORM });
  assert.equal(code, 0, stderr);
  const ranges = server.requests.slice(asked).filter(({ path }) => path === ARCHIVE).map(({ headers }) =>
    headers["range"]
  );
  assert.deepEqual(ranges, ["bytes=1200000-"]);
  assert.equal((await box.run(["toolchain", "exec", "widget"])).stdout, "big\n");
});

Deno.test("a host that asks to wait is asked again when it said", async () => {
  await using world = await releases(FILES);
  const { box, server } = world;
  const archive = widgetArchive("1.2.0");
  for (const trouble of [{ status: 429, headers: { "retry-after": "1" } }, { status: 503 }]) {
    server.route(ARCHIVE, [trouble, { body: archive }]);
    const begin = performance.now();
    const { code, stderr } = await box.run([...INSTALL, "--reinstall"], { env: PLATFORM });
    const took = performance.now() - begin;
    assert.equal(code, 0, stderr);
    assert.ok(took > 700 && took < 6000, String(took));
    await Deno.remove(`${box.home}/.cache`, { recursive: true });
  }
});

Deno.test("a network that is down is told within seconds", async () => {
  await using world = await network({}, { files: FILES });
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  const cases: [Record<string, string | undefined>, RegExp][] = [
    [{ HTTPS_PROXY: undefined, ATMOS_GITHUB_CLI: "" }, /github\.invalid/],
    [{ HTTPS_PROXY: `http://127.0.0.1:${port}`, ATMOS_GITHUB_CLI: "" }, /[Cc]onnection refused/],
  ];
  await world.box.write({
    "registry.yaml": `packages:
  - {type: http, repo_owner: acme, repo_name: widget, url: "https://github.invalid/{{.Version}}", format: raw}
`,
  });
  for (const [own, reason] of cases) {
    const begin = performance.now();
    const { code, stderr } = await world.box.run(INSTALL, { env: { ...world.env, ...own } });
    assert.equal(code, 1);
    assert.match(stderr, reason);
    assert.match(stderr, /--offline/);
    assert.match(stderr, /HTTPS_PROXY, HTTP_PROXY and NO_PROXY/);
    // How long a name takes to be unknown is up to the system.
    if (own["HTTPS_PROXY"] !== undefined) assert.ok(performance.now() - begin < 5000);
  }
});

Deno.test("answers that are no download are refused, and nothing of them is installed or kept", async () => {
  const page = "<!DOCTYPE html><html><title>Sign in</title></html>";
  const cases: [string, Answer, RegExp][] = [
    ["a page", { body: page, headers: { "content-type": "text/html; charset=utf-8" } }, /web page.*/],
    ["more than was promised", { body: widgetArchive("1.2.0"), contentLength: 10 }, /checksum mismatch/],
    ["nothing", { status: 204 }, /unexpected status 204/],
    ["a circle", { redirect: ARCHIVE }, /redirects more than/],
  ];
  for (const [name, answer, reason] of cases) {
    await using world = await releases(FILES);
    const { box, server } = world;
    server.route(ARCHIVE, answer);
    const { code, stderr } = await box.run(INSTALL, { env: PLATFORM });
    assert.equal(code, 1, name);
    assert.match(stderr, reason, name);
    await assert.rejects(Deno.stat(`${box.project}/.tools/bin/acme`), Deno.errors.NotFound, name);
    const left = await archives(box.home);
    assert.deepEqual(left, [], name);
    await addWidget(server, "1.2.0");
    assert.equal((await box.run(INSTALL, { env: PLATFORM })).code, 0, name);
  }
});

Deno.test("a download without encryption is warned about, unless something proves it", async () => {
  const kit = script("kit", "1.0.0"), name = "dl.acme.test";
  const tools = (checksum: string) =>
    `  tools:\n    acme/kit:\n      type: http\n      url: http://${name}/kit-{{.Version}}\n      format: raw\n${checksum}`;
  const sums = (url: string) => `      checksum: {type: http, url: "${url}", algorithm: sha256}\n`;
  const cases: [string, boolean][] = [
    ["", true],
    [sums(`http://${name}/sums`), true],
    [sums(`https://${name}/sums`), false],
  ];
  const line = { body: `${sha256(new TextEncoder().encode(kit))}  kit-1.0.0\n` };
  for (const [checksum, isWarned] of cases) {
    await using world = await network({ [`/${name}/sums`]: line }, {
      settings: tools(checksum),
      plainRoutes: { [`/${name}/kit-1.0.0`]: { body: kit }, [`/${name}/sums`]: line },
    });
    const { box, env } = world;
    const { code, stderr } = await box.run(["toolchain", "install", "acme/kit@1.0.0"], { env });
    assert.equal(code, 0, stderr);
    assert.equal(/comes from dl\.acme\.test without encryption/.test(stderr), isWarned, checksum);
    await Deno.remove(`${box.home}/.cache`, { recursive: true });
    const again = await box.run(["toolchain", "install", "--reinstall", "acme/kit@1.0.0"], { env });
    assert.doesNotMatch(again.stderr, /encryption/); // the lock file knows it now
  }
});

Deno.test("this machine needs no encryption", async () => {
  await using server = fixtureServer({ "/kit-1.0.0": { body: script("kit", "1.0.0") } });
  await using world = await network({}, {
    settings: `  tools: {acme/kit: {type: http, url: "${server.url}/kit-{{.Version}}", format: raw}}\n`,
  });
  const env = { ...world.env, NO_PROXY: "127.0.0.1" };
  const { code, stderr } = await world.box.run(["toolchain", "install", "acme/kit@1.0.0"], { env });
  assert.equal(code, 0, stderr);
  assert.doesNotMatch(stderr, /encryption/);
});

/** An archive of `widget` that prints a word, with bytes that cannot be compressed. */
function archiveOf(word: string, paddingBytes = 0): Uint8Array<ArrayBuffer> {
  const program = { content: `#!/bin/sh\necho ${word}\n`, mode: 0o755 };
  const padding = new Uint8Array(paddingBytes);
  for (let at = 0; at < paddingBytes; at += 65_536) crypto.getRandomValues(padding.subarray(at, at + 65_536));
  return gzip(tarArchive([
    { ...program, path: "widget" },
    { ...program, path: "bin/widgetctl" },
    { path: "padding", content: padding },
  ]));
}

/** Files of the download cache. */
async function archives(home: string): Promise<readonly string[]> {
  const paths: string[] = [];
  const walk = async (dir: string): Promise<void> => {
    for await (const { name, isDirectory } of Deno.readDir(dir)) {
      if (isDirectory) await walk(`${dir}/${name}`);
      else if (!name.endsWith(".lock")) paths.push(`${dir}/${name}`);
    }
  };
  await walk(`${home}/.cache/atmos/toolchain-cache/downloads`).catch(() => {});
  return paths;
}

/** Asks until there is an answer. */
async function waitFor<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (let time = 0; time < 500; time++) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("it did not come");
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
