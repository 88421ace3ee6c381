/** Renames over what is there, also on Windows, where a scanner or a running program holds files open for a while.
 *  Follows deno §9 and toolchain §3.2, §18.
 *  Invariant: on failure the old target is back in its place. */
import type { Clock, Disk } from "@/base/ports.ts";
import { systemCode } from "./disk_error.ts";

const ATTEMPTS = 5;
const PAUSE_MS = 50;
/** What Windows answers while somebody holds one of the two paths open. */
const HELD = new Set(["EBUSY", "EACCES", "EPERM"]);

/** What the Windows rename needs from its surroundings; `rename` is the plain system call. */
export interface HeldRename {
  readonly rename: (from: string, to: string) => Promise<void>;
  readonly disk: Pick<Disk, "lstat" | "removeEmptyDir" | "remove">;
  readonly clock: Clock;
  /** A suffix that no other file has. */
  readonly unique: string;
}

/** Renames as POSIX does on a system that refuses while files are open: tries again, then moves an old file aside to
 *  `<name>.old-<unique>`, which stays when it is a program that still runs. */
export async function renameHeld(use: HeldRename, from: string, to: string): Promise<void> {
  for (let attempt = 1;; attempt++) {
    try {
      return await use.rename(from, to);
    } catch (error) {
      if (!HELD.has(systemCode(error)) && systemCode(error) !== "EEXIST") throw error;
      if (await use.disk.removeEmptyDir(to)) continue;
      if (attempt >= ATTEMPTS) return await renameAside(use, from, to, error);
    }
    await use.clock.sleep(PAUSE_MS);
  }
}

async function renameAside(use: HeldRename, from: string, to: string, refusal: unknown): Promise<void> {
  if ((await use.disk.lstat(to))?.kind !== "file") throw refusal;
  const aside = `${to}.old-${use.unique}`;
  await use.rename(to, aside);
  try {
    await use.rename(from, to);
  } catch (error) {
    await use.rename(aside, to);
    throw error;
  }
  await use.disk.remove(aside).catch(() => {}); // still running: the next start removes it
}
