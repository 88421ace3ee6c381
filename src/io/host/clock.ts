/** The Clock port over the machine's clock and timers. Follows house §5.1.
 *  Invariant: an aborted sleep leaves neither a timer nor a listener behind. */
import type { Clock } from "@/base/ports.ts";

/** Makes the machine's clock. */
export function systemClock(): Clock {
  return { now: Date.now, sleep };
}

function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const abort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", abort);
      resolve();
    }, ms);
    signal?.addEventListener("abort", abort, { once: true });
  });
}
