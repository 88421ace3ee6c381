import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { createHash } from "node:crypto";
import { CancelledError, HostError, IntegrityError, NetworkError } from "@/base/errors.ts";
import { gzip } from "../../../tests/support/archive.ts";
import { manualClock } from "../../../tests/support/clock.ts";
import { type TestContext, testContext, type TestOptions } from "../../../tests/support/context.ts";
import { crashAtEveryStep, failAtEveryStep } from "../../../tests/support/faults.ts";
import { type Answer, fixtureServer, type SeenRequest } from "../../../tests/support/server.ts";
import { download, type DownloadPlan, hashFile, lockDownload } from "./download.ts";
import { systemNet } from "./net.ts";
import { defaultNetPolicy } from "./policy.ts";

const policy = defaultNetPolicy("1.2.3");
const once = { ...policy, attempts: 1 };
/** Large enough to be noted for later, and different at every place. */
const BODY = new Uint8Array(1_500_000).map((_, index) => (index * 7919) >> 5);
const OTHER = BODY.toReversed();
const CUT = 600_000;

const quick = (options: TestOptions = {}): Promise<TestContext> =>
  testContext({ clock: manualClock({ instantUpToMs: 10_000 }), ...options });
const planOf = (ctx: TestContext, url: string, more: Partial<DownloadPlan> = {}): DownloadPlan => ({
  url,
  to: `${ctx.root}/cache/tool.zip`,
  algorithms: ["sha256"],
  ...more,
});
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const codeIs = (code: string) => (error: unknown) =>
  (error instanceof NetworkError || error instanceof IntegrityError || error instanceof HostError) &&
  error.code === code;
const cacheNames = async (ctx: TestContext) =>
  (await ctx.disk.list(`${ctx.root}/cache`)).map(({ name }) => name).filter((name) =>
    !name.endsWith(".lock")
  );

/** A host that keeps to RFC 9110: 206 when the validator matches, else the whole. */
function rangeAnswer({ headers }: SeenRequest, body: Uint8Array, etag: string): Answer {
  const start = Number(/^bytes=(\d+)-$/.exec(headers["range"] ?? "")?.[1] ?? NaN);
  if (Number.isNaN(start) || headers["if-range"] !== etag) return { body, headers: { etag } };
  const range = `bytes ${start}-${body.length - 1}/${body.length}`;
  return { status: 206, body: body.subarray(start), headers: { etag, "content-range": range } };
}

Deno.test("download() puts the file in place and tells its digests, size and type", async () => {
  await using server = fixtureServer({
    "/old": { redirect: "/a" },
    "/a": { body: BODY, headers: { "content-type": "application/zip" } },
  });
  await using ctx = await quick();
  const seen: (readonly [number, number | undefined])[] = [];
  const plan = planOf(ctx, `${server.url}/old`, {
    algorithms: ["sha256", "sha512", "sha1", "md5", "sha256"],
    expectedBytes: BODY.length,
    onProgress: (bytes, total) => void seen.push([bytes, total]),
  });
  await ctx.disk.writeAtomic(plan.to, "what stood there before");
  const { hashes, ...rest } = await download(ctx, policy, plan);
  deepEqual(rest, {
    sizeBytes: BODY.length,
    finalUrl: `${server.url}/a`,
    contentType: "application/zip",
    isUnprotected: false,
  });
  deepEqual(Object.keys(hashes), ["sha256", "sha512", "sha1", "md5"]);
  equal(hashes.sha256, sha256(BODY));
  equal(hashes.md5, createHash("md5").update(BODY).digest("hex"));
  deepEqual(await ctx.disk.readBytes(plan.to), BODY);
  deepEqual(seen.at(-1), [BODY.length, BODY.length]);
  deepEqual(await cacheNames(ctx), ["tool.zip"]);
});

Deno.test("download() takes an empty file, and one whose length nobody says", async () => {
  await using server = fixtureServer({
    "/empty": { body: "" },
    "/open": { body: "abc", contentLength: false },
  });
  await using ctx = await quick();
  equal((await download(ctx, policy, planOf(ctx, `${server.url}/empty`))).sizeBytes, 0);
  const { hashes } = await download(ctx, policy, planOf(ctx, `${server.url}/open`));
  equal(hashes.sha256, sha256(new TextEncoder().encode("abc")));
});

Deno.test("download() keeps the bytes as they are stored, also when the host calls them encoded", async () => {
  const stored = gzip(BODY.subarray(0, 1000));
  await using server = fixtureServer({ "/a": { body: stored, headers: { "content-encoding": "gzip" } } });
  const environment = { toObject: () => ({}), set: () => {}, delete: () => {} };
  await using ctx = await quick({ net: systemNet({ environment, fetch }) });
  const { hashes } = await download(ctx, policy, planOf(ctx, `${server.url}/a`));
  equal(hashes.sha256, sha256(stored));
  equal(server.requests[0]?.headers["accept-encoding"], "identity");
});

