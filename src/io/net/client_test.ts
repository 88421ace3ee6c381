import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { CancelledError, NetworkError } from "@/base/errors.ts";
import type { Net } from "@/base/ports.ts";
import { manualClock } from "../../../tests/support/clock.ts";
import { type TestContext, testContext, type TestOptions } from "../../../tests/support/context.ts";
import { type Answer, fixtureServer } from "../../../tests/support/server.ts";
import { request } from "./client.ts";
import type { Credential } from "./core/credentials.ts";
import { compileReplacements } from "./core/rewrite.ts";
import { defaultNetPolicy, type NetPolicy } from "./policy.ts";

const policy = defaultNetPolicy("1.2.3");
const ATTEMPT_LIMITS = [policy.connectTimeoutMs, policy.idleTimeoutMs];

/** Waits of retries end at once; the time limits of attempts wait for the test. */
const quick = (options: TestOptions = {}): Promise<TestContext> =>
  testContext({ clock: manualClock({ instantUpToMs: 10_000 }), ...options });
const waits = (ctx: TestContext) => ctx.clock.sleeps.filter((ms) => !ATTEMPT_LIMITS.includes(ms));
const tokenFor = (url: string, token = "t0ken"): Credential => ({
  origin: new URL(url).origin,
  token: () => Promise.resolve(token),
  source: "GITHUB_TOKEN",
  advice: "set one",
});

/** A network that tells when the head of an answer has come and its reader has seen it. */
function observedNet() {
  const head = Promise.withResolvers<void>();
  const net: Net = {
    async fetch(url, init) {
      const response = await fetch(url, init);
      setTimeout(head.resolve, 0);
      return response;
    },
  };
  return { net, head: head.promise };
}

async function failure(promise: Promise<unknown>): Promise<NetworkError> {
  let thrown: unknown;
  await rejects(promise, (error) => {
    thrown = error;
    return error instanceof NetworkError;
  });
  return thrown as NetworkError;
}

Deno.test("request() answers with the whole body, our name and nothing secret", async () => {
  await using server = fixtureServer({ "/a?b=c": { body: "body", headers: { etag: '"e"' } } });
  await using ctx = await quick();
  const response = await request(ctx, policy, { url: `${server.url}/a?b=c`, headers: { accept: "x/y" } });
  equal(response.url, `${server.url}/a?b=c`);
  equal(response.headers.get("etag"), '"e"');
  equal(await response.text(), "body");
  const [seen] = server.requests;
  equal(seen?.headers["user-agent"], "atmos/1.2.3 (toolchain)");
  equal(seen?.headers["accept"], "x/y");
  equal(seen?.headers["authorization"], undefined);
});

Deno.test("request() gives each answer its error, and repeats only what may pass", async () => {
  const page = { headers: { "content-type": "text/html" }, body: "<!DOCTYPE html>login" };
  const cases: readonly [Answer, code: string, attempts: number][] = [
    [{ status: 404 }, "net/not-found", 1],
    [{ status: 410 }, "net/not-found", 1],
    [{ status: 401 }, "net/unauthorized", 1],
    [{ status: 403 }, "net/forbidden", 1],
    [{ status: 403, headers: { "x-ratelimit-remaining": "0" } }, "net/rate-limited", 3],
    [{ status: 429 }, "net/rate-limited", 3],
    [{ status: 429, headers: { "retry-after": "3600" } }, "net/rate-limited", 1],
    [{ status: 500 }, "net/server", 3],
    [{ status: 503 }, "net/server", 3],
    [{ status: 304 }, "net/rejected", 1],
    [{ status: 418 }, "net/rejected", 1],
    [{ status: 302 }, "net/rejected", 1],
    [{ redirect: "ftp://h.test/" }, "net/bad-redirect", 1],
    [{ redirect: "/" }, "net/bad-redirect", 1],
    [{ body: "abcdef", cutAfterBytes: 3 }, "net/unreachable", 3],
    [{ body: "abc", contentLength: 9 }, "net/unreachable", 3],
    [page, "net/web-page", 1],
  ];
  for (const [answer, code, attempts] of cases) {
    await using server = fixtureServer({ "/": answer });
    await using ctx = await quick();
    const error = await failure(request(ctx, policy, `${server.url}/`));
    equal(error.code, code);
    equal(error.facts["attempts"], attempts, code);
    equal(error.facts["url"], `${server.url}/`);
    equal(error.facts["token"], "none");
    if (answer.status) equal(error.facts["status"], answer.status);
    if (!answer.redirect) equal(server.requests.length, attempts, code);
  }
});

