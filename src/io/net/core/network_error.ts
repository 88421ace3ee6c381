/** Turns a failed request into the error that a user reads. Pure.
 *  Follows toolchain §9 and §20 (rate limited, 401, 403, network down), house §5.2.
 *  Invariant: no credential of a URL, and no token, gets into the text. */
import { hasControlCharacters } from "@/base/text/control_characters.ts";
import { NetworkError } from "@/base/errors.ts";
import {
  askedWaitMs,
  causeWords,
  type Failure,
  isCertificateTrouble,
  isRateLimited,
  type StatusFailure,
  wantsProxyLogin,
} from "./failure.ts";
import { redactText, redactUrl } from "./redact.ts";

/** What surrounds the last failure. */
export interface FailureContext {
  /** Attempts that were made. */
  readonly attempts: number;
  /** Epoch ms. */
  readonly now: number;
  /** How to set a token for this host, when the host is one that takes tokens. */
  readonly tokenAdvice?: string | undefined;
}

const OFFLINE_HINT =
  "To work with what is installed and cached: export ATMOS_TOOLCHAIN_OFFLINE=true (or --offline).";
const PROXY_HINT = "Check the connection, and HTTPS_PROXY, HTTP_PROXY and NO_PROXY when a proxy is needed.";
const ADDRESS_HINT =
  "Check the address; it comes from a definition, a registry, or toolchain.url_replacements in atmos.yaml.";
const CERTIFICATE_HINT =
  "Set SSL_CERT_FILE to a PEM file with your network's certificates, or unset it when that file is gone.";

/** What happened, in one of our codes. */
interface Verdict {
  readonly code: string;
  readonly reason: string;
  readonly hints?: readonly string[];
}

/**
 * The error of a request that is given up.
 * Codes: `net/not-found` (404, 410), `net/unauthorized`, `net/forbidden`, `net/rate-limited`, `net/server`,
 * `net/rejected` (any other status), `net/unreachable`, `net/tls`, `net/timeout`, `net/proxy`, `net/truncated`, `net/too-large`, `net/web-page`,
 * `net/bad-redirect`.
 * Facts: url, status, attempts, token (its source, or "none"), resets_at (ISO, when a rate limit tells).
 */
export function networkError(failure: Failure, context: FailureContext): NetworkError {
  const url = redactUrl(failure.url);
  const { code, reason, hints = [] } = verdict(failure, context);
  const resetsAt = failure.kind === "status" && isRateLimited(failure)
    ? resetTime(failure, context.now)
    : undefined;
  return new NetworkError(code, `cannot get ${url}: ${reason}`, {
    explanation: explanation(failure),
    hints: hints.length > 0 ? hints : [ADDRESS_HINT],
    facts: {
      url,
      ...(failure.kind === "status" ? { status: failure.status } : {}),
      attempts: context.attempts,
      token: failure.tokenSource ?? "none",
      ...(resetsAt ? { resets_at: resetsAt } : {}),
    },
    cause: failure.kind === "broken" ? failure.error : undefined,
  });
}

/** The error of a request that offline mode forbids: `net/offline`. */
export function offlineError(url: string): NetworkError {
  const shown = redactUrl(url);
  return new NetworkError("net/offline", `cannot get ${shown}: offline mode is on`, {
    hints: [
      "Switch it off when you are online: --offline, ATMOS_TOOLCHAIN_OFFLINE, or toolchain.offline in atmos.yaml.",
    ],
    facts: { url: shown, attempts: 0 },
  });
}

function verdict(failure: Failure, context: FailureContext): Verdict {
  if (wantsProxyLogin(failure)) {
    return {
      code: "net/proxy",
      reason: "the proxy wants a user and a password (407)",
      hints: ["Put them into the variable: export HTTPS_PROXY=http://user:password@host:port"],
    };
  }
  switch (failure.kind) {
    case "status":
      return statusVerdict(failure, context);
    case "timeout": {
      const missing = failure.waitedFor === "answer" ? "no answer within" : "no data for";
      return {
        code: "net/timeout",
        reason: `${missing} ${failure.limitMs / 1000} s`,
        hints: [PROXY_HINT, OFFLINE_HINT],
      };
    }
    case "truncated":
      return {
        code: "net/truncated",
        reason: `the body ended after ${failure.received} of ${failure.expected} bytes`,
        hints: ["Run the same command again; it goes on where this one stopped."],
      };
    case "oversized":
      return { code: "net/too-large", reason: `the answer has more than ${failure.limitBytes} bytes` };
    case "page":
      return {
        code: "net/web-page",
        reason: "the host answered with a web page",
        hints: ["Open the address in a browser: the network may want a login first.", PROXY_HINT],
      };
    case "redirect":
      return { code: "net/bad-redirect", reason: failure.reason };
    case "broken":
      return isCertificateTrouble(failure)
        ? { code: "net/tls", reason: trustWords(failure.error), hints: [CERTIFICATE_HINT, OFFLINE_HINT] }
        : { code: "net/unreachable", reason: lastWords(failure.error), hints: [PROXY_HINT, OFFLINE_HINT] };
  }
}

