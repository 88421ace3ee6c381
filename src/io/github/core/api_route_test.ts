import { deepEqual, equal } from "node:assert/strict";
import { apiRouteOf } from "./api_route.ts";
import { githubHosts } from "./hosts.ts";

const { known } = githubHosts({}, { hosts: { "ghes.corp": { token: undefined } } });
const [ghes, home] = known;

Deno.test("apiRouteOf() knows assets and archives of the servers that it is told", () => {
  const asset = (tag: string, name: string) => ({
    host: home,
    repository: "o/r",
    kind: "asset",
    tag,
    asset: name,
  });
  const cases: readonly [string, unknown][] = [
    ["https://github.com/o/r/releases/download/v1/a.zip", asset("v1", "a.zip")],
    ["https://github.com/o/r/releases/download/cli/v1/a.zip", asset("cli/v1", "a.zip")],
    ["https://github.com/o/r/releases/download/@a/b@1+x/a%23%20b", asset("@a/b@1+x", "a# b")],
    ["https://github.com/o/r/releases/download/100%/a", asset("100%", "a")],
    ["https://ghes.corp/o/r/releases/download/v1/a", { ...asset("v1", "a"), host: ghes }],
    ["https://github.com/o/r/archive/refs/tags/v1.tar.gz", {
      host: home,
      repository: "o/r",
      kind: "source",
      ref: "refs/tags/v1",
    }],
  ];
  for (const [url, route] of cases) deepEqual(apiRouteOf(url, known), route, url);
});

Deno.test("apiRouteOf() has no route for other addresses", () => {
  for (
    const url of [
      "https://github.com.evil.test/o/r/releases/download/v1/a",
      "https://evil.test/github.com/o/r/releases/download/v1/a",
      "https://github.com/o/r/releases/download/a",
      "https://github.com/o/r/releases/download/v1/a?x",
      "https://github.com/o/r/raw/main/f",
      "https://github.com/o/releases/download/v1/a",
      "http://github.com/o/r/releases/download/v1/a",
      "",
    ]
  ) equal(apiRouteOf(url, known), undefined, url);
});
