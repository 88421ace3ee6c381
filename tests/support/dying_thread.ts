/** What runs on a thread of tests: a task that dies of a defect and one that does not. */
import { listen, type ThreadScope } from "@/io/threads/listen.ts";

/** The address of this file. */
export const threadUrl: string = import.meta.url;

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

/** Begins a thread. */
export function start(thread: ThreadScope): void {
  listen(thread, tasks);
}
