/** What threads load: the tasks that they know. Invariant: the same code runs where there is no other thread. */
import { listen, type Tasks, type ThreadScope } from "./listen.ts";

/** The address of this file, which only a loaded module knows once the program is bundled. */
export const threadUrl: string = import.meta.url;

const tasks: Tasks = {
  unpack: async (ctx, input) => await (await import("@/io/archive/unpack_asset.ts")).unpackAsset(ctx, input),
};

/** Begins a thread. */
export function start(thread: ThreadScope): void {
  listen(thread, tasks);
  import("@/io/archive/unpack_asset.ts"); // ready before the first task comes
}