Deno.test("request() gets through when the trouble passes", async () => {
  const troubles: readonly Answer[] = [
    { status: 502 },
    { status: 429, headers: { "retry-after": "2" } },
    { body: "whole", cutAfterBytes: 2 },
  ];
  for (const trouble of troubles) {
    await using server = fixtureServer({ "/": [trouble, { body: "whole" }] });
    await using ctx = await quick();
    equal(await (await request(ctx, policy, `${server.url}/`)).text(), "whole");
    deepEqual(waits(ctx), [trouble.status === 429 ? 2000 : 1000]);
  }
});

Deno.test("request() reports a host that is not there", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const url = `http://127.0.0.1:${listener.addr.port}/`;
  listener.close();
  await using ctx = await quick();
  const error = await failure(request(ctx, policy, url));
  equal(error.code, "net/unreachable");
  match(error.title, /refused/i);
  equal(error.facts["attempts"], 3);
});

Deno.test("request() does not repeat what our own side throws", async () => {
  await using ctx = await quick();
  const error = await failure(request(ctx, policy, "https://h.test/"));
  equal(error.facts["attempts"], 1);
  match(error.title, /a test asked/);
});

Deno.test("request() does not wait longer than 15 s for an answer", async () => {
  const asked = Promise.withResolvers<void>();
  const end = Promise.withResolvers<Answer>();
  await using server = fixtureServer({
    "/": () => {
      asked.resolve();
      return end.promise;
    },
  });
  await using ctx = await quick();
  const failed = failure(request(ctx, { ...policy, attempts: 1 }, `${server.url}/`));
  await asked.promise;
  await ctx.clock.advance(14_999);
  await ctx.clock.advance(1);
  const error = await failed;
  equal(error.code, "net/timeout");
  match(error.title, /no answer within 15 s/);
  end.resolve({});
});

Deno.test("request() does not wait longer than 60 s between two pieces of a body", async () => {
  await using server = fixtureServer({ "/": { body: "abcdef", stallAfterBytes: 3 } });
  const { net, head } = observedNet();
  await using ctx = await quick({ net });
  const failed = failure(request(ctx, { ...policy, attempts: 1 }, `${server.url}/`));
  await head;
  await ctx.clock.advance(60_000);
  equal((await failed).code, "net/timeout");
});

Deno.test("request() sends a token to its origin and keeps it on redirects inside", async () => {
  await using server = fixtureServer({ "/old": { redirect: "/new" }, "/new": { body: "x" } });
  await using ctx = await quick();
  const withToken: NetPolicy = { ...policy, credentials: [tokenFor(server.url)] };
  const response = await request(ctx, withToken, `${server.url}/old`);
  equal(response.url, `${server.url}/new`);
  deepEqual(server.requests.map(({ headers }) => headers["authorization"]), ["Bearer t0ken", "Bearer t0ken"]);
  deepEqual(new Set(ctx.out.secrets), new Set(["t0ken"]));
  ok(!ctx.out.lines().some((line) => line.includes("t0ken")));
});

Deno.test("request() never takes a token to another origin, nor back from there", async () => {
  await using other = fixtureServer();
  await using server = fixtureServer({ "/": { redirect: `${other.url}/far` }, "/home": { body: "x" } });
  other.route("/far", { redirect: `${server.url}/home` });
  await using ctx = await quick();
  const credentials = [tokenFor(server.url), tokenFor(other.url, "another")];
  const plan = { url: `${server.url}/`, headers: { cookie: "c=1", "x-own": "1" } };
  equal(await (await request(ctx, { ...policy, credentials }, plan)).text(), "x");
  deepEqual(server.requests.map(({ headers }) => headers["authorization"]), ["Bearer t0ken", undefined]);
  const [far] = other.requests;
  equal(far?.headers["authorization"], undefined);
  equal(far?.headers["cookie"], undefined);
  equal(far?.headers["x-own"], "1");
  equal(far?.headers["user-agent"], "atmos/1.2.3 (toolchain)");
});

