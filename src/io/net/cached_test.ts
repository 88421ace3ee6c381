import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { HostError, NetworkError } from "@/base/errors.ts";
import { manualClock } from "../../../tests/support/clock.ts";
import { type TestContext, testContext } from "../../../tests/support/context.ts";
import { crashAtEveryStep } from "../../../tests/support/faults.ts";
import { type Answer, fixtureServer } from "../../../tests/support/server.ts";
import { type CachedPlan, fetchCached } from "./cached.ts";
import { defaultNetPolicy, type NetPolicy } from "./policy.ts";

const policy = defaultNetPolicy("1.2.3");
const HOUR = 3600;
const quick = () => testContext({ clock: manualClock({ instantUpToMs: 10_000 }) });
const planOf = (ctx: TestContext, url: string, more: Partial<CachedPlan> = {}): CachedPlan => ({
  url,
  file: `${ctx.root}/cache/index`,
  ttlSeconds: HOUR,
  ...more,
});
const codeIs = (code: string) => (error: unknown) => error instanceof NetworkError && error.code === code;

/** The answer in short: `text`, with `!` when changed and `~` when stale. */
async function ask(ctx: TestContext, plan: CachedPlan, by: NetPolicy = policy): Promise<string> {
  const { bytes, changed, stale, problem } = await fetchCached(ctx, by, plan);
  equal(stale, problem !== undefined);
  return new TextDecoder().decode(bytes) + (changed ? "!" : "") + (stale ? "~" : "");
}

Deno.test("fetchCached() asks again when the time is over, and only whether it changed", async () => {
  await using server = fixtureServer({
    "/": ({ headers }) => {
      const etag = server.requests.length < 3 ? '"1"' : '"2"';
      return headers["if-none-match"] === etag
        ? { status: 304 }
        : { body: `v${etag.at(1)}`, headers: { etag, "last-modified": "then" } };
    },
  });
  await using ctx = await quick();
  const plan = planOf(ctx, `${server.url}/`);
  const answers: string[] = [];
  for (const seconds of [0, HOUR - 1, 1, HOUR - 1, 1, 1]) {
    await ctx.clock.advance(seconds * 1000);
    answers.push(await ask(ctx, plan));
  }
  deepEqual(answers, ["v1!", "v1", "v1", "v1", "v2!", "v2"]);
  equal(server.requests.length, 3);
  equal(server.requests[0]?.headers["if-none-match"], undefined);
  equal(server.requests[2]?.headers["if-modified-since"], "then");
});

Deno.test("fetchCached() knows an unchanged body without the help of the host", async () => {
  await using server = fixtureServer({ "/": { body: "same" } });
  await using ctx = await quick();
  const plan = planOf(ctx, `${server.url}/`, { ttlSeconds: 0 });
  deepEqual([await ask(ctx, plan), await ask(ctx, plan)], ["same!", "same"]);
});

Deno.test("fetchCached() keeps for ever what never changes, unless it is told to refresh", async () => {
  await using server = fixtureServer({ "/": [{ body: "a" }, { body: "b" }] });
  await using ctx = await quick();
  const plan = planOf(ctx, `${server.url}/`, { ttlSeconds: "forever" });
  equal(await ask(ctx, plan), "a!");
  await ctx.clock.advance(1e12);
  equal(await ask(ctx, plan), "a");
  equal(await ask(ctx, { ...plan, refresh: true }), "b!");
});

Deno.test("fetchCached() answers with the old bytes when the host cannot be asked, after one try", async () => {
  const page = { headers: { "content-type": "text/html" }, body: "<!DOCTYPE html>Sign in" };
  const troubles: readonly Answer[] = [
    { status: 500 },
    { status: 429 },
    { status: 401 },
    { status: 403 },
    { body: "new", cutAfterBytes: 1 },
    { body: "new", contentLength: 9 },
    page,
  ];
  for (const trouble of troubles) {
    await using server = fixtureServer({ "/": [{ body: "old" }, trouble, { body: "new" }] });
    await using ctx = await quick();
    const plan = planOf(ctx, `${server.url}/`, { ttlSeconds: 0 });
    deepEqual([await ask(ctx, plan), await ask(ctx, plan)], ["old!", "old~"]);
    equal(server.requests.length, 2);
    equal(await ask(ctx, plan), "new!");
  }
});

