/** What is asked beside the archives, from servers that cut, stall, lie, refuse and send other things: the registry, the
 *  checksum file, the list of releases. Follows house §8.2, toolchain §7.6, §9, §11.2, §20. */
import assert from "node:assert/strict";
import { AtmosError } from "@/base/errors.ts";
import { widgetPath } from "../e2e/support/releases.ts";
import { type Answer, type FixtureServer, fixtureServer } from "../support/server.ts";
import { makeProject, type Project, REGISTRY } from "./support/project.ts";
import { RELEASES_PATH, releaseServer } from "./support/releases.ts";

const SUMS_PATH = widgetPath("1.3.0", "SHA256SUMS");
const REGISTRY_PATH = "/reg.test/registry.yaml";

/** Something that is asked for. */
interface Subject {
  readonly name: string;
  readonly path: string;
  readonly words: readonly string[];
  /** Codes of an answer that arrives whole and is not what it should be. */
  readonly wrong: RegExp;
  /** Code of the error, when it is another than that of the request. */
  readonly code?: string;
  /** Whether success changes nothing either. */
  readonly onlyReads?: boolean;
}

const subjects: readonly Subject[] = [
  { name: "releases, for update", path: RELEASES_PATH, words: ["update"], wrong: /^github\/bad-answer$/ },
  {
    name: "releases, for get --all",
    path: RELEASES_PATH,
    words: ["get", "widget", "--all", "--format", "plain"],
    wrong: /^github\/bad-answer$/,
    onlyReads: true,
  },
  { name: "releases, for add", path: RELEASES_PATH, words: ["add", "widget"], wrong: /^github\/bad-answer$/ },
  {
    name: "releases, for install",
    path: RELEASES_PATH,
    words: ["install", "widget@latest"],
    wrong: /^github\/bad-answer$/,
  },
  {
    name: "checksums",
    path: SUMS_PATH,
    words: ["install", "widget@1.3.0"],
    wrong: /^(registry\/checksum-(empty|not-listed|odd)|toolchain\/checksum-mismatch)$/,
  },
  {
    name: "registry, for a name",
    path: REGISTRY_PATH,
    words: ["install", "widgetctl@1.3.0"],
    wrong: /^toolchain\/unknown-tool$/,
    code: "toolchain/unknown-tool",
  },
  {
    name: "registry, for an id",
    path: REGISTRY_PATH,
    words: ["install", "widget@1.3.0"],
    wrong: /^toolchain\/unknown-tool$/,
    code: "toolchain/unknown-tool",
  },
];

/** A way to go wrong. */
interface Trouble {
  readonly name: string;
  spoil(good: Answer): Answer;
  /** Of the request; absent when the answer arrives and is wrong itself. */
  readonly code?: string;
  readonly asked?: number;
  readonly says?: RegExp;
}

const body = (text: string) => (good: Answer): Answer => ({ ...good, body: text });
const troubles: readonly Trouble[] = [
  { name: "cuts", spoil: (good) => ({ ...good, cutAfterBytes: 10 }), code: "net/unreachable", asked: 3 },
  {
    name: "promises more than it sends",
    spoil: (good) => ({ ...good, contentLength: 100_000 }),
    code: "net/unreachable",
    asked: 3,
  },
  { name: "promises less than it sends", spoil: (good) => ({ ...good, contentLength: 20 }) },
  { name: "sends nothing", spoil: body("") },
  { name: "has nothing to send", spoil: () => ({ status: 204 }) },
  { name: "sends garbage", spoil: body("{{{[\x00\x01") },
  { name: "sends something else", spoil: body('{"message": "gone"}') },
  {
    name: "sends a login page",
    spoil: () => ({ headers: { "content-type": "text/html" }, body: "<!doctype html><title>Log in</title>" }),
    code: "net/web-page",
    says: /login/,
  },
  { name: "wants a token", spoil: () => ({ status: 401 }), code: "net/unauthorized", says: /401/ },
  { name: "is busy", spoil: () => ({ status: 429 }), code: "net/rate-limited", asked: 3, says: /429/ },
  {
    name: "is busy for an hour",
    spoil: () => ({ status: 429, headers: { "retry-after": "3600" } }),
    code: "net/rate-limited",
    says: /2030-01-02T04:04:05Z/,
  },
  {
    name: "has counted enough",
    spoil: () => ({
      status: 403,
      headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(Date.UTC(2030, 0, 2, 4) / 1000) },
    }),
    code: "net/rate-limited",
    says: /2030-01-02T04:00:00Z/,
  },
  { name: "breaks down", spoil: () => ({ status: 500 }), code: "net/server", asked: 3, says: /500/ },
  { name: "is overloaded", spoil: () => ({ status: 503 }), code: "net/server", asked: 3, says: /503/ },
  {
    name: "sends in circles",
    spoil: () => ({ redirect: "/self" }),
    code: "net/bad-redirect",
    says: /10 times/,
  },
  {
    name: "sends to a local file",
    spoil: () => ({ redirect: "file:///etc/hosts" }),
    code: "net/bad-redirect",
    says: /file:/,
  },
];

