/** `atmos toolchain install` from servers that cut, stall, lie, refuse and send other things. Follows house §8.2,
 *  toolchain §9, §11, §20 and C3. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { AtmosError, CancelledError } from "@/base/errors.ts";
import { addWidget, script, widgetPath } from "../e2e/support/releases.ts";
import { type ArchiveItem, gzip, tarArchive } from "../support/archive.ts";
import type { Answer, FixtureServer } from "../support/server.ts";
import { makeProject, type Project } from "./support/project.ts";
import { KIT_PATH, kitArchive, PLAIN_PATH, releaseServer } from "./support/releases.ts";

const INSTALL = ["install", "widget@1.3.0"];
const ASSET = widgetPath("1.3.0"), SUMS = widgetPath("1.3.0", "SHA256SUMS");
const FILE = "widget_1.3.0_linux_amd64.tar.gz";
const PAGE: Answer = {
  headers: { "content-type": "text/html" },
  body: "<!doctype html><title>Log in</title>",
};

/** A server that never sends what it should. */
interface Trouble {
  readonly name: string;
  spoil(server: FixtureServer): unknown;
  readonly code: string;
  /** In the title, the explanation or the facts. */
  readonly says: RegExp;
  readonly hint?: RegExp;
  /** How often the archive is asked for; once unless given. */
  readonly asked?: number;
}

/** The right archive, sent in a wrong way. */
const asset = (answer: Answer) => (server: FixtureServer) => addWidget(server, "1.3.0", answer);
/** Another checksum file. */
const sums = (answer: Answer) => (server: FixtureServer) => server.route(SUMS, answer);
/** Another archive, with its true sum. */
const archive = (bytes: Uint8Array) => (server: FixtureServer) => {
  server.route(ASSET, { body: bytes });
  server.route(SUMS, { body: `${sha256(bytes)}  ${FILE}\n` });
};
const tar = (...items: readonly ArchiveItem[]) => archive(gzip(tarArchive(items)));
const program = (path: string): ArchiveItem => ({ path, content: script("widget", "1.3.0"), mode: 0o755 });

const CHECK = /Check the connection/, LATER = /Run the same command again later/, OFFLINE = /--offline/;
const AGAIN = /atmos toolchain install acme\/widget@1\.3\.0/, DEFINITION = /definition/;
const NAMED = /v1\.3\.0\/widget_1\.3\.0_linux_amd64\.tar\.gz/, SUMS_NAMED = /v1\.3\.0\/SHA256SUMS/;

