/** What runs on a thread of tests: a task that dies of a defect and one that does not. */
import { listen, type ThreadScope } from "@/io/threads/listen.ts";

/** Where a Worker finds this file. */
export const threadUrl: string = import.meta.url;
/** How the file knows that it is on a thread. */
export const threadName: string = "test-thread";

const tasks = {
  die(_ctx: unknown, way: string): Promise<never> {
    const defect = new TypeError(`a defect: ${way}`);
    if (way === "reject") Promise.reject(defect);
    else {
      setTimeout(() => {
        throw defect;
      });
    }
    return new Promise(() => {});
  },
  live: (_ctx: unknown, answer: string) => Promise.resolve(answer),
};

const here = globalThis as unknown as ThreadScope;
if (here.name === threadName) listen(here, tasks);
