/** Decides whether and when a failed attempt is repeated. Pure.
 *  Follows toolchain §9 (retries, rate limits), aqua-registry §13.
 *  Invariant: what the host asks for is kept or the request is given up; never is it asked again too early. */
import {
  askedWaitMs,
  type Failure,
  isCertificateTrouble,
  isRateLimited,
  isUnreached,
  wantsProxyLogin,
} from "./failure.ts";

/** What is fetched: a small answer that somebody waits for, or a file that is worth waiting. */
export type RequestKind = "metadata" | "download";

/** Where we are. `attempt` counts from 1, `random` is 0 ≤ x < 1, `now` epoch ms. */
export interface RetryState {
  readonly kind: RequestKind;
  readonly attempt: number;
  /** The most attempts that the policy allows; metadata gets at most three of them. */
  readonly attempts: number;
  readonly now: number;
  readonly random: number;
}

const FIRST_WAIT_MS = 1000;
const LONGEST_BACKOFF_MS = 10_000;
const LONGEST_WAIT_MS: Readonly<Record<RequestKind, number>> = { metadata: 2000, download: 60_000 };
const METADATA_ATTEMPTS = 3;
/** A network that is down must be told within seconds, a host that swallows everything within half a minute. */
const UNREACHED = { attempts: 3, firstWaitMs: 500 };
const UNANSWERED_ATTEMPTS = 2;

/** Milliseconds to wait before the next attempt; undefined to give up. Without a wish of the host: 1 s, doubling up
 *  to 10 s, each ± 25 % so that many machines do not come back at once; half of it for a host that is not reached. */
export function retryDelayMs(failure: Failure, state: RetryState): number | undefined {
  const { kind, attempt, now, random } = state;
  const attempts = Math.min(
    state.attempts,
    attemptsFor(failure),
    kind === "metadata" ? METADATA_ATTEMPTS : Infinity,
  );
  if (attempt >= attempts || !isPassing(failure)) return undefined;

  const asked = failure.kind === "status" ? askedWaitMs(failure, now) : undefined;
  if (asked !== undefined && asked > LONGEST_WAIT_MS[kind]) return undefined;
  const firstWaitMs = isUnreached(failure) ? UNREACHED.firstWaitMs : FIRST_WAIT_MS;
  const backoff = Math.min(firstWaitMs * 2 ** (attempt - 1), LONGEST_BACKOFF_MS) * (0.75 + random / 2);
  return asked || Math.min(Math.round(backoff), LONGEST_WAIT_MS[kind]);
}

function attemptsFor(failure: Failure): number {
  if (isUnreached(failure)) return UNREACHED.attempts;
  return failure.kind === "timeout" && failure.waitedFor === "answer" ? UNANSWERED_ATTEMPTS : Infinity;
}

/** Whether the trouble may pass by itself. */
function isPassing(failure: Failure): boolean {
  switch (failure.kind) {
    case "status":
      return failure.status >= 500 || isRateLimited(failure);
    case "broken":
      // The runtime throws TypeErrors for what happens on the wire; anything else is about this machine.
      return failure.error instanceof TypeError && !isCertificateTrouble(failure) &&
        !wantsProxyLogin(failure);
    case "timeout":
    case "truncated":
      return true;
    default:
      return false;
  }
}
