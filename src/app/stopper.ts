/** What ends a command from outside: signals, and defects that surface where nobody awaits. Follows house §8.2.
 *  Invariant: the first signal only asks; the command ends by itself, so that children and files are left in order. */
import { CancelledError } from "@/base/errors.ts";
import { onStopSignal, type StopSignal } from "@/io/host/stop_signals.ts";

// One for us, one for a child that wants to be told twice before it drops its work, and then it is meant.
const SIGNALS_THAT_FORCE = 3;

/** Listens until it is disposed of. */
export interface Stopper extends Disposable {
  /** Aborts at the first signal; its reason is a CancelledError `app/stopped`. Listening begins when it is first asked
   *  for: what nobody waits for may end as the system ends it, and listening costs half a millisecond. */
  readonly signal: AbortSignal;
  /** Why it was stopped; undefined while it was not. */
  readonly stopped: unknown;
  /** Waits for the work, but no longer than to the third signal or a stray defect, whose error it then throws. */
  wait<T>(work: Promise<T>): Promise<T>;
}

/** Starts listening. While it listens no signal ends the process by itself. */
export function createStopper(): Stopper {
  const aborter = new AbortController();
  const forced = Promise.withResolvers<never>();
  forced.promise.catch(() => {}); // it may come when nobody waits
  let signals = 0;
  let stopListening: (() => void) | undefined;
  const listen = () =>
    onStopSignal((signal) => {
      if (++signals === 1) aborter.abort(cancelledBy(signal));
      if (signals === SIGNALS_THAT_FORCE) forced.reject(cancelledBy(signal));
    });
  const stopCatching = catchStray(forced.reject);
  return {
    get signal() {
      stopListening ??= listen();
      return aborter.signal;
    },
    get stopped() {
      return aborter.signal.reason;
    },
    wait: (work) => Promise.race([work, forced.promise]),
    [Symbol.dispose]() {
      stopListening?.();
      stopCatching();
    },
  };
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
