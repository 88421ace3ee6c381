/** The far side of `threads.ts`: one task at a time, as they are sent. Follows deno §8.2.
 *  Invariant: every order to run is answered once; a defect that nobody caught is told and not printed. */
import { systemDisk } from "@/io/disk/disk.ts";
import { systemClock } from "@/io/host/clock.ts";
import { systemHost } from "@/io/host/host.ts";
import { systemRandom } from "@/io/host/random.ts";
import { packError, type PortableError } from "./core/portable_error.ts";

/** What a thread is sent. `stop` asks the task that runs to end. */
export type Order =
  | { readonly kind: "run"; readonly task: string; readonly input: unknown }
  | { readonly kind: "stop" };

/** What it answers, once for every `run`. `died` tells of a defect that nobody caught: nothing may follow it. */
export type Report =
  | { readonly kind: "done"; readonly answer: unknown }
  | { readonly kind: "failed" | "died"; readonly error: PortableError };

/** What tasks have. */
export type TaskContext = Parameters<typeof import("@/io/archive/unpack_asset.ts").unpackAsset>[0];

/** Tasks by name. Input and answer are plain data. */
export type Tasks = Readonly<Record<string, (ctx: TaskContext, input: never) => Promise<unknown>>>;

/** The global scope of a thread. */
export interface ThreadScope extends EventTarget {
  onmessage: (event: { readonly data: Order }) => void;
  postMessage(report: Report): void;
}

/** Does what the thread is sent from now on. */
export function listen(thread: ThreadScope, tasks: Tasks): void {
  const { os, pid } = systemHost();
  const disk = systemDisk({ os, pid, random: systemRandom(), clock: systemClock() });
  let aborter = new AbortController();
  thread.onmessage = async ({ data: order }) => {
    if (order.kind === "stop") return aborter.abort();
    aborter = new AbortController();
    try {
      const task = tasks[order.task];
      if (!task) throw new Error(`no task ${order.task}`);
      const answer = await task({ disk, signal: aborter.signal }, order.input as never);
      thread.postMessage({ kind: "done", answer });
    } catch (error) {
      thread.postMessage({ kind: "failed", error: packError(error) });
    }
  };
  for (const stray of ["unhandledrejection", "error"]) {
    thread.addEventListener(stray, (event) => {
      event.preventDefault();
      const { reason, error = reason } = event as Partial<PromiseRejectionEvent & ErrorEvent>;
      thread.postMessage({ kind: "died", error: packError(error) });
    });
  }
}