Deno.test("download() goes on after a cut", async () => {
  await using server = fixtureServer();
  server.route("/a", (request) => {
    const answer = rangeAnswer(request, BODY, '"v1"');
    return server.requests.length < 3 ? { ...answer, cutAfterBytes: CUT } : answer;
  });
  await using ctx = await quick();
  const { hashes } = await download(
    ctx,
    policy,
    planOf(ctx, `${server.url}/a`, { expectedBytes: BODY.length }),
  );
  equal(hashes.sha256, sha256(BODY));
  deepEqual(await ctx.disk.readBytes(`${ctx.root}/cache/tool.zip`), BODY);
  deepEqual(server.requests.map(({ headers }) => headers["range"]), [
    undefined,
    `bytes=${CUT}-`,
    `bytes=${2 * CUT}-`,
  ]);
  equal(server.requests[1]?.headers["if-range"], '"v1"');
});

/** What the host answers when it is asked to go on after a cut. */
const SECOND: Readonly<Record<string, (request: SeenRequest) => Answer>> = {
  "the whole of another version": (request) => rangeAnswer(request, OTHER, '"v2"'),
  "the rest of another version": () => ({
    status: 206,
    body: OTHER.subarray(CUT),
    headers: { etag: '"v2"', "content-range": `bytes ${CUT}-${OTHER.length - 1}/${OTHER.length}` },
  }),
  "other bytes than were asked for": () => ({
    status: 206,
    body: OTHER.subarray(0, CUT),
    headers: { "content-range": `bytes 0-${CUT - 1}/${OTHER.length}` },
  }),
  "no such range": () => ({ status: 416 }),
};

Deno.test("download() begins anew when the file changed meanwhile", async () => {
  for (const [name, second] of Object.entries(SECOND)) {
    await using server = fixtureServer();
    server.route("/a", (request) => {
      if (server.requests.length === 1) return { ...rangeAnswer(request, BODY, '"v1"'), cutAfterBytes: CUT };
      return request.headers["range"] ? second(request) : rangeAnswer(request, OTHER, '"v2"');
    });
    await using ctx = await quick();
    const { hashes } = await download(ctx, policy, planOf(ctx, `${server.url}/a`));
    equal(hashes.sha256, sha256(OTHER), name);
    deepEqual(await ctx.disk.readBytes(`${ctx.root}/cache/tool.zip`), OTHER, name);
    deepEqual(await cacheNames(ctx), ["tool.zip"], name);
  }
});

Deno.test("download() begins anew where the host names no version", async () => {
  await using server = fixtureServer({ "/a": [{ body: BODY, cutAfterBytes: CUT }, { body: BODY }] });
  await using ctx = await quick();
  equal((await download(ctx, policy, planOf(ctx, `${server.url}/a`))).hashes.sha256, sha256(BODY));
  equal(server.requests[1]?.headers["range"], undefined);
});

Deno.test("download() goes on with what an earlier run left, but only of the same version and address", async () => {
  const part = (ctx: TestContext) => `${ctx.root}/cache/tool.zip.part`;
  const cases: readonly [
    name: string,
    spoil: (ctx: TestContext) => Promise<void>,
    range: string | undefined,
  ][] = [
    ["untouched", () => Promise.resolve(), `bytes=${CUT}-`],
    ["no note", (ctx) => ctx.disk.remove(`${part(ctx)}.json`), undefined],
    ["a torn note", (ctx) => ctx.disk.writeAtomic(`${part(ctx)}.json`, '{"url":'), undefined],
    [
      "a foreign note",
      (ctx) => ctx.disk.writeAtomic(`${part(ctx)}.json`, '{"url":"x","validator":"y"}'),
      undefined,
    ],
    ["a note that is no record", (ctx) => ctx.disk.writeAtomic(`${part(ctx)}.json`, "null"), undefined],
    ["no part", (ctx) => ctx.disk.remove(part(ctx)), undefined],
    ["a link in place of the part", async (ctx) => {
      await ctx.disk.remove(part(ctx));
      await ctx.disk.writeAtomic(`${ctx.root}/cache/victim`, "precious");
      await ctx.disk.symlink(`${ctx.root}/cache/victim`, part(ctx));
    }, undefined],
  ];
  for (const [name, spoil, range] of cases) {
    await using server = fixtureServer();
    server.route("/a", (request) => {
      const answer = rangeAnswer(request, BODY, '"v1"');
      return server.requests.length === 1 ? { ...answer, cutAfterBytes: CUT } : answer;
    });
    await using ctx = await quick();
    const plan = planOf(ctx, `${server.url}/a`);
    await rejects(download(ctx, once, plan), codeIs("net/unreachable"));
    deepEqual(await cacheNames(ctx), ["tool.zip.part", "tool.zip.part.json"]);
    await spoil(ctx);
    equal((await download(ctx, once, plan)).hashes.sha256, sha256(BODY), name);
    equal(server.requests[1]?.headers["range"], range, name);
    deepEqual(await ctx.disk.readBytes(plan.to), BODY, name);
    equal(await ctx.disk.readText(`${ctx.root}/cache/victim`) ?? "precious", "precious");
  }
});

