import { deepEqual, equal, rejects, throws } from "node:assert/strict";
import { fixtureServer } from "./server.ts";

Deno.test("fixtureServer() records requests and answers by route", async () => {
  await using server = fixtureServer({
    "/a": { body: "é", headers: { "x-kind": "plain" } },
    "/a?q=1": { body: "query" },
    "POST /a": (request) => ({ status: 201, body: request.body.toUpperCase() }),
  });
  const plain = await fetch(`${server.url}/a?other=1`, { headers: { authorization: "Bearer x" } });
  equal(plain.headers.get("x-kind"), "plain");
  equal(await plain.text(), "é");
  equal(await (await fetch(`${server.url}/a?q=1`)).text(), "query");
  const posted = await fetch(`${server.url}/a`, { method: "POST", body: "x".repeat(200_000) });
  equal(posted.status, 201);
  equal(await posted.text(), "X".repeat(200_000));
  equal((await fetch(`${server.url}/none`).then(drained)).status, 404);
  equal(server.requests[0]?.headers["authorization"], "Bearer x");
  deepEqual(server.requests.map(({ method, path }) => `${method} ${path}`), [
    "GET /a?other=1",
    "GET /a?q=1",
    "POST /a",
    "GET /none",
  ]);
});

Deno.test("fixtureServer() answers a list in order and repeats the last", async () => {
  await using server = fixtureServer({ "/a": [{ status: 500 }, { status: 429 }, { body: "ok" }] });
  const statuses: number[] = [];
  for (let i = 0; i < 4; i++) statuses.push((await fetch(`${server.url}/a`).then(drained)).status);
  deepEqual(statuses, [500, 429, 200, 200]);
});

Deno.test("fixtureServer() redirects", async () => {
  await using server = fixtureServer({ "/b": { body: "there" } });
  server.route("/a", { redirect: `${server.url}/b` });
  const response = await fetch(`${server.url}/a`);
  equal(response.url, `${server.url}/b`);
  equal(await response.text(), "there");
});

Deno.test("fixtureServer() cuts bodies and lies about lengths", async () => {
  await using server = fixtureServer({
    "/cut": { body: "0123456789", cutAfterBytes: 4 },
    "/long": { body: "0123", contentLength: 10 },
    "/none": { body: "0123", contentLength: false },
  });
  await rejects(fetch(`${server.url}/cut`).then((response) => response.text()), TypeError);
  await rejects(fetch(`${server.url}/long`).then((response) => response.text()), TypeError);
  equal(await (await fetch(`${server.url}/none`)).text(), "0123");
});

Deno.test("fixtureServer() stalls until the client goes away or the test ends", async () => {
  await using server = fixtureServer({ "/a": { body: "0123456789", stallAfterBytes: 4 } });
  const stop = new AbortController();
  const response = await fetch(`${server.url}/a`, { signal: stop.signal });
  const reader = response.body?.getReader();
  equal(new TextDecoder().decode((await reader?.read())?.value), "0123");
  stop.abort(new Error("enough"));
  await rejects(reader?.read() ?? Promise.resolve(), /enough/);
});

Deno.test("assertAllUsed() names the routes that nobody asked for", async () => {
  await using server = fixtureServer({ "/a": {}, "/b": {} });
  await fetch(`${server.url}/a`).then(drained);
  throws(() => server.assertAllUsed(), /never requested: \/b$/);
});

async function drained(response: Response): Promise<Response> {
  await response.body?.cancel();
  return response;
}
