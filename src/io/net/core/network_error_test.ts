import { deepEqual, equal, match, ok } from "node:assert/strict";
import type { Failure } from "./failure.ts";
import { networkError, offlineError } from "./network_error.ts";

const NOW = Date.UTC(2030, 0, 1);
const url = "https://user:secret@h.test/x?token=secret";
const status = (code: number, headers: Record<string, string> = {}, body = ""): Failure => ({
  kind: "status",
  url,
  status: code,
  headers: new Headers(headers),
  body,
});
const broken = (error: unknown): Failure => ({ kind: "broken", url, error });
const refused = new Error(
  `error sending request for url (${url}): client error (Connect): tcp connect error: Connection refused (os error 111)`,
);
const context = { attempts: 3, now: NOW, tokenAdvice: "export GITHUB_TOKEN=<token>" };

Deno.test("networkError() gives each failure its code", () => {
  const cases: readonly [Failure, string, RegExp][] = [
    [status(404), "net/not-found", /not found \(404\)/],
    [status(410), "net/not-found", /410/],
    [status(401), "net/unauthorized", /valid token/],
    [status(403), "net/forbidden", /denied/],
    [status(429), "net/rate-limited", /too many requests \(429\)$/],
    [status(403, { "retry-after": "60" }), "net/rate-limited", /again at 2030-01-01T00:01:00Z$/],
    [status(500), "net/server", /500/],
    [status(416), "net/rejected", /416/],
    [status(302), "net/rejected", /302/],
    [broken(refused), "net/unreachable", /: tcp connect error: Connection refused \(os error 111\)$/],
    [
      broken(new TypeError("fetch failed", { cause: refused })),
      "net/unreachable",
      /: tcp connect error: Conn/,
    ],
    [broken(undefined), "net/unreachable", /the connection broke$/],
    [
      broken(new Error("invalid peer certificate: UnknownIssuer")),
      "net/tls",
      /authority that is not trusted here$/,
    ],
    [
      broken(new Error("invalid peer certificate: Expired")),
      "net/tls",
      /: invalid peer certificate: Expired$/,
    ],
    [status(407), "net/proxy", /407/],
    [
      broken(new TypeError("client error (Connect): proxy authentication required")),
      "net/proxy",
      /proxy wants/,
    ],
    [{ kind: "timeout", url, waitedFor: "answer", limitMs: 15_000 }, "net/timeout", /no answer within 15 s$/],
    [{ kind: "timeout", url, waitedFor: "data", limitMs: 60_000 }, "net/timeout", /no data for 60 s$/],
    [{ kind: "truncated", url, received: 3, expected: 100 }, "net/truncated", /after 3 of 100 bytes$/],
    [{ kind: "redirect", url, reason: "why" }, "net/bad-redirect", /: why$/],
  ];
  for (const [failure, code, title] of cases) {
    const error = networkError(failure, context);
    equal(error.code, code);
    match(error.title, title);
    ok(
      !JSON.stringify([error.title, error.explanation, error.facts, error.hints]).includes("secret"),
      error.title,
    );
  }
});

Deno.test("networkError() tells url, status, attempts, token and reset as facts", () => {
  deepEqual(
    networkError({ ...status(429, { "retry-after": "5" }), tokenSource: "GH_TOKEN" }, context).facts,
    {
      url: "https://***@h.test/x?***",
      status: 429,
      attempts: 3,
      token: "GH_TOKEN",
      resets_at: "2030-01-01T00:00:05Z",
    },
  );
  deepEqual(networkError(broken(refused), context).facts, {
    url: "https://***@h.test/x?***",
    attempts: 3,
    token: "none",
  });
});

Deno.test("networkError() advises to set a token, or to replace the one that was refused", () => {
  const cases: readonly [Failure, RegExp][] = [
    [status(429), /^export GITHUB_TOKEN/],
    [status(404), /^export GITHUB_TOKEN/],
    [status(401), /^export GITHUB_TOKEN/],
    [{ ...status(401), tokenSource: "GH_TOKEN" }, /Replace the token in GH_TOKEN/],
    [{ ...status(403), tokenSource: "GH_TOKEN" }, /Replace the token in GH_TOKEN/],
    [
      {
        ...status(403, { "x-github-sso": "required; url=https://github.com/orgs/o/sso?a=b" }),
        tokenSource: "GH_TOKEN",
      },
      /single sign-on: https:\/\/github\.com\/orgs\/o\/sso\?a=b$/,
    ],
    [broken(refused), /HTTPS_PROXY/],
    [broken(new Error("invalid peer certificate: UnknownIssuer")), /SSL_CERT_FILE/],
  ];
  for (const [failure, hint] of cases) match(networkError(failure, context).hints[0] ?? "", hint);
  match(networkError(status(404), { attempts: 1, now: NOW }).hints[0] ?? "", /^Check the address/);
  ok(networkError(broken(refused), context).hints.some((hint) => hint.includes("--offline")));
});

Deno.test("networkError() repeats the host's words only when they are words", () => {
  const cases: readonly [string, string | undefined][] = [
    ['{"message":"Bad credentials"}', "The host says: Bad credentials"],
    ["no\r\n such   thing\n", "The host says: no such thing"],
    [`see ${url}`, "The host says: see https://***@h.test/x?***"],
    ["<!DOCTYPE html><p>Oops", undefined],
    ['{"message":5}', undefined],
    ["[]", undefined],
    ["null", undefined],
    ["\x1b[2Jboo", undefined],
    ["\uFFFD\uFFFD", undefined],
    ["", undefined],
    ["x".repeat(4000), `The host says: ${"x".repeat(300)}`],
  ];
  for (const [body, words] of cases) {
    equal(networkError(status(500, {}, body), context).explanation, words, body);
  }
});

Deno.test("networkError() survives a reset beyond the end of time", () => {
  equal(networkError(status(429, { "retry-after": "9".repeat(30) }), context).facts["resets_at"], undefined);
});

Deno.test("offlineError() names the URL and the switch", () => {
  const error = offlineError(url);
  equal(error.code, "net/offline");
  match(error.title, /^cannot get https:\/\/\*\*\*@h\.test\/x\?\*\*\*: offline mode is on$/);
  match(error.hints[0] ?? "", /ATMOS_TOOLCHAIN_OFFLINE/);
});