Deno.test("download() goes on with a part only for its own address", async () => {
  await using server = fixtureServer({ "/a": { body: BODY, headers: { etag: '"v1"' }, cutAfterBytes: CUT } });
  server.route("/b", (request) => rangeAnswer(request, OTHER, '"v1"'));
  await using ctx = await quick();
  await rejects(download(ctx, once, planOf(ctx, `${server.url}/a`)), codeIs("net/unreachable"));
  equal((await download(ctx, once, planOf(ctx, `${server.url}/b`))).hashes.sha256, sha256(OTHER));
});

Deno.test("download() leaves what stood there alone, and nothing beside it, when it fails", async () => {
  const page = { headers: { "content-type": "text/html" }, body: "<!DOCTYPE html>Sign in" };
  const cases: readonly [Answer, code: string, requests: number, more?: Partial<DownloadPlan>][] = [
    [{ status: 404 }, "net/not-found", 1],
    [{ status: 403 }, "net/forbidden", 1],
    [{ status: 500 }, "net/server", 5],
    [{ status: 204 }, "net/rejected", 1],
    [{ status: 206, body: "x" }, "net/rejected", 1],
    [{ status: 416 }, "net/rejected", 1],
    [page, "net/web-page", 1],
    [{ body: "abcdef", cutAfterBytes: 3 }, "net/unreachable", 5],
    [{ body: "abc", contentLength: 9 }, "net/unreachable", 5],
    [{ body: "abc" }, "net/wrong-size", 1, { expectedBytes: 4 }],
    [{ body: "abcd", contentLength: 3 }, "net/wrong-size", 1, { expectedBytes: 4 }],
    [{ body: "abc", contentLength: false }, "net/wrong-size", 1, { expectedBytes: 4 }],
    [{ body: BODY, contentLength: false }, "net/wrong-size", 1, { expectedBytes: 4 }],
  ];
  for (const [answer, code, requests, more] of cases) {
    await using server = fixtureServer({ "/a": answer });
    await using ctx = await quick();
    const plan = planOf(ctx, `${server.url}/a`, more);
    await ctx.disk.writeAtomic(plan.to, "before");
    await rejects(download(ctx, policy, plan), codeIs(code), code);
    equal(server.requests.length, requests, code);
    equal(await ctx.disk.readText(plan.to), "before", code);
    deepEqual(await cacheNames(ctx), ["tool.zip"], code);
  }
});

Deno.test("download() says which sizes differ", async () => {
  await using server = fixtureServer({ "/a": { body: "abc" } });
  await using ctx = await quick();
  await rejects(download(ctx, policy, planOf(ctx, `${server.url}/a`, { expectedBytes: 4 })), (error) => {
    deepEqual((error as IntegrityError).facts, { url: `${server.url}/a`, expected: 4, actual: 3 });
    return true;
  });
});

Deno.test("download() tries again after 60 s without data, however long the whole takes", async () => {
  await using server = fixtureServer();
  server.route("/a", (request) => {
    const answer = rangeAnswer(request, BODY, '"v1"');
    return server.requests.length === 1 ? { ...answer, stallAfterBytes: CUT } : answer;
  });
  await using ctx = await quick();
  const stalled = Promise.withResolvers<void>();
  const done = download(ctx, policy, {
    ...planOf(ctx, `${server.url}/a`),
    onProgress: (bytes) => bytes === CUT && stalled.resolve(),
  });
  await stalled.promise;
  await ctx.clock.advance(59_999);
  equal(server.requests.length, 1);
  await ctx.clock.advance(1);
  equal((await done).hashes.sha256, sha256(BODY));
  equal(server.requests[1]?.headers["range"], `bytes=${CUT}-`);
});

Deno.test("download() sends its headers and the token to the first host only", async () => {
  await using store = fixtureServer({ "/signed": { body: "abc" } });
  await using server = fixtureServer({ "/asset": { redirect: `${store.url}/signed?sig=1` } });
  await using ctx = await quick();
  const token = () => Promise.resolve("t0ken");
  const credentials = [{ origin: server.url, token, source: "GITHUB_TOKEN" }];
  const headers = { accept: "application/octet-stream" };
  await download(ctx, { ...policy, credentials }, planOf(ctx, `${server.url}/asset`, { headers }));
  equal(server.requests[0]?.headers["authorization"], "Bearer t0ken");
  equal(server.requests[0]?.headers["accept"], "application/octet-stream");
  equal(store.requests[0]?.headers["authorization"], undefined);
  ok(!JSON.stringify(store.requests).includes("t0ken"));
});

