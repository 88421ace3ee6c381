/** Runs file operations and turns what they throw into our errors, with the owner when permission was denied.
 *  Follows house §5.2. Invariant: an error that is already ours passes unchanged. */
import { AtmosError } from "@/base/errors.ts";
import { type DiskAction, diskError, diskErrorCode, type OwnerFacts } from "./disk_error.ts";

/** Runs an operation; undefined when nothing is at the path, also when a file stands where a folder should. */
export async function absent<T>(action: DiskAction, body: () => Promise<T>): Promise<T | undefined> {
  return await guarded(action, () => body().catch(ignoreAbsent));
}

/** For `catch`: swallows "nothing is there", throws everything else on. */
export function ignoreAbsent(error: unknown): undefined {
  if (!(error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory)) throw error;
}

/** Runs an operation and throws what it threw as a HostError `disk/…` (codes: `disk_error.ts`). */
export async function guarded<T>(action: DiskAction, body: () => T | Promise<T>): Promise<T> {
  try {
    return await body();
  } catch (error) {
    if (error instanceof AtmosError) throw error; // from a port call inside the body
    throw diskError(error, action, diskErrorCode(error) === "permission" ? await ownerOf(action) : undefined);
  }
}

const ASKS_THE_PARENT = new Set(["remove", "rename", "link"]);

/** Looks up who owns what refused: the path, its folder, or the nearest parent that we may look at. */
async function ownerOf(action: DiskAction): Promise<OwnerFacts | undefined> {
  const ourId = Deno.uid();
  if (ourId === null) return undefined;
  const path = action.to ?? action.path;
  const start = ASKS_THE_PARENT.has(action.verb) ? parentOf(path) : path;
  for (let at = start; at !== ""; at = parentOf(at)) {
    const info = await Deno.lstat(at).catch(() => undefined);
    if (info) return { path: at, ownerId: info.uid ?? 0, mode: (info.mode ?? 0) & 0o7777, ourId };
  }
  return undefined;
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}
