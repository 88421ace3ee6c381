import { deepEqual, equal } from "node:assert/strict";
import { fixtureServer } from "../../../tests/support/server.ts";
import { systemNet } from "./net.ts";

/** An environment in memory that records what is done to it. */
function environment(values: Record<string, string>) {
  const done: string[] = [];
  return {
    done,
    toObject: () => ({ ...values }),
    set: (name: string, value: string) => void done.push(`${name}=${value}`),
    delete: (name: string) => void done.push(`-${name}`),
  };
}

const answer = () => Promise.resolve(new Response("x"));

Deno.test("systemNet() prepares the environment at the first request and not again", async () => {
  const cases: readonly [Record<string, string>, readonly string[]][] = [
    [{}, ["DENO_TLS_CA_STORE=mozilla,system"]],
    [{ DENO_TLS_CA_STORE: "mozilla" }, []],
    [{ DENO_TLS_CA_STORE: "system", NO_PROXY: "*", HTTPS_PROXY: "p" }, ["-HTTPS_PROXY"]],
    [{ DENO_TLS_CA_STORE: "system", NO_PROXY: "h:1" }, ["NO_PROXY=h"]],
  ];
  for (const [values, expected] of cases) {
    const env = environment(values);
    const net = systemNet({ environment: env, fetch: answer });
    deepEqual(env.done, []);
    await net.fetch("http://h.test/");
    await net.fetch("http://h.test/");
    deepEqual(env.done, expected, JSON.stringify(values));
  }
});

Deno.test("systemNet() asks for the bytes as they are stored, unless the caller wants otherwise", async () => {
  await using server = fixtureServer({ "/a": { body: "a" } });
  const net = systemNet({ environment: environment({}), fetch });
  equal(await (await net.fetch(`${server.url}/a`, { headers: { "x-own": "1" } })).text(), "a");
  await (await net.fetch(`${server.url}/a`, { headers: { "accept-encoding": "gzip" } })).text();
  deepEqual(server.requests.map(({ headers }) => headers["accept-encoding"]), ["identity", "gzip"]);
  equal(server.requests[0]?.headers["x-own"], "1");
});