function statusVerdict(failure: StatusFailure, { now, tokenAdvice }: FailureContext): Verdict {
  const { status, tokenSource } = failure;
  const advice = tokenSource === undefined && tokenAdvice !== undefined ? [tokenAdvice] : [];
  if (isRateLimited(failure)) {
    const at = resetTime(failure, now);
    return {
      code: "net/rate-limited",
      reason: `too many requests (${status})${at ? `, the host answers again at ${at}` : ""}`,
      hints: [...advice, "Run the same command again later.", OFFLINE_HINT],
    };
  }
  const renew = tokenSource === undefined ? advice : [`Replace the token in ${tokenSource}, or remove it.`];
  if (status === 401) {
    return { code: "net/unauthorized", reason: "the host wants a valid token (401)", hints: renew };
  }
  if (status === 403) {
    return {
      code: "net/forbidden",
      reason: "access denied (403)",
      hints: [...signOnHint(failure), ...renew],
    };
  }
  if (status === 404 || status === 410) {
    return { code: "net/not-found", reason: `not found (${status})`, hints: advice };
  }
  if (status >= 500) {
    return { code: "net/server", reason: `the host has trouble (${status})`, hints: [OFFLINE_HINT] };
  }
  return { code: "net/rejected", reason: `unexpected status ${status}` };
}

/** GitHub's X-GitHub-SSO: `required; url=https://…`. */
function signOnHint({ headers }: StatusFailure): readonly string[] {
  const url = /\burl=(https:\/\/[^\s;,]+)/.exec(headers.get("x-github-sso") ?? "")?.[1];
  return url === undefined ? [] : [`Authorize the token for single sign-on: ${url}`];
}

function resetTime(failure: StatusFailure, now: number): string | undefined {
  const wait = askedWaitMs(failure, now);
  if (wait === undefined || wait > 1e12) return undefined; // beyond what a Date can say
  return new Date(now + wait).toISOString().replace(/\.\d+Z$/, "Z");
}

/** The runtime's words for what users can mend. */
const TRUST: readonly (readonly [RegExp, string])[] = [
  [/UnknownIssuer/, "its certificate is from an authority that is not trusted here"],
  [/CaUsedAsEndEntity/, "its certificate is one of an authority, made for no host"],
  [/InvalidContentType/, "it does not speak https at this port"],
  [/platform certificates/, "the certificates of this machine, or those of SSL_CERT_FILE, cannot be read"],
];

function trustWords(error: unknown): string {
  const words = lastWords(error);
  return TRUST.find(([pattern]) => pattern.test(words))?.[1] ?? words;
}

/** The host's own words, or the runtime's when the title does not have them. */
function explanation(failure: Failure): string | undefined {
  if (failure.kind === "broken") {
    const words = lastWords(failure.error);
    return isCertificateTrouble(failure) && trustWords(failure.error) !== words ? words : undefined;
  }
  if (failure.kind !== "status") return undefined;
  const words = hostMessage(failure.body).replace(/\s+/g, " ").trim().slice(0, 300);
  return words === "" ? undefined : `The host says: ${redactText(words)}`;
}

function hostMessage(body: string): string {
  if (/^\s*</.test(body)) return ""; // a web page
  try {
    const message: unknown = JSON.parse(body)?.message;
    return typeof message === "string" ? message : "";
  } catch {
    const words = body.trim().replace(/[\r\n\t]/g, "");
    return words.includes("\uFFFD") || hasControlCharacters(words) ? "" : body;
  }
}

/** The innermost reason: `Connection refused (os error 111)`. */
function lastWords(error: unknown): string {
  const words = causeWords(error).replace(/^error sending request .*?\): (client error \(\w+\): )?/, "");
  return redactText(words) || "the connection broke";
}
