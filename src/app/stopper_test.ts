import { deepEqual, equal, rejects } from "node:assert/strict";
import type { StopSignal } from "@/io/host/stop_signals.ts";
import { createStopper, type Stopper } from "./stopper.ts";

const TERM: StopSignal = { name: "SIGTERM", exitCode: 143 };
const INT: StopSignal = { name: "SIGINT", exitCode: 130 };

/** A stopper with signals in the hand of the test. */
function stopperOf() {
  const listeners = new Set<(signal: StopSignal) => void>();
  const stopper = createStopper((listener) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  });
  return {
    stopper,
    listeners,
    send: (signal: StopSignal) => listeners.forEach((listener) => listener(signal)),
  };
}

/** Ends when it is asked to. */
function obedient({ signal }: Stopper): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
}

const never = new Promise<never>(() => {});

Deno.test("createStopper() asks first, then gives up what does not end", async () => {
  const kinds: readonly [string, number, (stopper: Stopper) => Promise<unknown>][] = [
    ["obedient", 1, (stopper) => stopper.wait(obedient(stopper))],
    ["stubborn", 2, (stopper) => stopper.wait(never)],
    ["beside a child", 3, (stopper) => stopper.wait(stopper.besideChild(never))],
    ["after a child", 2, async (stopper) => {
      await stopper.besideChild(Promise.resolve());
      await stopper.wait(never);
    }],
    ["cleaning up", 2, (stopper) => stopper.wait(obedient(stopper)).catch(() => stopper.wait(never))],
    ["cleaning up after it was forced", 3, (stopper) => stopper.wait(never).catch(() => stopper.wait(never))],
  ];
  for (const [kind, needed, wait] of kinds) {
    const { stopper, send } = stopperOf();
    stopper.signal.throwIfAborted(); // from here on it listens
    let ended: unknown;
    wait(stopper).catch((error) => ended = error);
    let sent = 0;
    for (; ended === undefined && sent < 5; sent++) {
      await macrotask();
      send(sent === 0 ? TERM : INT);
      await macrotask();
    }
    equal(sent, needed, kind);
    equal(stopper.signal.aborted, true, kind);
    deepEqual(stopper.stopped, stopper.signal.reason, kind);
    equal(stopper.signal.reason.exitCode, 143, kind);
    stopper[Symbol.dispose]();
  }
});

Deno.test("createStopper() passes on results and errors, and leaves no listener", async () => {
  const { stopper, listeners } = stopperOf();
  equal(listeners.size, 0);
  equal(await stopper.wait(Promise.resolve(7)), 7);
  await rejects(stopper.wait(Promise.reject(new Error("own"))), /own/);
  equal(stopper.stopped, undefined);
  stopper.signal.throwIfAborted();
  equal(listeners.size, 1);
  stopper[Symbol.dispose]();
  equal(listeners.size, 0);
});

function macrotask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
