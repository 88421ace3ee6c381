/** Replaces a file in one step: all of the new content or all of the old one, also after a crash.
 *  Follows deno §9 and toolchain trap 42 (symbolic links stay links).
 *  Invariant: built only from port calls, so that fault tests can stop it between any two of them;
 *  the temporary file is a sibling, because a rename must not cross file systems. */
import { HostError } from "@/base/errors.ts";
import type { Disk } from "@/base/ports.ts";

/** The port calls that a write is made of. */
export type AtomicDisk = Pick<
  Disk,
  "stat" | "lstat" | "readLink" | "makeDir" | "create" | "chmod" | "rename" | "remove"
>;

/** What to write; `mode` wins over the mode of an existing file. */
export interface AtomicWrite {
  readonly path: string;
  readonly content: string | Uint8Array;
  readonly mode?: number | undefined;
  /** Makes the name of the temporary sibling differ from every other process's and call's. */
  readonly unique: string;
}

const MAX_LINKS = 40; // as the Linux kernel

/** Writes a file as `Disk.writeAtomic` promises. What is neither file nor link (`/dev/stdout`, a pipe) is written to
 *  directly, because replacing it would destroy it. */
export async function writeAtomic(disk: AtomicDisk, write: AtomicWrite): Promise<void> {
  const bytes = typeof write.content === "string" ? new TextEncoder().encode(write.content) : write.content;
  const existing = await disk.stat(write.path);
  if (existing?.kind === "other") return await fill(disk, write.path, bytes, { append: true });

  const path = await targetOf(disk, write.path);
  const mode = write.mode ?? existing?.mode;
  const temporary = siblingOf(path, write.unique);
  await disk.makeDir(path.slice(0, path.lastIndexOf("/")) || "/");
  try {
    // Never more readable than the result, not even for a moment.
    const sync = existing !== undefined; // after a power cut a new file may be empty, but what was there never is
    await fill(disk, temporary, bytes, { sync, ...(mode === undefined ? {} : { mode: mode & 0o600 }) });
    if (mode !== undefined) await disk.chmod(temporary, mode);
    await disk.rename(temporary, path);
  } catch (error) {
    await disk.remove(temporary).catch(() => {}); // the first failure is the one to report
    throw error;
  }
}

async function fill(
  disk: AtomicDisk,
  path: string,
  bytes: Uint8Array,
  options: Parameters<Disk["create"]>[1],
): Promise<void> {
  const writer = await disk.create(path, options);
  try {
    await writer.write(bytes);
  } finally {
    await writer.close();
  }
}

/** Where a path leads, also when nothing is there yet. Joins without resolving `..`: only the system knows where that
 *  leads when a folder on the way is a link itself. */
async function targetOf(disk: AtomicDisk, path: string): Promise<string> {
  let target = path;
  for (let links = 0; links < MAX_LINKS; links++) {
    const link = await disk.readLink(target);
    if (link === undefined) return target;
    const absolute = link.startsWith("/") || /^[A-Za-z]:/.test(link);
    target = absolute ? link : target.slice(0, target.lastIndexOf("/") + 1) + link;
  }
  throw new HostError("disk/failed", `cannot write '${path}': too many symbolic links`, { facts: { path } });
}

function siblingOf(path: string, unique: string): string {
  const slash = path.lastIndexOf("/") + 1;
  // Shortened, because the whole name may have at most 255 bytes.
  return `${path.slice(0, slash)}.${path.slice(slash, slash + 40)}.${unique}`;
}
