/** The Disk port over the runtime's files.
 *  Follows deno §9, toolchain §3.2 and the contract in `base/ports.ts`.
 *  Invariant: every failure leaves as a HostError of `disk_error.ts`; nothing here follows a link that it removes. */
import type { Clock, DirEntry, Disk, Random } from "@/base/ports.ts";
import { diskErrorCode } from "./disk_error.ts";
import { fileInfo, kindOf } from "./file_info.ts";
import { fileReader, fileWriter, type Guard } from "./file_handles.ts";
import { absent, guarded, ignoreAbsent } from "./guard.ts";
import { renameHeld } from "./rename.ts";
import { writeAtomic } from "./write_atomic.ts";

/** What the disk needs to know; `os` in Go's words, `pid` and `random` name temporary files. */
export interface DiskNeeds {
  readonly os: string;
  readonly pid: number;
  readonly random: Pick<Random, "hex">;
  readonly clock: Clock;
}

/** Makes the Disk of this machine. */
export function systemDisk(needs: DiskNeeds): Disk {
  const windows = needs.os === "windows";
  const unique = () => `${needs.pid}.${needs.random.hex(8)}`;
  const disk: Disk = {
    // What takes microseconds never leaves the thread: a round through the runtime's pool takes ten times as long as
    // the system call; the way to `which` has a dozen of them, installing a tool fifty.
    stat: (path) => absent({ verb: "read", path }, async () => fileInfo(Deno.statSync(path))),
    lstat: (path) => absent({ verb: "read", path }, async () => fileInfo(Deno.lstatSync(path))),
    readText: (path) => absent({ verb: "read", path }, async () => Deno.readTextFileSync(path)),
    readBytes: (path) => absent({ verb: "read", path }, () => Deno.readFile(path)),
    openRead: (path) => openRead(path),
    list: (path) => list(path),
    readLink: (path) =>
      absent({ verb: "read", path }, async () => {
        if (!Deno.lstatSync(path).isSymlink) return undefined;
        return forward(Deno.readLinkSync(path), windows);
      }),
    realPath: (path) => absent({ verb: "read", path }, async () => forward(Deno.realPathSync(path), windows)),

    makeDir: (path) => guarded({ verb: "make", path }, () => Deno.mkdirSync(path, { recursive: true })),
    writeAtomic: (path, content, mode) => writeAtomic(disk, { path, content, mode, unique: unique() }),
    create: (path, options = {}) => create(path, options),
    rename: (from, to) =>
      guarded({ verb: "rename", path: from, to }, () => {
        if (!windows) return Deno.renameSync(from, to);
        return renameHeld({ rename: Deno.rename, disk, clock: needs.clock, unique: unique() }, from, to);
      }),
    remove: async (path) => {
      await absent({ verb: "remove", path }, async () => {
        if (!removedAlone(path)) await Deno.remove(path, { recursive: true });
      });
    },
    removeEmptyDir: (path) => removeEmptyDir(path),
    symlink: (target, path) => guarded({ verb: "link", path }, () => Deno.symlinkSync(target, path)),
    hardLink: (existing, path) =>
      guarded({ verb: "link", path: existing, to: path }, () => Deno.linkSync(existing, path)),
    chmod: (path, mode) =>
      guarded({ verb: "change the mode of", path }, () => {
        if (!windows) Deno.chmodSync(path, mode);
      }),
    touch: (path, modifiedAt) =>
      guarded({ verb: "change the time of", path }, () => {
        const time = new Date(modifiedAt);
        Deno.utimeSync(path, time, time);
      }),
  };
  return disk;
}

async function openRead(path: string): ReturnType<Disk["openRead"]> {
  const guard: Guard = (verb, body) => guarded({ verb, path }, body);
  return await guard("read", () => {
    const file = Deno.openSync(path);
    try {
      const info = file.statSync();
      if (info.isDirectory) throw new Error("it is a folder");
      return fileReader(file, info.size, guard);
    } catch (error) {
      file.close();
      throw error;
    }
  });
}

async function create(path: string, options: NonNullable<Parameters<Disk["create"]>[1]>) {
  const { mode = 0o666, replace = false, append = false, sync = false } = options;
  const guard: Guard = (verb, body) => guarded({ verb, path }, body);
  return await guard("write", () => {
    // Never write into what is there: it may be a running program, a link, or another name of the same file.
    if (replace && !append) removeFile(path);
    const file = Deno.openSync(
      path,
      append ? { append, create: true, mode } : {
        write: true,
        createNew: true,
        mode,
      },
    );
    return fileWriter(file, sync, guard);
  });
}

function removeFile(path: string): void {
  try {
    Deno.removeSync(path);
  } catch (error) {
    ignoreAbsent(error);
  }
}

async function list(path: string): Promise<readonly DirEntry[]> {
  const entries = await absent({ verb: "list", path }, async () => {
    const found: DirEntry[] = [];
    for (const entry of Deno.readDirSync(path)) found.push({ name: entry.name, kind: kindOf(entry) });
    return found;
  });
  return (entries ?? []).sort((a, b) => a.name < b.name ? -1 : 1);
}

/** Removes a file or an empty directory; false where more is to be done. */
function removedAlone(path: string): boolean {
  try {
    Deno.removeSync(path);
    return true;
  } catch (error) {
    if (diskErrorCode(error) === "exists") return false; // not empty
    throw error;
  }
}

async function removeEmptyDir(path: string): Promise<boolean> {
  const removed = await absent(
    { verb: "remove", path },
    async () => Deno.lstatSync(path).isDirectory && removedAlone(path),
  );
  return removed ?? false;
}

function forward(path: string, windows: boolean): string {
  return windows ? path.replaceAll("\\", "/") : path;
}