Deno.test("fetchCached() does not hide that the thing is gone", async () => {
  await using server = fixtureServer({ "/": [{ body: "old" }, { status: 404 }] });
  await using ctx = await quick();
  const plan = planOf(ctx, `${server.url}/`, { ttlSeconds: 0 });
  await ask(ctx, plan);
  await rejects(ask(ctx, plan), codeIs("net/not-found"));
});

Deno.test("fetchCached() neither keeps what cannot be meant, nor lets it hide what is kept", async () => {
  await using server = fixtureServer({
    "/": [{ body: "gone" }, { body: "good 1" }, { body: "gone" }, { body: "good 2" }],
  });
  await using ctx = await quick();
  const isMeant = (bytes: Uint8Array) => new TextDecoder().decode(bytes).startsWith("good");
  const plan = planOf(ctx, `${server.url}/`, { isMeant });
  const answers = [await ask(ctx, plan), await ask(ctx, plan), await ask(ctx, plan)];
  await ctx.clock.advance(HOUR * 1000);
  answers.push(await ask(ctx, plan), await ask(ctx, plan));
  deepEqual(answers, ["gone!", "good 1!", "good 1", "good 1~", "good 2!"]);
});

Deno.test("fetchCached() works offline from what is kept", async () => {
  await using server = fixtureServer({ "/": { body: "a" } });
  await using ctx = await quick();
  const offline = { ...policy, offline: true };
  const plan = planOf(ctx, `${server.url}/`);
  await rejects(ask(ctx, plan, offline), codeIs("net/offline"));
  await ask(ctx, plan);
  equal(await ask(ctx, plan, offline), "a");
  await ctx.clock.advance(HOUR * 1000);
  equal(await ask(ctx, plan, offline), "a~");
  equal(server.requests.length, 1);
});

Deno.test("fetchCached() takes a file that is torn, foreign or of another address for none", async () => {
  await using server = fixtureServer({ "/": { body: "a" } });
  await using ctx = await quick();
  const plan = planOf(ctx, `${server.url}/`);
  await ask(ctx, plan);
  const good = await ctx.disk.readBytes(plan.file) ?? new Uint8Array();
  for (const bad of [good.subarray(0, good.length - 1), new TextEncoder().encode("a"), new Uint8Array()]) {
    await ctx.disk.writeAtomic(plan.file, bad);
    equal(await ask(ctx, plan), "a!");
  }
  equal(await ask(ctx, { ...plan, url: `${server.url}/?other` }), "a!");
});

Deno.test("fetchCached() keeps no secret of the address", async () => {
  await using server = fixtureServer({ "/": { body: "a" } });
  await using ctx = await quick();
  const plan = planOf(ctx, `${server.url.replace("//", "//user:secret@")}/?access_token=secret`);
  deepEqual([await ask(ctx, plan), await ask(ctx, plan)], ["a!", "a"]);
  ok(!(await ctx.disk.readText(plan.file))?.includes("secret"));
});

Deno.test("fetchCached() works where nothing can be kept", async () => {
  await using server = fixtureServer({ "/": { body: "a" } });
  await using ctx = await quick();
  const broken = () => Promise.reject(new HostError("disk/read-only", "no"));
  const disk = { ...ctx.disk, writeAtomic: broken, readBytes: broken };
  const { headers, ...rest } = await fetchCached({ ...ctx, disk }, policy, planOf(ctx, `${server.url}/`));
  equal(headers?.get("content-length"), "1");
  deepEqual(rest, {
    bytes: new TextEncoder().encode("a"),
    changed: true,
    stale: false,
  });
});

Deno.test("fetchCached() that dies at any step keeps the old or the new bytes", async () => {
  const tries = await crashAtEveryStep(async (faults) => {
    await using server = fixtureServer({ "/": [{ body: "old" }, { body: "new" }] });
    await using ctx = await quick();
    const plan = planOf(ctx, `${server.url}/`, { ttlSeconds: 0 });
    await ask(ctx, plan);
    await faults.survive(() => fetchCached({ ...ctx, disk: faults.disk(ctx.disk) }, policy, plan));
    ok(["old", "new"].includes(await ask(ctx, { ...plan, ttlSeconds: "forever" })));
  });
  ok(tries >= 3);
});