Deno.test("download() keeps the part when the command is cancelled", async () => {
  const reason = new CancelledError("app/interrupted", "interrupted");
  const stop = new AbortController();
  await using server = fixtureServer({
    "/a": { body: BODY, headers: { etag: '"v1"' }, stallAfterBytes: CUT },
  });
  await using ctx = await testContext({ signal: stop.signal });
  const plan = planOf(ctx, `${server.url}/a`, { onProgress: (bytes) => bytes === CUT && stop.abort(reason) });
  await rejects(download(ctx, policy, plan), reason);
  deepEqual(await cacheNames(ctx), ["tool.zip.part", "tool.zip.part.json"]);
  equal((await ctx.disk.stat(`${plan.to}.part`))?.sizeBytes, CUT);
});

Deno.test("download() asks nobody when it is offline", async () => {
  await using ctx = await quick();
  await rejects(
    download(ctx, { ...policy, offline: true }, planOf(ctx, "https://h.test/a")),
    codeIs("net/offline"),
  );
  deepEqual(await cacheNames(ctx), []);
});

Deno.test("download() of the same file twice at once gives it whole to both", async () => {
  await using server = fixtureServer({ "/a": { body: BODY }, "/b": { body: OTHER } });
  await using ctx = await quick();
  const both = await Promise.all(["a", "b"].map(async (name) => {
    const plan = planOf(ctx, `${server.url}/${name}`), release = await lockDownload(ctx, plan.to);
    const body = await download(ctx, policy, plan);
    equal(sha256(await ctx.disk.readBytes(plan.to) ?? new Uint8Array()), body.hashes.sha256);
    await release();
    return body;
  }));
  deepEqual(both.map(({ hashes }) => hashes.sha256), [sha256(BODY), sha256(OTHER)]);
  const file = await ctx.disk.readBytes(`${ctx.root}/cache/tool.zip`);
  ok([sha256(BODY), sha256(OTHER)].includes(sha256(file ?? new Uint8Array())));
});

Deno.test("download() that dies at any step leaves nothing half-written, and the next one succeeds", async () => {
  const tries = await crashAtEveryStep(async (faults) => {
    await using server = fixtureServer();
    server.route("/a", (request) => rangeAnswer(request, BODY, '"v1"'));
    await using ctx = await quick();
    const plan = planOf(ctx, `${server.url}/a`);
    await faults.survive(() => download({ ...ctx, disk: faults.disk(ctx.disk) }, policy, plan));
    const left = await ctx.disk.readBytes(plan.to);
    if (left) equal(sha256(left), sha256(BODY));
    equal((await download(ctx, policy, plan)).hashes.sha256, sha256(BODY));
    deepEqual(await ctx.disk.readBytes(plan.to), BODY);
    deepEqual(await cacheNames(ctx), ["tool.zip"]);
  });
  ok(tries >= 8, `${tries} steps`);
});

Deno.test("download() that finds the disk full removes its part and names the path", async () => {
  await failAtEveryStep("no-space", async (faults) => {
    await using server = fixtureServer({ "/a": { body: BODY, headers: { etag: '"v1"' } } });
    await using ctx = await quick();
    const plan = planOf(ctx, `${server.url}/a`);
    const done = download({ ...ctx, disk: faults.disk(ctx.disk) }, policy, plan).then(
      () => undefined,
      (e) => e,
    );
    const error = await done;
    if (error === undefined) return;
    ok(error instanceof HostError);
    equal(error.code, "disk/no-space");
    match(String(error.facts["path"]), /\/cache/);
    if (await ctx.disk.stat(plan.to)) deepEqual(await ctx.disk.readBytes(plan.to), BODY);
    equal(await ctx.disk.stat(`${plan.to}.part`), undefined);
  });
});

Deno.test("hashFile() reads files of every size", async () => {
  await using ctx = await quick();
  for (const size of [0, 1, 256 * 1024 - 1, 256 * 1024, 256 * 1024 + 1, BODY.length]) {
    const bytes = BODY.subarray(0, size);
    await ctx.disk.writeAtomic(`${ctx.root}/f`, bytes);
    const { hashes, sizeBytes } = await hashFile(ctx, `${ctx.root}/f`, ["sha256", "sha1"]);
    equal(sizeBytes, size);
    equal(hashes.sha256, sha256(bytes));
    equal(hashes.sha1, createHash("sha1").update(bytes).digest("hex"));
  }
  await rejects(hashFile(ctx, `${ctx.root}/none`, ["sha256"]), codeIs("disk/not-found"));
});
