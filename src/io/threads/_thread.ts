/** The file that threads run, with the tasks that they know.
 *  Invariant: loaded on any other thread it does nothing but tell its own address, which only a loaded module knows once
 *  the program is bundled. */
import { listen, type Tasks, type ThreadScope } from "./listen.ts";

/** Where a Worker finds this file. */
export const threadUrl: string = import.meta.url;
/** The name by which the file knows that it is on a thread. */
export const threadName: string = "atmos-thread";

const tasks: Tasks = {
  unpack: async (ctx, input) => await (await import("@/io/archive/unpack_asset.ts")).unpackAsset(ctx, input),
};

const here = globalThis as unknown as ThreadScope;
// deno-lint-ignore house/import-does-nothing -- a Worker is told what to do by its file alone
if (here.name === threadName) {
  listen(here, tasks);
  import("@/io/archive/unpack_asset.ts"); // ready before the first task comes
}
