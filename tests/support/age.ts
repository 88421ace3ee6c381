/** Makes files old, so that what is remembered of them can be trusted. Follows `base/file_print.ts`.
 *  Invariant: waits where the system does not let a time be set, a second at most. */

const SECOND_MS = 1000, TURN_MS = 20;

/** Gives a file, or a folder with all that is in it, the time of a minute ago, and answers when the change is old too. */
export async function makeOld(path: string): Promise<void> {
  await setTimes(path, new Date(Date.now() - 60_000));
  const changedAt = (await Deno.lstat(path)).ctime?.getTime() ?? 0;
  while (Date.now() - changedAt < SECOND_MS) await new Promise((resolve) => setTimeout(resolve, TURN_MS));
}

/** The folder is the last one, so that its change is the youngest. */
async function setTimes(path: string, time: Date): Promise<void> {
  const info = await Deno.lstat(path);
  if (info.isDirectory) {
    for await (const { name } of Deno.readDir(path)) await setTimes(`${path}/${name}`, time);
  }
  if (!info.isSymlink) await Deno.utime(path, time, time);
}
