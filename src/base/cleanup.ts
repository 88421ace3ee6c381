/** The clean-ups behind `Context.defer`. Pure: it only calls what it is handed. Follows house §5.1 and its trap 8.
 *  Invariant: every clean-up runs at most once, the last registered first, whatever the others do. */

/** A stack of things to undo. */
export interface CleanUps {
  /** Registers a clean-up; answers a function that runs it now and forgets it. */
  defer(cleanUp: () => void | Promise<void>): () => Promise<void>;
  /** Runs all that is registered, also what is registered meanwhile; answers what they threw. Never rejects. */
  runAll(): Promise<readonly unknown[]>;
}

/** Makes an empty stack. */
export function createCleanUps(): CleanUps {
  const pending: (() => void | Promise<void>)[] = [];
  return {
    defer(cleanUp) {
      const entry = () => cleanUp(); // one of its own, so that the same function may be registered twice
      pending.push(entry);
      return async () => {
        const index = pending.indexOf(entry);
        if (index < 0) return;
        pending.splice(index, 1);
        await cleanUp();
      };
    },
    async runAll() {
      const thrown: unknown[] = [];
      for (let next = pending.pop(); next; next = pending.pop()) {
        try {
          await next();
        } catch (error) {
          thrown.push(error);
        }
      }
      return thrown;
    },
  };
}
