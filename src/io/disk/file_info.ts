/** The runtime's facts about a path as the Disk port tells them. Invariant: costs nothing beside the look itself. */
import type { FileInfo } from "@/base/ports.ts";

/** The part of the runtime's facts that counts. */
export type SystemFileInfo = Pick<
  Deno.FileInfo,
  "isFile" | "isDirectory" | "isSymlink" | "size" | "mode" | "mtime" | "ctime" | "ino"
>;

/** The facts in our words; modes of Windows mean nothing. */
export function fileInfo(info: SystemFileInfo): FileInfo {
  const modifiedAt = info.mtime?.getTime() ?? 0;
  return {
    kind: kindOf(info),
    sizeBytes: info.size,
    mode: Deno.build.os === "windows" ? 0 : (info.mode ?? 0) & 0o7777,
    modifiedAt,
    changedAt: info.ctime?.getTime() ?? modifiedAt,
    inode: info.ino ?? 0,
  };
}

/** What kind of thing it is. */
export function kindOf(of: Pick<SystemFileInfo, "isFile" | "isDirectory" | "isSymlink">): FileInfo["kind"] {
  if (of.isSymlink) return "symlink";
  if (of.isDirectory) return "directory";
  return of.isFile ? "file" : "other";
}