const troubles: readonly Trouble[] = [
  {
    name: "cuts",
    spoil: asset({ cutAfterBytes: 100 }),
    code: "net/unreachable",
    says: NAMED,
    hint: CHECK,
    asked: 5,
  },
  {
    name: "promises more than it sends",
    spoil: asset({ contentLength: 10_000 }),
    code: "net/unreachable",
    says: NAMED,
    hint: CHECK,
    asked: 5,
  },
  {
    name: "promises less than it sends",
    spoil: asset({ contentLength: 100 }),
    code: "toolchain/checksum-mismatch",
    says: NAMED,
    hint: AGAIN,
  },
  {
    name: "promises nothing and cuts",
    spoil: asset({ contentLength: false, cutAfterBytes: 100 }),
    code: "toolchain/checksum-mismatch",
    says: NAMED,
    hint: AGAIN,
  },
  {
    name: "does not have the release",
    spoil: asset({ status: 404 }),
    code: "toolchain/not-released",
    says: /404.*download\/v1\.3\.0\/widget.*download\/1\.3\.0\/widget/,
    hint: /version exists/,
  },
  {
    name: "forbids",
    spoil: asset({ status: 403 }),
    code: "toolchain/not-released",
    says: /403/,
    hint: /version exists/,
  },
  { name: "wants a token", spoil: asset({ status: 401 }), code: "net/unauthorized", says: /401/ },
  {
    name: "is busy",
    spoil: asset({ status: 429 }),
    code: "net/rate-limited",
    says: /429/,
    hint: LATER,
    asked: 5,
  },
  {
    name: "is busy for an hour",
    spoil: asset({ status: 429, headers: { "retry-after": "3600" } }),
    code: "net/rate-limited",
    says: /2030-01-02T04:04:05Z/,
    hint: LATER,
  },
  {
    name: "breaks down",
    spoil: asset({ status: 500 }),
    code: "net/server",
    says: /500/,
    hint: OFFLINE,
    asked: 5,
  },
  {
    name: "is overloaded",
    spoil: asset({ status: 503 }),
    code: "net/server",
    says: /503/,
    hint: OFFLINE,
    asked: 5,
  },
  { name: "has nothing to send", spoil: asset({ status: 204, body: "" }), code: "net/rejected", says: /204/ },
  { name: "sends a login page", spoil: asset(PAGE), code: "net/web-page", says: NAMED, hint: /login/ },
  {
    name: "sends an empty file",
    spoil: asset({ body: "" }),
    code: "toolchain/checksum-mismatch",
    says: NAMED,
    hint: AGAIN,
  },
  {
    name: "sends in circles",
    spoil: asset({ redirect: ASSET }),
    code: "net/bad-redirect",
    says: NAMED,
    asked: 11,
  },
  {
    name: "sends to a local file",
    spoil: asset({ redirect: "file:///etc/hosts" }),
    code: "net/bad-redirect",
    says: NAMED,
  },
  {
    name: "has another sum",
    spoil: sums({ body: `${"0".repeat(64)}  ${FILE}\n` }),
    code: "toolchain/checksum-mismatch",
    says: /"expected":"0{64}","actual":"[0-9a-f]{64}"/,
    hint: AGAIN,
  },
  {
    name: "has no sum of the file",
    spoil: sums({ body: `${"0".repeat(64)}  ${FILE}.sbom\n${"1".repeat(64)}  other\n` }),
    code: "registry/checksum-not-listed",
    says: /sbom, other/,
    hint: DEFINITION,
  },
  {
    name: "has no sum at all",
    spoil: sums({ body: "" }),
    code: "registry/checksum-empty",
    says: SUMS_NAMED,
    hint: DEFINITION,
  },
  { name: "sends a page as sums", spoil: sums(PAGE), code: "net/web-page", says: SUMS_NAMED, hint: /login/ },
  {
    name: "breaks down over the sums",
    spoil: sums({ status: 500 }),
    code: "net/server",
    says: SUMS_NAMED,
    hint: OFFLINE,
  },
  {
    name: "cuts the sums",
    spoil: sums({ body: `${"0".repeat(64)}  ${FILE}\n`, cutAfterBytes: 64 }),
    code: "net/unreachable",
    says: SUMS_NAMED,
    hint: CHECK,
  },
  {
    name: "released no archive",
    spoil: archive(encode("garbage")),
    code: "archive/corrupt",
    says: /widget_1\.3\.0/,
  },
  {
    name: "released an error message",
    spoil: archive(encode('{"message": "gone"}')),
    code: "archive/unexpected-content",
    says: /JSON/,
  },
  {
    name: "released half an archive",
    spoil: archive(gzip(tarArchive([program("widget")])).subarray(0, 60)),
    code: "archive/truncated",
    says: /widget_1\.3\.0/,
  },
  { name: "released a trap", spoil: tar(program("../widget")), code: "archive/escape", says: /\.\.\/widget/ },
  {
    name: "released no program",
    spoil: tar(program("other"), { path: "notes", content: "x" }),
    code: "toolchain/program-not-in-archive",
    says: /notes, other/,
    hint: DEFINITION,
  },
  {
    name: "released a text as a program",
    spoil: tar({ path: "widget", content: "text", mode: 0o755 }, program("bin/widgetctl")),
    code: "toolchain/not-a-program",
    says: /widget is not a program/,
    hint: DEFINITION,
  },
];

Deno.test("a server in trouble leaves the old state, and the error tells what to do", async (t) => {
  for (const { name, spoil, code, says, hint = /^/, asked = 1 } of troubles) {
    await t.step(name, async () => {
      await using server = await releaseServer();
      await using project = await projectWithOldWidget(server);
      const before = await project.state();
      await spoil(server);
      const error = await failureOf(project.run(INSTALL));
      assert.equal(error.code, code, error.title);
      assert.equal(error.exitCode, 1);
      assert.match(textOf(error), says);
      assert.match(error.hints.join("\n"), hint);
      assert.equal(timesAsked(server, ASSET), asked);
      assert.deepEqual(await project.state(), before);
      assert.deepEqual(await project.staged(), []);

      await addWidget(server, "1.3.0"); // nothing of the trouble is remembered
      await project.run(INSTALL);
      assert.equal(
        await project.run(["which", "widget@1.3.0"]),
        `${project.dir}/.tools/bin/acme/widget/1.3.0/widget\n`,
      );
    });
  }
});

Deno.test("a server in passing trouble is asked again", async (t) => {
  const passing: Readonly<Record<string, Answer>> = {
    cuts: { body: kitArchive("2.0.0"), cutAfterBytes: 100 },
    "is busy for a second": { status: 429, headers: { "retry-after": "1" } },
    "is busy by its own clock": {
      status: 403,
      headers: {
        "x-ratelimit-remaining": "0",
        "x-ratelimit-reset": "1000",
        date: "Thu, 01 Jan 1970 00:16:38 GMT",
      },
    },
    "breaks down": { status: 502 },
  };
  for (const [name, answer] of Object.entries(passing)) {
    await t.step(name, async () => {
      await using server = await releaseServer();
      server.route(KIT_PATH, [answer, { body: kitArchive("2.0.0") }]);
      await using project = await makeProject(server);
      const started = project.clock.now();
      await project.run(["install", "kit@2.0.0"]);
      assert.equal(timesAsked(server, KIT_PATH), 2);
      const waitedMs = project.clock.now() - started;
      assert.ok(waitedMs >= 750 && waitedMs <= 2000, `${waitedMs} ms`);
    });
  }
});

