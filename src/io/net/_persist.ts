/** Repeats an attempt until it succeeds or is given up. Follows toolchain §9.
 *  Invariant: every wait is on the Context's clock and ends when the command is cancelled. */
import { credentialFor } from "./core/credentials.ts";
import type { Failure } from "./core/failure.ts";
import { networkError } from "./core/network_error.ts";
import { type RequestKind, retryDelayMs } from "./core/retry.ts";
import type { NetContext } from "./_open.ts";
import type { NetPolicy } from "./policy.ts";

/** An attempt that brought what was wanted. */
export interface Done<T> {
  readonly kind: "done";
  readonly value: T;
}

/** Answers the value of the first attempt that is done. @throws Network `net/…`, see `networkError` */
export async function persist<T>(
  ctx: NetContext,
  { policy, kind }: { readonly policy: NetPolicy; readonly kind: RequestKind },
  attempt: () => Promise<Done<T> | Failure>,
): Promise<T> {
  for (let count = 1;; count++) {
    const outcome = await attempt();
    if (outcome.kind === "done") return outcome.value;
    const now = ctx.clock.now();
    const state = { kind, attempt: count, attempts: policy.attempts, now, random: ctx.random.number() };
    const delayMs = retryDelayMs(outcome, state);
    if (delayMs === undefined) {
      const tokenAdvice = credentialFor(outcome.url, policy.credentials)?.advice;
      throw networkError(outcome, { attempts: count, now, tokenAdvice });
    }
    ctx.out.say("debug", `attempt ${count} failed (${outcome.kind}); the next one in ${delayMs} ms`);
    await ctx.clock.sleep(delayMs, ctx.signal);
  }
}
