/** The files below a directory. Follows config §4.2, stacks §2.
 *  Invariant: a link to a directory is not followed, so that no circle is walked. */
import { joinPath } from "@/base/path.ts";
import type { Disk } from "@/base/ports.ts";

/** Relative paths in no order, without those in `.git`; none when the directory does not exist. */
export async function listFiles(disk: Disk, top: string, dir = ""): Promise<readonly string[]> {
  const entries = await disk.list(joinPath(top, dir));
  const found = await Promise.all(entries.map(async ({ name, kind }) => {
    const path = dir === "" ? name : `${dir}/${name}`;
    const real = kind === "symlink" ? (await disk.stat(joinPath(top, path)))?.kind : kind;
    if (real === "directory") {
      return name === ".git" || kind === "symlink" ? [] : await listFiles(disk, top, path);
    }
    return real === "file" ? [path] : [];
  }));
  return found.flat();
}
