/** The Locks port: flock(2) on a lock file, so that the system drops the lock of a process that dies.
 *  Follows deno §9 and toolchain §3.2.
 *  Invariant: whoever holds the lock holds it on the file that is at the path now, not on one that was removed. */
import { HostError } from "@/base/errors.ts";
import type { Clock, Disk, Locks } from "@/base/ports.ts";
import { systemCode } from "@/io/disk/disk_error.ts";
import { guarded } from "@/io/disk/guard.ts";

const POLL_MS = 25;
const TELL_AFTER_MS = 2_000;
const TIMEOUT_MS = 600_000;
/** What file systems without locks answer (some network mounts). */
const NO_LOCKS = new Set(["ENOLCK", "EOPNOTSUPP", "ENOTSUP", "ENOSYS"]);

/** An open lock file: the part of the runtime's file that locks use. */
export type LockFile = Pick<
  Deno.FsFile,
  "tryLock" | "unlock" | "stat" | "truncate" | "write" | "close"
>;

/** What locks need. `pid` is written into the file for other processes' messages. */
export interface LockNeeds {
  readonly clock: Clock;
  readonly pid: number;
  readonly disk: Pick<Disk, "makeDir" | "readText">;
  /** Called when the file system has no locks; then `acquire` goes on without one. */
  readonly onUnsupported?: (path: string) => void;
  /** Opens a lock file, making it when missing; the runtime's way unless given. */
  readonly open?: (path: string) => Promise<LockFile>;
}

type Wait = NonNullable<Parameters<Locks["acquire"]>[1]>;

/** Makes the Locks of this machine. Two calls in one process exclude each other as two processes do. */
export function fileLocks(needs: LockNeeds): Locks {
  return { acquire: (path, wait = {}) => acquire(needs, path, wait) };
}

async function acquire(needs: LockNeeds, path: string, wait: Wait): Promise<() => Promise<void>> {
  const { timeoutMs = TIMEOUT_MS } = wait;
  let told = false;
  for (let waitedMs = 0;; waitedMs += POLL_MS) { // counted, not measured: a clock may be set, a machine may sleep
    wait.signal?.throwIfAborted();
    const release = await tryAcquire(needs, path);
    if (release) return release;
    if (waitedMs >= timeoutMs) throw timeout(path, timeoutMs, await holderOf(needs, path));
    if (!told && waitedMs >= TELL_AFTER_MS) {
      told = true;
      wait.onWait?.(await holderOf(needs, path));
    }
    await needs.clock.sleep(POLL_MS, wait.signal);
  }
}

/** One attempt; undefined when somebody else holds the lock. */
async function tryAcquire(needs: LockNeeds, path: string): Promise<(() => Promise<void>) | undefined> {
  const open = needs.open ?? openLockFile;
  await needs.disk.makeDir(path.slice(0, path.lastIndexOf("/")));
  const file = await guarded({ verb: "lock", path }, () => open(path));
  let kept = false;
  try {
    const locked = await file.tryLock(true).catch((error) => {
      if (!NO_LOCKS.has(systemCode(error))) throw error;
      needs.onUnsupported?.(path);
      return undefined;
    });
    if (locked === undefined) return () => Promise.resolve();
    if (!locked || !(await isAt(file, path))) return undefined;
    await guarded({ verb: "write", path }, () => sign(file, needs.pid));
    kept = true;
    return releaser(file);
  } finally {
    if (!kept) file.close();
  }
}

function releaser(file: LockFile): () => Promise<void> {
  let held = true;
  return async () => {
    if (!held) return;
    held = false;
    try {
      await file.truncate(0);
      await file.unlock();
    } finally {
      file.close(); // this alone would drop the lock
    }
  };
}

/** Everything stays on the thread, as in `io/disk`: nothing here waits. */
async function openLockFile(path: string): Promise<LockFile> {
  const file = Deno.openSync(path, { read: true, write: true, create: true });
  return {
    tryLock: async (exclusive) => file.tryLockSync(exclusive),
    unlock: async () => file.unlockSync(),
    stat: async () => file.statSync(),
    truncate: async (length) => file.truncateSync(length),
    write: async (bytes) => file.writeSync(bytes),
    close: () => file.close(),
  };
}

/** Whether the locked file is still the one that others find under its name. */
async function isAt(file: LockFile, path: string): Promise<boolean> {
  const held = await file.stat();
  const named = statOf(path);
  return named !== undefined && named.ino === held.ino && named.dev === held.dev;
}

function statOf(path: string): Deno.FileInfo | undefined {
  try {
    return Deno.statSync(path);
  } catch {
    return undefined;
  }
}

async function sign(file: LockFile, pid: number): Promise<void> {
  await file.truncate(0);
  await file.write(new TextEncoder().encode(`${pid}\n`));
}

/** Who holds a lock, for a message: `process 123`, or `another process` when the file does not say. */
async function holderOf(needs: LockNeeds, path: string): Promise<string> {
  const text = await needs.disk.readText(path).catch(() => undefined); // Windows: a locked file cannot be read
  const pid = /^\d{1,10}$/.exec(text?.trim() ?? "")?.[0];
  return pid === undefined ? "another process" : `process ${pid}`;
}

function timeout(path: string, timeoutMs: number, holder: string): HostError {
  return new HostError("lock/timeout", `the lock '${path}' is still held by ${holder}`, {
    explanation: `Waited ${Math.round(timeoutMs / 1000)} s.`,
    hints: [`Wait for ${holder} to end, or stop it, then run the command again.`],
    facts: { path, holder, timeoutMs },
  });
}