Deno.test("request() refuses to leave https", async () => {
  const asked: string[] = [];
  const net = {
    fetch(url: string) {
      asked.push(url);
      return Promise.resolve(new Response(null, { status: 302, headers: { location: "http://h.test/b" } }));
    },
  };
  await using ctx = await quick({ net });
  equal((await failure(request(ctx, policy, "https://h.test/a"))).code, "net/bad-redirect");
  deepEqual(asked, ["https://h.test/a"]);
});

Deno.test("request() tries once without a token that is refused", async () => {
  for (const status of [401, 403]) {
    await using server = fixtureServer({
      "/": ({ headers }) => headers["authorization"] ? { status } : { body: "public" },
    });
    await using ctx = await quick();
    const credentials = [tokenFor(server.url)];
    equal(await (await request(ctx, { ...policy, credentials }, `${server.url}/`)).text(), "public");
    equal(server.requests.length, 2);
  }
});

Deno.test("request() names the refused token when there is no way without it", async () => {
  await using server = fixtureServer({
    "/": ({ headers }) => headers["authorization"] ? { status: 401 } : { status: 404 },
  });
  await using ctx = await quick();
  const credentials = [tokenFor(server.url)];
  const error = await failure(request(ctx, { ...policy, credentials }, `${server.url}/`));
  equal(error.code, "net/unauthorized");
  equal(error.facts["token"], "GITHUB_TOKEN");
  match(error.hints[0] ?? "", /GITHUB_TOKEN/);
  ok(!JSON.stringify(error).includes("t0ken"));
});

Deno.test("request() keeps the token when it hits a rate limit", async () => {
  await using server = fixtureServer({ "/": { status: 403, headers: { "retry-after": "100" } } });
  await using ctx = await quick();
  const credentials = [tokenFor(server.url)];
  const error = await failure(request(ctx, { ...policy, credentials }, `${server.url}/`));
  equal(error.code, "net/rate-limited");
  equal(server.requests.length, 1);
});

Deno.test("request() goes where the replacements say, with the token of that place", async () => {
  await using server = fixtureServer({ "/mirror/a": { body: "x" } });
  await using ctx = await quick();
  const replacements = compileReplacements(
    [{ from: "https://api.test/", to: `${server.url}/mirror/` }],
    () => {
      throw new Error("no expression here");
    },
  );
  const credentials = [tokenFor("https://api.test/")];
  await request(ctx, { ...policy, replacements, credentials }, "https://api.test/a");
  equal(server.requests[0]?.headers["authorization"], undefined);
});

Deno.test("request() asks nobody when it is offline or the address is none", async () => {
  await using ctx = await quick({ net: { fetch: () => Promise.reject(new Error("asked")) } });
  equal((await failure(request(ctx, { ...policy, offline: true }, "https://h.test/"))).code, "net/offline");
  for (const url of ["", "no url", "ftp://h.test/", "file:///etc/passwd", "https://"]) {
    equal((await failure(request(ctx, policy, url))).code, "net/bad-url", url);
  }
});

Deno.test("request() ends at once when the command is cancelled", async () => {
  const reason = new CancelledError("app/interrupted", "interrupted");
  const body = "x".repeat(10);
  const routes: readonly Answer[] = [{ body, stallAfterBytes: 3 }, { status: 500 }, {
    status: 404,
    body,
    stallAfterBytes: 3,
  }];
  for (const answer of routes) {
    const stop = new AbortController();
    await using server = fixtureServer({ "/": answer });
    const { net, head } = observedNet();
    await using ctx = await testContext({ signal: stop.signal, net }); // nobody moves the clock: retries would wait
    const asking = request(ctx, policy, `${server.url}/`);
    await head;
    stop.abort(reason);
    await rejects(asking, reason);
    await rejects(request(ctx, policy, `${server.url}/`), reason);
    equal(server.requests.length, 1);
  }
});

Deno.test("request() accepts 304 only when it asked for it", async () => {
  await using server = fixtureServer({ "/": { status: 304 } });
  await using ctx = await quick();
  const plan = { url: `${server.url}/`, headers: { "if-none-match": '"a"' } };
  const response = await request(ctx, policy, plan);
  equal(response.status, 304);
  equal(await response.text(), "");
});
