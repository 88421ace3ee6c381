import { equal, ok } from "node:assert/strict";
import type { Failure } from "./failure.ts";
import { type RequestKind, retryDelayMs } from "./retry.ts";

const url = "https://h.test/";
const status = (code: number, headers: Record<string, string> = {}): Failure => ({
  kind: "status",
  url,
  status: code,
  headers: new Headers(headers),
  body: "",
});
const broken: Failure = { kind: "broken", url, error: new TypeError("error reading a body from connection") };
const delay = (failure: Failure, attempt: number, kind: RequestKind = "download", random = 0.5) =>
  retryDelayMs(failure, { kind, attempt, attempts: 5, now: 0, random });

Deno.test("retryDelayMs() doubles from one second, five attempts for downloads, three short ones for metadata", () => {
  const waits = (kind: RequestKind) => [1, 2, 3, 4, 5, 6].map((attempt) => delay(broken, attempt, kind));
  equal(waits("download").join(), "1000,2000,4000,8000,,");
  equal(waits("metadata").join(), "1000,2000,,,,");
  equal(retryDelayMs(broken, { kind: "download", attempt: 9, attempts: 99, now: 0, random: 0.5 }), 10_000);
  equal(retryDelayMs(broken, { kind: "metadata", attempt: 1, attempts: 1, now: 0, random: 0.5 }), undefined);
});

Deno.test("retryDelayMs() tells within two seconds that nobody is there, and soon that nobody answers", () => {
  const unreached = new TypeError(
    "error sending request for url (x): client error (Connect): dns error: none",
  );
  const waits = (failure: Failure) => [1, 2, 3].map((attempt) => delay(failure, attempt));
  equal(waits({ kind: "broken", url, error: unreached }).join(), "500,1000,");
  equal(waits({ kind: "timeout", url, waitedFor: "answer", limitMs: 1 }).join(), "1000,,");
});

Deno.test("retryDelayMs() spreads by a quarter either way", () => {
  equal(delay(broken, 1, "download", 0), 750);
  equal(delay(broken, 1, "download", 0.999), 1250);
  ok((delay(broken, 2, "metadata", 0.999) ?? Infinity) <= 2000);
});

Deno.test("retryDelayMs() repeats only what may pass", () => {
  const cases: readonly [Failure, boolean][] = [
    ...[429, 500, 502, 503, 504, 599].map((code): [Failure, boolean] => [status(code), true]),
    ...[301, 304, 400, 401, 403, 404, 410, 416, 422].map((code): [Failure, boolean] => [status(code), false]),
    [status(403, { "x-ratelimit-remaining": "0" }), true],
    [broken, true],
    [{ kind: "broken", url, error: new Error("invalid peer certificate: UnknownIssuer") }, false],
    [{ kind: "broken", url, error: new TypeError("(Connect): proxy authentication required") }, false],
    [{ kind: "timeout", url, waitedFor: "data", limitMs: 1 }, true],
    [{ kind: "truncated", url, received: 1, expected: 2 }, true],
    [{ kind: "redirect", url, reason: "" }, false],
  ];
  for (const [failure, repeated] of cases) {
    equal(delay(failure, 1) !== undefined, repeated, JSON.stringify(failure));
  }
});

Deno.test("retryDelayMs() keeps what the host asks for, or gives up", () => {
  const cases: readonly [RequestKind, string, number | undefined][] = [
    ["download", "1", 1000],
    ["download", "60", 60_000],
    ["download", "61", undefined],
    ["metadata", "2", 2000],
    ["metadata", "3", undefined],
    ["metadata", "0", 1000],
  ];
  for (const [kind, seconds, wait] of cases) {
    equal(delay(status(429, { "retry-after": seconds }), 1, kind), wait, `${kind} ${seconds}`);
  }
});
