/** The memo behind `Context.once`. Pure: it only keeps what it is handed. Follows house §5.1 and its trap 7.
 *  Invariant: a failure is never remembered; a slot made with one environment must not serve another memo. */
import type { Slot } from "./context.ts";

/** Remembers one promise per slot. */
export type Once = <T>(slot: Slot<T>, make: () => Promise<T>) => Promise<T>;

/** Makes an empty memo: the first caller of a slot makes, others await the same promise, a rejection is forgotten. */
export function createMemo(): Once {
  const made = new Map<Slot<unknown>, Promise<unknown>>();
  return <T>(slot: Slot<T>, make: () => Promise<T>): Promise<T> => {
    const known = made.get(slot);
    if (known) return known as Promise<T>; // a slot is only ever filled by its own `make`
    const promise = make();
    made.set(slot, promise);
    promise.catch(() => made.delete(slot));
    return promise;
  };
}
