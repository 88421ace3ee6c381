/** The Threads port over Workers. Follows deno §7.2 and §8.2: a download needs one core, unpacking another.
 *  Invariant: a thread has one task at a time; one that died fails its task, is forgotten, and keeps nobody waiting. */
import { gate } from "@/base/flow/limit.ts";
import type { Threads } from "@/base/ports.ts";
import type { Order, Report } from "./listen.ts";
import { unpackError } from "./core/portable_error.ts";

/** Threads that end. */
export interface SystemThreads extends Threads {
  /** Ends all threads at once, also those with a task. */
  close(): void;
}

/** What threads are made of. */
export interface ThreadsOptions {
  /** The most at the same time. */
  readonly limit: number;
  /** The module that runs on them, beginning with its `start`. */
  readonly load?: () => Promise<Pick<typeof import("./_thread.ts"), "threadUrl">>;
}

/** Makes threads as tasks come. */
export function systemThreads({ limit, load = () => import("./_thread.ts") }: ThreadsOptions): SystemThreads {
  const turn = gate(limit);
  const all: Thread[] = [], idle: Thread[] = [];
  const start = async () => {
    const thread = startThread((await load()).threadUrl);
    all.push(thread);
    return thread;
  };
  let warming: Promise<void> | undefined;
  return {
    most: limit,
    warm() {
      warming ??= start().then((thread) => void idle.push(thread), () => {}); // the task will tell
    },
    run: (task, input, signal) =>
      turn(async () => {
        signal.throwIfAborted();
        await warming;
        const thread = idle.pop() ?? await start();
        try {
          return await thread.run({ kind: "run", task, input }, signal);
        } finally {
          if (!thread.isDead) idle.push(thread);
        }
      }),
    close: () => all.forEach((thread) => thread.end()),
  };
}

interface Thread {
  readonly isDead: boolean;
  run(order: Order, signal: AbortSignal): Promise<unknown>;
  end(): void;
}

function startThread(url: string): Thread {
  const begin = `(await import(${JSON.stringify(url)})).start(self)`;
  const worker = new Worker(`data:text/javascript,${encodeURIComponent(begin)}`, { type: "module" });
  const send = (order: Order) => worker.postMessage(order);
  let death: Error | undefined;
  let current: PromiseWithResolvers<unknown> | undefined;
  const die = (error: Error) => {
    death = error;
    current?.reject(error);
    worker.terminate();
  };
  worker.onmessage = ({ data: report }: MessageEvent<Report>) => {
    if (report.kind === "done") return current?.resolve(report.answer);
    const error = unpackError(report.error);
    if (report.kind === "died") die(error);
    else current?.reject(error);
  };
  worker.onerror = (event) => { // the module itself could not be loaded
    event.preventDefault();
    die(new Error(`a thread ended by itself: ${event.message}`));
  };
  return {
    get isDead() {
      return death !== undefined;
    },
    async run(order, signal) {
      if (death) throw death;
      current = Promise.withResolvers();
      const stop = () => send({ kind: "stop" });
      signal.addEventListener("abort", stop, { once: true });
      try {
        send(order);
        return await current.promise;
      } catch (error) {
        throw signal.aborted ? signal.reason : error;
      } finally {
        signal.removeEventListener("abort", stop);
        current = undefined;
      }
    },
    end: () => worker.terminate(),
  };
}
