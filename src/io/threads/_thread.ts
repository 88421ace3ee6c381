/** What runs on a thread: one task at a time, as `threads.ts` sends them. Follows deno §8.2.
 *  Invariant: loaded on any other thread it does nothing but tell its own address, which only a loaded module knows once
 *  the program is bundled. */
import { systemDisk } from "@/io/disk/disk.ts";
import { systemClock } from "@/io/host/clock.ts";
import { systemHost } from "@/io/host/host.ts";
import { systemRandom } from "@/io/host/random.ts";
import { packError, type PortableError } from "./core/portable_error.ts";

/** What a thread is sent. `stop` asks the task that runs to end. */
export type Order =
  | { readonly kind: "run"; readonly task: string; readonly input: unknown }
  | { readonly kind: "stop" };

/** What it answers, once for every `run`. */
export type Report =
  | { readonly kind: "done"; readonly answer: unknown }
  | { readonly kind: "failed"; readonly error: PortableError };

/** Where a Worker finds this file, and the name by which the file knows that it is on a thread. */
export const threadUrl = import.meta.url, threadName = "atmos-thread";

type TaskContext = Parameters<typeof import("@/io/archive/unpack_asset.ts").unpackAsset>[0];

const tasks: Readonly<Record<string, (ctx: TaskContext, input: never) => Promise<unknown>>> = {
  unpack: async (ctx, input) => await (await import("@/io/archive/unpack_asset.ts")).unpackAsset(ctx, input),
};

interface Thread {
  readonly name?: string;
  onmessage: (event: { readonly data: Order }) => void;
  postMessage(report: Report): void;
}

function listen(thread: Thread): void {
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
  import("@/io/archive/unpack_asset.ts"); // ready before the first task comes
}

const here = globalThis as unknown as Thread;
// deno-lint-ignore house/import-does-nothing -- a Worker is told what to do by its file alone
if (here.name === threadName) listen(here);
