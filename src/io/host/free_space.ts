/** How much room a file system has. Invariant: loaded only when asked, because it brings Node's layer in. */
import { statfs } from "node:fs/promises";

/** Bytes that we may still write below a directory; undefined where the system does not tell. */
export async function freeSpace(dir: string): Promise<number | undefined> {
  try {
    const { bavail, bsize } = await statfs(dir);
    return bavail * bsize;
  } catch {
    return undefined;
  }
}
