/** Templates are executed without waiting. A function whose value takes time stops the execution, which is begun again
 *  when the value is there. Pure. Follows templates §3.3, §3.4.
 *  Invariants: every value is asked for once; what an execution did before it stopped is dropped. */

/** Stops an execution until something has settled; it never rejects. */
export class Waiting extends Error {
  constructor(readonly until: Promise<void>) {
    super("a value of a template is not there yet");
  }
}

/** Values that templates wait for, by key. */
export interface Answers {
  /** The value of a key, or its error. @throws Waiting the first time */
  get<T>(key: string, ask: () => Promise<T>): T;
}

type Answer = { readonly value: unknown } | { readonly error: unknown };

/** No value is known. */
export function createAnswers(): Answers {
  const settled = new Map<string, Answer>(), asked = new Map<string, Promise<void>>();
  return {
    get: <T>(key: string, ask: () => Promise<T>): T => {
      const answer = settled.get(key);
      if (answer === undefined) {
        const until = asked.get(key) ?? ask().then(
          (value) => void settled.set(key, { value }),
          (error) => void settled.set(key, { error }),
        );
        asked.set(key, until);
        throw new Waiting(until);
      }
      if ("error" in answer) throw answer.error;
      return answer.value as T;
    },
  };
}

/** What `run` gives once every value that it asks for is there. */
export async function whenAnswered<T>(run: () => T): Promise<T> {
  for (;;) {
    try {
      return run();
    } catch (error) {
      if (!(error instanceof Waiting)) throw error;
      await error.until;
    }
  }
}