for (const subject of subjects) {
  Deno.test(`a server in trouble changes nothing and is named: ${subject.name}`, async (t) => {
    for (const trouble of troubles) {
      await t.step(trouble.name, async () => {
        await using server = await metadataServer();
        await using project = await projectFor(server, subject);
        const before = await project.state(), good = await goodAnswer(server, subject);
        server.route(subject.path, trouble.spoil(good));
        const asked = timesAsked(server, subject);
        assertTells(await failureOf(project.run(subject.words)), subject, trouble);
        // What is no registry is not kept, so it is asked for as a package's file and as the index.
        const most = trouble.asked ?? (trouble.code === undefined ? 2 : 1);
        const times = timesAsked(server, subject) - asked;
        assert.ok(times >= 1 && times <= most, `asked ${times} times`);
        assert.deepEqual(await project.state(), before);
        assert.deepEqual(await project.staged(), []);

        // The beginning of a registry is a registry too; it is believed for a day.
        if (trouble.name === "promises less than it sends" && subject.path === REGISTRY_PATH) return;
        server.route(subject.path, good);
        await project.run(subject.words);
        if (!subject.onlyReads) assert.notDeepEqual(await project.state(), before);
      });
    }
  });

  Deno.test(`a server that stalls is given up after its time: ${subject.name}`, async () => {
    await using server = await metadataServer();
    await using project = await projectFor(server, subject);
    const before = await project.state(), good = await goodAnswer(server, subject);
    server.route(subject.path, () => {
      // Whoever waits for it, for the answer or for the rest of it, has waited a minute by then.
      queueMicrotask(() => project.clock.waiting().then(() => project.clock.advance(60_000)));
      return { ...good, stallAfterBytes: 10 };
    });
    const error = await failureOf(project.run(subject.words));
    assertTells(error, subject, { code: "net/timeout", says: /60 s|15 s/ });
    assert.deepEqual(await project.state(), before);

    server.route(subject.path, good);
    await project.run(subject.words);
  });

  Deno.test(`a server that sends on to another host gets no token there: ${subject.name}`, async () => {
    await using server = await metadataServer();
    await using other = fixtureServer();
    await using project = await projectFor(server, subject);
    const before = await project.state();
    other.route("/there", await goodAnswer(server, subject));
    server.route(subject.path, { redirect: `${other.url.replace("127.0.0.1", "localhost")}/there` });
    await project.run(subject.words);
    if (!subject.onlyReads) assert.notDeepEqual(await project.state(), before);
    assert.equal(other.requests.length, 1);
    for (const { headers } of [...server.requests, ...other.requests]) {
      assert.equal(headers["authorization"], undefined);
    }
  });
}

/** The releases, and the registry under an address. */
async function metadataServer(): Promise<FixtureServer> {
  const server = await releaseServer();
  server.route(REGISTRY_PATH, { body: REGISTRY });
  server.route("/self", { redirect: "/self" });
  return server;
}

/** A project with an older widget; the registry is asked for only when it is the subject. */
async function projectFor(server: FixtureServer, { path }: Subject): Promise<Project> {
  const project = await makeProject(server, {
    files: { ".tool-versions": "widget 1.2.0\n" },
    env: { GITHUB_TOKEN: "ghp_0123456789" },
    ...(path === REGISTRY_PATH ? { registry: "https://reg.test/registry.yaml" } : {}),
  });
  if (path !== REGISTRY_PATH) await project.run(["install"]);
  return project;
}

async function goodAnswer(server: FixtureServer, { path }: Subject): Promise<Answer> {
  return { body: await (await fetch(server.url + path)).text() };
}

async function failureOf(running: Promise<unknown>): Promise<AtmosError> {
  const error: unknown = await running.then(() => undefined, (error) => error);
  assert.ok(error instanceof AtmosError, String(error));
  return error;
}

/** The error says what went wrong, where, and what to do. */
function assertTells(
  { code, exitCode, title, explanation, facts, hints }: AtmosError,
  subject: Subject,
  trouble: Pick<Trouble, "code" | "says">,
): void {
  const said = [title, explanation, JSON.stringify(facts)].join("\n");
  if (trouble.code === undefined) assert.match(code, subject.wrong, said);
  else assert.equal(code, subject.code ?? trouble.code, said);
  assert.equal(exitCode, code === "toolchain/unknown-tool" ? 2 : 1);
  assert.match(said, /releases\?|SHA256SUMS|widget_1\.3\.0|registry "tests"|not in any registry$|\/self/im);
  assert.match([said, ...hints].join("\n"), trouble.says ?? /^/);
  assert.ok(hints.length > 0, `no next step: ${said}`);
}

function timesAsked(server: FixtureServer, { path }: Subject): number {
  return server.requests.filter((request) => request.path.replace(/\?.*/, "") === path).length;
}
