import { deepEqual, equal, ok, rejects, throws } from "node:assert/strict";
import { AtmosError } from "@/base/errors.ts";
import { download } from "@/io/net/download.ts";
import { defaultNetPolicy } from "@/io/net/policy.ts";
import { manualClock } from "../../../tests/support/clock.ts";
import { testContext } from "../../../tests/support/context.ts";
import { type FixtureServer, fixtureServer, type Route } from "../../../tests/support/server.ts";
import { ASSET_HEADERS, assetOf, listReleases, listTags, releaseByTag, type Repository } from "./api.ts";

const quick = () => testContext({ clock: manualClock({ instantUpToMs: 10_000 }) });
const at = (server: FixtureServer, cacheDir = "/nowhere/at-all"): Repository => ({
  cacheDir,
  host: { apiUrl: server.url, serverUrl: server.url, rawUrl: server.url },
  policy: {
    ...defaultNetPolicy("1.2.3"),
    credentials: [{ origin: server.url, token: () => Promise.resolve("t0ken"), source: "GITHUB_TOKEN" }],
  },
  name: "o/r",
});
const json = (value: unknown, headers: Record<string, string> = {}) => ({
  body: JSON.stringify(value),
  headers,
});
const codeIs = (code: string) => (error: unknown) => error instanceof AtmosError && error.code === code;
const next = { link: '<x>; rel="next"' };

async function drain<T>(pages: AsyncGenerator<readonly T[]>): Promise<(readonly T[])[]> {
  const all = [];
  for await (const page of pages) all.push(page);
  return all;
}

Deno.test("listReleases() reads page by page, as far as it is asked", async () => {
  await using server = fixtureServer({
    "/repos/o/r/releases?per_page=100&page=1": json([{ tag_name: "v2" }, { tag_name: null }], next),
    "/repos/o/r/releases?per_page=100&page=2": json([{ tag_name: "v1" }]),
  });
  await using ctx = await quick();
  deepEqual((await drain(listReleases(ctx, at(server)))).map((page) => page.map(({ tag }) => tag)), [["v2"], [
    "v1",
  ]]);
  equal(server.requests[0]?.headers["accept"], "application/vnd.github+json");
  for await (const _page of listReleases(ctx, at(server))) break;
  equal(server.requests.length, 3);
});

Deno.test("listReleases() reads three pages and asks only whether they changed", async () => {
  await using server = fixtureServer({
    "/repos/o/r/releases": ({ path, headers }) => {
      const etag = `"${path}"`;
      return headers["if-none-match"] === etag
        ? { status: 304, headers: next }
        : json([{ tag_name: path.at(-1) }], { ...next, etag });
    },
  });
  await using ctx = await quick();
  for (const _time of ["first", "second"]) {
    const pages = await drain(listReleases(ctx, at(server, `${ctx.root}/cache`)));
    deepEqual(pages.flat().map(({ tag }) => tag), ["1", "2", "3"]);
  }
  deepEqual(server.requests.map(({ headers }) => "if-none-match" in headers), [
    false,
    false,
    false,
    true,
    true,
    true,
  ]);
});

Deno.test("listReleases() answers what it saw last when GitHub cannot be asked", async () => {
  await using server = fixtureServer({
    "/repos/o/r/releases": [json([{ tag_name: "v1" }]), { status: 500 }, json({ message: "a login" })],
  });
  await using ctx = await quick();
  const repository = at(server, `${ctx.root}/cache`);
  for (const warnings of [0, 1, 2]) {
    deepEqual((await drain(listReleases(ctx, repository))).flat().map(({ tag }) => tag), ["v1"]);
    equal(ctx.out.lines("warning").length, warnings);
  }
  const offline = { ...repository, policy: { ...repository.policy, offline: true } };
  deepEqual((await drain(listReleases(ctx, offline))).flat().map(({ tag }) => tag), ["v1"]);
  equal(ctx.out.lines("warning").length, 2);
  await rejects(drain(listTags(ctx, offline)), codeIs("net/offline"));
  equal(server.requests.length, 3);
});

Deno.test("listTags() stops before the last requests are spent", async () => {
  const page = json([{ name: "v1", commit: { sha: "a" } }], { ...next, "x-ratelimit-remaining": "4" });
  await using server = fixtureServer({ "/repos/o/r/tags": page });
  await using ctx = await quick();
  const seen: string[] = [];
  await rejects(async () => {
    for await (const tags of listTags(ctx, at(server))) seen.push(...tags.map(({ name }) => name));
  }, codeIs("net/rate-limited"));
  deepEqual(seen, ["v1"]);
});

Deno.test("releaseByTag() finds the asset of a private release, which downloads without the token elsewhere", async () => {
  await using store = fixtureServer({ "/blob": { body: "bytes" } });
  await using server = fixtureServer();
  server.route(
    "/repos/o/r/releases/tags/cli/v1%231",
    json({ tag_name: "cli/v1#1", assets: [{ name: "a.zip", url: `${server.url}/asset/7`, size: 5 }] }),
  );
  server.route("/asset/7", { redirect: `${store.url}/blob` });
  await using ctx = await quick();
  const repository = at(server);
  const release = await releaseByTag(ctx, repository, "cli/v1#1");
  const { apiUrl } = assetOf(release, "a.zip");
  const plan = { url: apiUrl, to: `${ctx.root}/a.zip`, algorithms: [], headers: ASSET_HEADERS };
  equal((await download(ctx, repository.policy, plan)).sizeBytes, 5);
  equal(server.requests[1]?.headers["accept"], "application/octet-stream");
  equal(server.requests[1]?.headers["authorization"], "Bearer t0ken");
  ok(!JSON.stringify(store.requests).includes("t0ken"));
});

Deno.test("assetOf() lists the assets that there are", () => {
  const asset = { name: "b.zip", apiUrl: "u", downloadUrl: "", sizeBytes: 0, digest: undefined };
  const release = {
    tag: "v1",
    title: "",
    isDraft: false,
    isPrerelease: false,
    publishedAt: undefined,
    notes: "",
    pageUrl: "",
  };
  throws(() => assetOf({ ...release, assets: [asset, { ...asset, name: "a.zip" }] }, "c.zip"), (error) => {
    return codeIs("github/no-asset")(error) && /a\.zip, b\.zip/.test((error as AtmosError).explanation ?? "");
  });
  throws(() => assetOf({ ...release, assets: [] }, "c.zip"), codeIs("github/no-asset"));
});

Deno.test("answers that are not GitHub's are refused", async () => {
  const bodies: readonly Route[] = [{ body: "" }, { body: "[" }, json({}), json(null), json("text"), {
    body: "{}",
  }];
  for (const route of bodies) {
    await using server = fixtureServer({
      "/repos/o/r/releases": route,
      "/repos/o/r/releases/tags/v1": route,
    });
    await using ctx = await quick();
    const refused = codeIs("github/bad-answer");
    await rejects(drain(listReleases(ctx, at(server))), refused);
    await rejects(releaseByTag(ctx, at(server), "v1"), refused);
  }
});

Deno.test("a tag that is not there is not found", async () => {
  await using server = fixtureServer();
  await using ctx = await quick();
  await rejects(releaseByTag(ctx, at(server), "v9"), codeIs("net/not-found"));
});
