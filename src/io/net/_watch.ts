/** Time limits of one attempt, on the Context's clock. Follows toolchain §9 and its trap 23: never a limit for the
 *  whole. Invariant: after disposal neither a timer nor a listener is left; a cancelled command aborts at once. */
import type { Context } from "@/base/context.ts";
import type { Failure } from "./core/failure.ts";

/** What is being waited for. */
export type WaitedFor = Extract<Failure, { kind: "timeout" }>["waitedFor"];

/** Aborts what takes too long. */
export interface Watch extends Disposable {
  /** Aborts when the limit is over or the command is cancelled; hand it to `fetch`. */
  readonly signal: AbortSignal;
  /** The limit that was passed, if one was. */
  readonly expired: { readonly waitedFor: WaitedFor; readonly limitMs: number } | undefined;
  /** Waits for something new from now on. */
  expect(waitedFor: WaitedFor, limitMs: number): void;
  /** Something came: the limit begins anew. Cheap enough for every chunk of a body. */
  alive(): void;
}

/** Starts without a limit. */
export function startWatch(ctx: Pick<Context, "clock" | "signal">): Watch {
  const controller = new AbortController();
  let round = new AbortController();
  let lastSign = 0;
  let expired: Watch["expired"];

  const cancel = () => controller.abort(ctx.signal.reason);
  if (ctx.signal.aborted) cancel();
  else ctx.signal.addEventListener("abort", cancel, { once: true });

  /** Sleeps until the limit, counted from the last sign of life; one timer however many signs there are. */
  const guard = async (waitedFor: WaitedFor, limitMs: number, stopped: AbortSignal): Promise<void> => {
    try {
      for (let left = limitMs; left > 0; left = lastSign + limitMs - ctx.clock.now()) {
        await ctx.clock.sleep(left, stopped);
      }
    } catch {
      return; // stopped: the only way in which a sleep fails
    }
    expired = { waitedFor, limitMs };
    controller.abort(new Error(`nothing came for ${limitMs} ms`));
  };

  return {
    signal: controller.signal,
    get expired() {
      return expired;
    },
    expect(waitedFor, limitMs) {
      round.abort();
      round = new AbortController();
      lastSign = ctx.clock.now();
      void guard(waitedFor, limitMs, round.signal);
    },
    alive() {
      lastSign = ctx.clock.now();
    },
    [Symbol.dispose]() {
      round.abort();
      ctx.signal.removeEventListener("abort", cancel);
    },
  };
}
