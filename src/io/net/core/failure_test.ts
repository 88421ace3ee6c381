import { equal } from "node:assert/strict";
import {
  askedWaitMs,
  causeWords,
  type Failure,
  isCertificateTrouble,
  isRateLimited,
  refusesToken,
  type StatusFailure,
} from "./failure.ts";

const NOW = Date.UTC(2030, 0, 1);
const status = (code: number, headers: Record<string, string> = {}, body = ""): StatusFailure => ({
  kind: "status",
  url: "https://h.test/",
  status: code,
  headers: new Headers(headers),
  body,
});

Deno.test("isRateLimited() believes 429, and 403 only with a sign", () => {
  const cases: readonly [StatusFailure, boolean][] = [
    [status(429), true],
    [status(403), false],
    [status(403, { "x-ratelimit-remaining": "12" }), false],
    [status(403, { "x-ratelimit-remaining": "0" }), true],
    [status(403, { "retry-after": "1" }), true],
    [status(403, {}, '{"message":"You have exceeded a secondary rate limit."}'), true],
    [status(403, {}, '{"message":"Resource protected by organization SAML enforcement."}'), false],
    [status(401, { "x-ratelimit-remaining": "0" }), false],
    [status(503, { "retry-after": "1" }), false],
  ];
  for (const [failure, limited] of cases) equal(isRateLimited(failure), limited, JSON.stringify(failure));
});

Deno.test("askedWaitMs() reads Retry-After and the reset of the rate limit by the host's clock", () => {
  const exhausted = { "x-ratelimit-remaining": "0" };
  const cases: readonly [Record<string, string>, number | undefined][] = [
    [{}, undefined],
    [{ "retry-after": "7" }, 7000],
    [{ "retry-after": " 0 " }, 0],
    [{ "retry-after": "-5" }, undefined],
    [{ "retry-after": "soon" }, undefined],
    [{ "retry-after": "Tue, 01 Jan 2030 00:00:09 GMT" }, 9000],
    [{ "retry-after": "Mon, 31 Dec 2029 00:00:09 GMT" }, 0],
    [{ "retry-after": "Tue, 01 Jan 2030 01:00:09 GMT", date: "Tue, 01 Jan 2030 01:00:00 GMT" }, 9000],
    [{ ...exhausted, "x-ratelimit-reset": String(NOW / 1000 + 60) }, 60_000],
    [{ ...exhausted, "x-ratelimit-reset": String(NOW / 1000 - 60) }, 0],
    [{ ...exhausted, "x-ratelimit-reset": "never" }, undefined],
    [{ "x-ratelimit-remaining": "3", "x-ratelimit-reset": String(NOW / 1000 + 60) }, undefined],
    [{ ...exhausted, "x-ratelimit-reset": String(NOW / 1000 + 60), "retry-after": "2" }, 2000],
  ];
  for (const [headers, wait] of cases) {
    equal(askedWaitMs(status(403, headers), NOW), wait, JSON.stringify(headers));
  }
});

Deno.test("refusesToken() is about 401 and plain 403 where a token was sent", () => {
  const sent = { tokenSource: "GITHUB_TOKEN" };
  const cases: readonly [Failure, boolean][] = [
    [{ ...status(401), ...sent }, true],
    [{ ...status(403), ...sent }, true],
    [{ ...status(403, { "x-ratelimit-remaining": "0" }), ...sent }, false],
    [{ ...status(404), ...sent }, false],
    [status(401), false],
    [{ kind: "broken", url: "", error: 0, ...sent }, false],
  ];
  for (const [failure, refused] of cases) equal(refusesToken(failure), refused, JSON.stringify(failure));
});

/** Messages as the runtime gives them, from 2.7 (one error) and 2.9 (with a cause). */
Deno.test("isCertificateTrouble() tells certificates from connections", () => {
  const sending = "error sending request for url (https://h.test/): client error (Connect): ";
  const cases: readonly [unknown, boolean][] = [
    [new TypeError(sending + "invalid peer certificate: UnknownIssuer"), true],
    [
      new TypeError("fetch failed", { cause: new Error(sending + "invalid peer certificate: Expired") }),
      true,
    ],
    [new TypeError(sending + "received corrupt message of type InvalidContentType"), true],
    [new Error("Failed to load platform certificates: No such file or directory (os error 2)"), true],
    [new TypeError(sending + "tcp connect error: Connection refused (os error 111)"), false],
    [new TypeError(sending + "tls handshake eof"), false],
    [new TypeError("error reading a body from connection"), false],
  ];
  for (const [error, expected] of cases) {
    equal(isCertificateTrouble({ kind: "broken", url: "https://h.test/", error }), expected, String(error));
  }
});

Deno.test("causeWords() tells the chain once, without the empty shell", () => {
  const loop = new Error("a");
  loop.cause = loop;
  const cases: readonly [unknown, string][] = [
    [new TypeError("fetch failed", { cause: new Error("b", { cause: new Error("c") }) }), "b: c"],
    [new TypeError("fetch failed"), "fetch failed"],
    [new Error("a", { cause: new Error("a") }), "a"],
    [new Error("a", { cause: "text" }), "a: text"],
    ["text", "text"],
    [undefined, ""],
    [loop, "a"],
  ];
  for (const [error, words] of cases) equal(causeWords(error), words);
});
