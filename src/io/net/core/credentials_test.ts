import { deepEqual, equal } from "node:assert/strict";
import { credentialFor, type Hop, isLoopback, nextHop } from "./credentials.ts";

const of = (origin: string) => ({ origin, token: () => Promise.resolve("t"), source: origin });
const CREDENTIALS = [
  "https://api.github.com",
  "https://ghes.corp:8443",
  "http://plain.corp",
  "http://127.0.0.1:8080",
  "http://localhost:81",
].map(of);

const CASES: readonly [url: string, origin: string | undefined][] = [
  ["https://api.github.com/repos/o/r", "https://api.github.com"],
  ["https://API.GitHub.com:443/", "https://api.github.com"],
  ["http://api.github.com/", undefined],
  ["https://api.github.com:444/", undefined],
  ["https://api.github.com.evil.test/", undefined],
  ["https://evil.test/https://api.github.com/", undefined],
  ["https://api.github.com@evil.test/", undefined],
  ["https://u:p@api.github.com/", undefined],
  ["https://github.com/", undefined],
  ["https://ghes.corp:8443/api/v3", "https://ghes.corp:8443"],
  ["https://ghes.corp/api/v3", undefined],
  ["http://plain.corp/", undefined],
  ["http://127.0.0.1:8080/x", "http://127.0.0.1:8080"],
  ["http://2130706433:8080/x", "http://127.0.0.1:8080"],
  ["http://localhost:81/", "http://localhost:81"],
  ["http://localhost:82/", undefined],
];

Deno.test("credentialFor() answers only for the configured origin over https or loopback", () => {
  for (const [url, origin] of CASES) equal(credentialFor(url, CREDENTIALS)?.origin, origin, url);
});

Deno.test("isLoopback() knows the names of this machine", () => {
  for (const name of ["localhost", "127.0.0.1", "127.9.9.9", "[::1]"]) equal(isLoopback(name), true, name);
  for (const name of ["localhost.evil.test", "128.0.0.1", "127.0.0.1.nip.test", "10.0.0.1", "[::2]", ""]) {
    equal(isLoopback(name), false, name);
  }
});

const HOPS: readonly [
  from: string,
  location: string,
  expected: string | { reason: RegExp },
  sameOrigin?: boolean,
][] = [
  ["https://a.test/x/y", "z", "https://a.test/x/z", true],
  ["https://a.test/x/y", "/z", "https://a.test/z", true],
  ["https://u:p%40@a.test/x", "https://a.test/z", "https://u:p%40@a.test/z", true],
  ["https://u:p@a.test/x", "https://v:q@a.test/z", "https://v:q@a.test/z", true],
  ["https://u:p@a.test/x", "https://b.test/z", "https://b.test/z", false],
  ["https://a.test/x", "//b.test/z", "https://b.test/z", false],
  ["https://a.test/x", "https://a.test:444/z", "https://a.test:444/z", false],
  ["http://a.test/x", "https://a.test/x", "https://a.test/x", false],
  ["http://a.test/x", "http://b.test/x", "http://b.test/x", false],
  ["https://a.test/x", "http://a.test/x", { reason: /unencrypted/ }],
  ["https://a.test/x", "http://127.0.0.1:9/x", "http://127.0.0.1:9/x", false],
  ["https://a.test/x", "file:///etc/passwd", { reason: /file:/ }],
  ["https://a.test/x", "data:text/plain,hi", { reason: /data:/ }],
  ["https://a.test/x", "https://bad host/", { reason: /no URL/ }],
];

Deno.test("nextHop() follows to http(s), never from secure to insecure", () => {
  for (const [from, location, expected, sameOrigin] of HOPS) {
    const hop: Hop = nextHop(from, location);
    if (typeof expected === "string") deepEqual(hop, { kind: "follow", url: expected, sameOrigin }, location);
    else equal(hop.kind === "refuse" && expected.reason.test(hop.reason), true, location);
  }
});