Deno.test("a server that stalls is given up after its time, and asked again", async () => {
  await using server = await releaseServer();
  await using project = await makeProject(server);
  const body = kitArchive("2.0.0");
  // Whoever waits for it, for the answer or for the rest of it, has waited a minute by then.
  const stalling = (asked: { count: number }, times: number) => () => {
    asked.count++;
    if (asked.count > times) return { body };
    queueMicrotask(() => project.clock.waiting().then(() => project.clock.advance(60_000)));
    return { body, stallAfterBytes: 100 };
  };
  const always = { count: 0 }, once = { count: 0 };
  server.route(KIT_PATH, stalling(always, Infinity));
  const error = await failureOf(project.run(["install", "kit@2.0.0"]));
  assert.equal(error.code, "net/timeout");
  assert.match(error.hints.join("\n"), CHECK);
  assert.ok(always.count >= 2 && always.count <= 5); // twice when no answer comes, five times when it stops
  assert.deepEqual([...await project.state()], []);
  assert.deepEqual(await project.staged(), []);

  server.route(KIT_PATH, stalling(once, 1));
  // The minute may pass for the second attempt too, when that begins before it is over.
  const install = () => project.run(["install", "kit@2.0.0"]);
  await install().catch((error) => {
    assert.equal(error.code, "net/timeout");
    return install();
  });
  assert.ok(once.count >= 2);
});

Deno.test("a download that is not what the lock file says is refused before it is unpacked", async () => {
  await using server = await releaseServer();
  await using project = await projectWithOldWidget(server);
  await tar(program("widget"), program("bin/widgetctl"))(server);
  const lock = await Deno.readTextFile(`${project.dir}/toolchain.lock.yaml`);
  server.route(widgetPath("1.2.0"), {
    body: gzip(tarArchive([program("widget"), program("bin/widgetctl")])),
  });
  const before = await project.state();
  await project.forgetDownloads();
  const error = await failureOf(project.run(["install", "--reinstall"]));
  assert.equal(error.code, "toolchain/lock-mismatch");
  assert.match(textOf(error), /"expected":.*"actual":/);
  assert.match(error.hints.join("\n"), /acme\/widget@1\.2\.0/);
  assert.deepEqual(await project.state(), before);
  assert.equal(await Deno.readTextFile(`${project.dir}/toolchain.lock.yaml`), lock);
});

Deno.test("a tool that fails stops no other, and the next run makes up for it", async () => {
  await using server = await releaseServer();
  server.route(KIT_PATH, { status: 500 });
  const files = { ".tool-versions": "kit 2.0.0\nwidget 1.2.0\nplain 3.0.0\n" };
  await using project = await makeProject(server, { files });
  assert.equal((await failureOf(project.run(["install"]))).code, "net/server");
  const places = [...(await project.state()).keys()].filter((place) => place.includes("/"));
  assert.deepEqual(places, ["plain/3.0.0", "widget/1.2.0"]);
  server.route(PLAIN_PATH, { status: 500 });
  await project.forgetDownloads();
  assert.equal((await failureOf(project.run(["install", "--reinstall"]))).code, "toolchain/several-failed");

  server.route(KIT_PATH, { body: kitArchive("2.0.0") });
  await project.run(["install"]);
  assert.match(
    (await project.state()).get("toolchain.lock.yaml") ?? "",
    /acme\/kit:[^]*acme\/plain:[^]*acme\/widget:/,
  );
});

Deno.test("an install that is stopped leaves the old state", async () => {
  await using server = await releaseServer();
  await using project = await projectWithOldWidget(server);
  const before = await project.state(), stop = new AbortController();
  const reason = new CancelledError("app/stopped", "interrupted");
  server.route(ASSET, () => {
    stop.abort(reason);
    return { body: "half", contentLength: 100, stallAfterBytes: 4 };
  });
  await assert.rejects(project.run(INSTALL, { signal: stop.signal }), reason);
  assert.deepEqual(await project.state(), before);
  assert.deepEqual(await project.staged(), []);

  await addWidget(server, "1.3.0");
  await project.run(INSTALL);
});

async function projectWithOldWidget(server: FixtureServer): Promise<Project> {
  const project = await makeProject(server, { files: { ".tool-versions": "widget 1.2.0\n" } });
  await project.run(["install"]);
  return project;
}

async function failureOf(running: Promise<unknown>): Promise<AtmosError> {
  const error: unknown = await running.then(() => undefined, (error) => error);
  assert.ok(error instanceof AtmosError, String(error));
  return error;
}

function textOf({ title, explanation = "", facts }: AtmosError): string {
  return [title, explanation, JSON.stringify(facts)].join("\n");
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function timesAsked(server: FixtureServer, path: string): number {
  return server.requests.filter((request) => request.path === path).length;
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
