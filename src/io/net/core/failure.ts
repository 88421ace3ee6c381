/** How one attempt at a request can fail, and what the answer's headers say about trying again. Pure.
 *  Follows toolchain §9 (rate limits) and its trap 40, RFC 9110 §10.2.3 (Retry-After).
 *  Invariant: a 403 counts as a rate limit only when the host says so; anything else may be about the token. */

interface Failed {
  /** The URL that failed: after rewriting and redirects. */
  readonly url: string;
  /** Source of the token that was sent to that URL, if one was. */
  readonly tokenSource?: string | undefined;
}

/** The host answered, but not with what was asked for. `body` is its beginning. */
export interface StatusFailure extends Failed {
  readonly kind: "status";
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/** One failed attempt. `received` counts bytes of the body; `page` is a web page in place of a file. */
export type Failure =
  | StatusFailure
  | Failed & { readonly kind: "broken"; readonly error: unknown }
  | Failed & { readonly kind: "timeout"; readonly waitedFor: "answer" | "data"; readonly limitMs: number }
  | Failed & { readonly kind: "truncated"; readonly received: number; readonly expected: number }
  | Failed & { readonly kind: "oversized"; readonly limitBytes: number }
  | Failed & { readonly kind: "page" }
  | Failed & { readonly kind: "redirect"; readonly reason: string };

/** Whether the host refuses for too many requests. */
export function isRateLimited({ status, headers, body }: StatusFailure): boolean {
  if (status !== 403) return status === 429;
  return headers.has("retry-after") || headers.get("x-ratelimit-remaining")?.trim() === "0" ||
    /rate limit/i.test(body);
}

/** Milliseconds that the host asks to wait, by Retry-After or the reset of its rate limit; undefined when it does not
 *  say. `now` is epoch ms; a Date header wins over it, because a clock may be wrong. */
export function askedWaitMs({ headers }: StatusFailure, now: number): number | undefined {
  const hostNow = Date.parse(headers.get("date") ?? "") || now;
  const retryAfter = headers.get("retry-after")?.trim() ?? "";
  if (/^\d+$/.test(retryAfter)) return Number(retryAfter) * 1000;
  const at = retryAfter.includes(":") ? Date.parse(retryAfter) : NaN; // without a time it is no HTTP date
  if (!Number.isNaN(at)) return Math.max(at - hostNow, 0);
  const reset = headers.get("x-ratelimit-reset")?.trim() ?? "";
  if (headers.get("x-ratelimit-remaining")?.trim() !== "0" || !/^\d+$/.test(reset)) return undefined;
  return Math.max(Number(reset) * 1000 - hostNow, 0);
}

/** Whether the host seems to refuse the token itself: expired, or not let in by single sign-on. Then the same request
 *  without it may work. */
export function refusesToken(failure: Failure): boolean {
  if (failure.kind !== "status" || failure.tokenSource === undefined) return false;
  return failure.status === 401 || failure.status === 403 && !isRateLimited(failure);
}

/** Whether no connection came about: no such name, nobody at the port, no way there, a proxy that refuses. */
export function isUnreached(failure: Failure): boolean {
  return failure.kind === "broken" && /\(Connect\)/.test(causeWords(failure.error));
}

/** Whether a proxy on the way wants to know who we are. */
export function wantsProxyLogin(failure: Failure): boolean {
  return failure.kind === "status"
    ? failure.status === 407
    : failure.kind === "broken" && /proxy auth/i.test(causeWords(failure.error));
}

/** Whether the failure is about the host's certificate, which no repetition changes. */
export function isCertificateTrouble(failure: Failure): boolean {
  return failure.kind === "broken" &&
    /certificate|InvalidContentType|fatal alert/i.test(causeWords(failure.error));
}

const MAX_CAUSES = 8; // a cause may lead back to its error

/** The messages of an error and its causes, outermost first, without what says nothing. */
export function causeWords(error: unknown): string {
  const words: string[] = [];
  let at = error;
  for (let depth = 0; depth < MAX_CAUSES && at !== undefined && at !== null; depth++) {
    const text = at instanceof Error ? at.message : String(at);
    const cause = at instanceof Error ? at.cause : undefined;
    if (text !== "" && !words.includes(text) && !(text === "fetch failed" && cause)) words.push(text);
    at = cause;
  }
  return words.join(": ");
}
