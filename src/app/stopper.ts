/** What ends a command from outside: signals, and defects that surface where nobody awaits. Follows house §8.2.
 *  Invariant: the first signal only asks; the command ends by itself, so that children and files are left in order.
 *  Each further one ends what is still waited for: the command, then its clean-ups. */
import { CancelledError } from "@/base/errors.ts";
import { onStopSignal, type StopSignal } from "@/io/host/stop_signals.ts";

const SIGNALS_THAT_FORCE = 2;
/** A child that has the terminal may want to be told twice before it drops its work. */
const SIGNALS_THAT_FORCE_BESIDE_CHILD = 3;

/** Listens until it is disposed of. */
export interface Stopper extends Disposable {
  /** Aborts at the first signal; its reason is a CancelledError `app/stopped`. Listening begins when it is first asked
   *  for: what nobody waits for may end as the system ends it, and listening costs half a millisecond. */
  readonly signal: AbortSignal;
  /** Why it was stopped; undefined while it was not. */
  readonly stopped: unknown;
  /** Waits for the work, but no longer than to a signal that forces or a stray defect, whose error it then throws. */
  wait<T>(work: Promise<T>): Promise<T>;
  /** Says that a child has our streams until `child` is settled; answers it. */
  besideChild<T>(child: Promise<T>): Promise<T>;
}

/**
 * Starts listening. While it listens no signal ends the process by itself.
 * @param onSignal where signals come from; the system unless given
 */
export function createStopper(onSignal: typeof onStopSignal = onStopSignal): Stopper {
  const aborter = new AbortController();
  let forced = withoutWaiter();
  let signals = 0;
  let children = 0;
  let stopListening: (() => void) | undefined;
  const listen = () =>
    onSignal((signal) => {
      signals++;
      if (signals === 1) aborter.abort(cancelledBy(signal));
      const limit = children > 0 ? SIGNALS_THAT_FORCE_BESIDE_CHILD : SIGNALS_THAT_FORCE;
      if (signals >= limit) forced.reject(cancelledBy(signal));
    });
  const stopCatching = catchStray((error) => forced.reject(error));
  return {
    get signal() {
      stopListening ??= listen();
      return aborter.signal;
    },
    get stopped() {
      return aborter.signal.reason;
    },
    async wait(work) {
      try {
        return await Promise.race([work, forced.promise]);
      } finally {
        forced = withoutWaiter();
      }
    },
    async besideChild(child) {
      children++;
      try {
        return await child;
      } finally {
        children--;
      }
    },
    [Symbol.dispose]() {
      stopListening?.();
      stopCatching();
    },
  };
}

/** A promise that may be rejected when nobody waits for it yet. */
function withoutWaiter(): PromiseWithResolvers<never> {
  const made = Promise.withResolvers<never>();
  made.promise.catch(() => {});
  return made;
}

function cancelledBy({ name, exitCode }: StopSignal): CancelledError {
  const title = name === "SIGINT" || name === "SIGBREAK" ? "interrupted" : `stopped by ${name}`;
  return new CancelledError("app/stopped", title, { exitCode });
}

/** Errors that nobody awaited or caught. */
function catchStray(report: (error: unknown) => void): () => void {
  const rejected = (event: PromiseRejectionEvent) => {
    event.preventDefault();
    report(event.reason);
  };
  const failed = (event: ErrorEvent) => {
    event.preventDefault();
    report(event.error);
  };
  globalThis.addEventListener("unhandledrejection", rejected);
  globalThis.addEventListener("error", failed);
  return () => {
    globalThis.removeEventListener("unhandledrejection", rejected);
    globalThis.removeEventListener("error", failed);
  };
}
