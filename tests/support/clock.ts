/** Time that stands still until a test moves it. Follows house §8.1: no sleeps, no wall clock.
 *  Invariant: a sleep ends in the order of its due time and never by itself, except the short ones that a test
 *  asked to skip. */
import type { Clock } from "@/base/ports.ts";

/** A Clock in the hand of a test. */
export interface ManualClock extends Clock {
  /** Every sleep that was asked for, in ms, in order. */
  readonly sleeps: readonly number[];
  /** Moves the time on; sleeps that end on the way end in order, each seeing its own due time. */
  advance(ms: number): Promise<void>;
  /** Resolves when at least `count` sleepers wait (1 unless given). */
  waiting(count?: number): Promise<void>;
}

interface Sleeper {
  readonly due: number;
  readonly wake: () => void;
}

/**
 * Makes a clock that shows `startAt` (2030-01-02 03:04:05 UTC unless given).
 * @param instantUpToMs sleeps up to this long end at once and move the time: for retries that back off, while
 * longer ones (time limits) still wait for `advance`
 */
export function manualClock(options: { startAt?: number; instantUpToMs?: number } = {}): ManualClock {
  let now = options.startAt ?? Date.UTC(2030, 0, 2, 3, 4, 5);
  const sleeps: number[] = [];
  const sleepers: Sleeper[] = [];
  const watchers = new Set<() => void>();

  const sleep = (ms: number, signal?: AbortSignal): Promise<void> => {
    sleeps.push(ms);
    if (signal?.aborted) return Promise.reject(signal.reason);
    if (ms <= (options.instantUpToMs ?? -1)) {
      now += ms;
      return macrotask();
    }
    return new Promise((resolve, reject) => {
      const leave = (then: () => void) => () => {
        const index = sleepers.indexOf(sleeper);
        if (index >= 0) sleepers.splice(index, 1);
        signal?.removeEventListener("abort", abort);
        then();
      };
      const abort = leave(() => reject(signal?.reason));
      const sleeper = { due: now + ms, wake: leave(resolve) };
      signal?.addEventListener("abort", abort, { once: true });
      sleepers.push(sleeper);
      for (const watcher of watchers) watcher();
    });
  };

  return {
    sleeps,
    now: () => now,
    sleep,
    async advance(ms) {
      const end = now + ms;
      for (;;) {
        const next = sleepers.filter(({ due }) => due <= end).sort((a, b) => a.due - b.due)[0];
        if (!next) break;
        now = Math.max(now, next.due);
        next.wake();
        await macrotask(); // whoever woke up acts, and may sleep again, before the time moves on
      }
      now = end;
    },
    waiting(count = 1) {
      return new Promise((resolve) => {
        const look = () => {
          if (sleepers.length < count) return;
          watchers.delete(look);
          resolve();
        };
        watchers.add(look);
        look();
      });
    },
  };
}

function macrotask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
