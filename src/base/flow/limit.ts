/** Runs work in parallel with a bound. Pure but for the functions handed in.
 *  Invariant: one failure neither stops the others nor gets lost. */

/** How one piece of work ended. */
export type Settled<R> = { readonly ok: true; readonly value: R } | {
  readonly ok: false;
  readonly error: unknown;
};

/**
 * Runs `work` on every item, at most `bound` at the same time, items started in order.
 * @param bound at least 1
 * @returns one result an item, in the items' order
 */
export async function mapLimited<T, R>(
  items: readonly T[],
  bound: number,
  work: (item: T, index: number) => Promise<R>,
): Promise<readonly Settled<R>[]> {
  const results: Settled<R>[] = [];
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const index = next++;
      try {
        results[index] = { ok: true, value: await work(items[index] as T, index) };
      } catch (error) {
        results[index] = { ok: false, error };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(bound, items.length) }, worker));
  return results;
}

/** Runs work when it may begin. What is `urgent` goes before everything that waits and is not. */
export type Gate = <R>(work: () => Promise<R>, urgent?: boolean) => Promise<R>;

/** Lets work begin in the order of the calls, at most `bound` at the same time. */
export function gate(bound: number): Gate {
  const urgent: (() => void)[] = [], others: (() => void)[] = [];
  let free = bound;
  return async (work, isUrgent = false) => {
    if (free > 0) free--;
    else await new Promise<void>((enter) => (isUrgent ? urgent : others).push(enter));
    try {
      return await work();
    } finally {
      const next = urgent.shift() ?? others.shift();
      if (next) next();
      else free++;
    }
  };
}
