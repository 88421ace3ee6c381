/** A disk that notes which files somebody looks at, so that what he concluded can be checked later without concluding it
 *  again. Follows toolchain §16. Invariant: whatever cannot be checked is told. */
import type { Disk, FileInfo } from "@/base/ports.ts";

/** How a path looked at first; `isRead`: its content counts too. */
export interface Look {
  readonly info: FileInfo | undefined;
  readonly isRead: boolean;
}

/** Where the notes go. */
export interface DiskNotes {
  readonly files: Map<string, Look>;
  /** Called when somebody asks for what no note can hold, or changes something. */
  onOther(): void;
  /** Paths that nobody's conclusions hang on. */
  ignores?(path: string): boolean;
}

/** The same disk. Only its own members are watched, not what others do meanwhile. */
export function watchedDisk(disk: Disk, { files, onOther, ignores = () => false }: DiskNotes): Disk {
  const note = (path: string, look: Look) => {
    const first = files.get(path) ?? look;
    files.set(path, { info: first.info, isRead: first.isRead || look.isRead });
  };
  const look = async (path: string, isRead: boolean) => {
    if (ignores(path)) return await disk.stat(path);
    try {
      const info = await disk.stat(path);
      note(path, { info, isRead });
      return info;
    } catch (error) {
      note(path, { info: undefined, isRead }); // whoever checks sees nothing there either
      throw error;
    }
  };
  const other =
    <A extends readonly unknown[], R>(member: (path: string, ...rest: A) => R) =>
    (path: string, ...rest: A): R => {
      if (!ignores(path)) onOther();
      return member(path, ...rest);
    };
  return {
    stat: (path) => look(path, false),
    async readText(path) {
      await look(path, true);
      return await disk.readText(path);
    },
    async list(path) {
      await look(path, true);
      return await disk.list(path);
    },
    lstat: other(disk.lstat),
    readBytes: other(disk.readBytes),
    openRead: other(disk.openRead),
    readLink: other(disk.readLink),
    realPath: other(disk.realPath),
    makeDir: other(disk.makeDir),
    writeAtomic: other(disk.writeAtomic),
    create: other(disk.create),
    rename: other(disk.rename),
    remove: other(disk.remove),
    removeEmptyDir: other(disk.removeEmptyDir),
    symlink: other(disk.symlink),
    hardLink: other(disk.hardLink),
    chmod: other(disk.chmod),
    touch: other(disk.touch),
  };
}
