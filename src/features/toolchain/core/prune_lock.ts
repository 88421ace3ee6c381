/** Takes versions out of a lock file. Pure. Follows toolchain §12.2. */
import type { LockFile } from "./lock_file.ts";

/** A version in the file. */
export interface LockedName {
  readonly id: string;
  readonly version: string;
}

/**
 * Drops the versions that nobody keeps, and tools that lose their last one.
 * @returns the same object when nothing is dropped
 */
export function pruneLock(lock: LockFile, keeps: (version: LockedName) => boolean): LockFile {
  if (lockedNames(lock).every(keeps)) return lock;
  const tools = Object.entries(lock.tools).flatMap(([id, tool]) => {
    const kept = Object.entries(tool.versions).filter(([version]) => keeps({ id, version }));
    return kept.length > 0 ? [[id, { ...tool, versions: Object.fromEntries(kept) }] as const] : [];
  });
  return { ...lock, tools: Object.fromEntries(tools) };
}

/** Every version in the file, in its order. */
export function lockedNames(lock: LockFile): readonly LockedName[] {
  return Object.entries(lock.tools).flatMap(([id, { versions }]) =>
    Object.keys(versions).map((version) => ({ id, version }))
  );
}
