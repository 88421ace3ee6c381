/** Makes the disk, the locks and the processes fail at one chosen call. Follows house §8.2.
 *  Invariant: after a crash every further call refuses, reads too, as nothing runs on in a dead process; so code that
 *  swallows the crash cannot tidy up behind it either. */
import type { Disk, FileReader, FileWriter, Processes } from "@/base/ports.ts";
import { diskError } from "@/io/disk/disk_error.ts";
import { writeAtomic } from "@/io/disk/write_atomic.ts";
import type { LockFile, LockNeeds } from "@/io/locks/locks.ts";

/** The death of the process at a call. Not one of our errors, so no code may handle it. */
export class Crash extends Error {}

/** What the system answers when a call fails instead. */
export type FailureCode = "no-space" | "permission" | "cross-device" | "read-only" | "interrupted";

/** The calls that change the world, or those that only look at it. */
export type Among = "changes" | "reads";

/** What happens at which call; calls count from 1, changes and reads apart. */
export type Fault =
  | { readonly at: number; readonly kind: "crash" }
  | { readonly at: number; readonly kind: FailureCode; readonly among?: Among };

/** A wrapped world that counts the calls. */
export interface Faults {
  /** The calls so far that change something, each as `verb path`. */
  readonly calls: readonly string[];
  /** Whether the fault was reached. */
  readonly struck: boolean;
  /** The call that it hit, as `verb path`; empty before that. */
  readonly hit: string;
  disk(real: Disk): Disk;
  /** Wraps what opens lock files. */
  lockFiles(real: OpenLockFile): OpenLockFile;
  procs(real: Processes): Processes;
  /** Runs the code under test; a crash ends it quietly, everything else that it throws is thrown on. */
  survive(run: () => Promise<unknown>): Promise<void>;
}

type OpenLockFile = NonNullable<LockNeeds["open"]>;

/** Counts a call and runs it, or its fault; `torn` is what a fault leaves half done. */
type Step = <T>(
  name: string,
  path: string,
  run: () => Promise<T>,
  torn?: () => Promise<unknown>,
) => Promise<T>;

const SYSTEM_CODES: Readonly<Record<FailureCode, string>> = {
  "no-space": "ENOSPC",
  permission: "EACCES",
  "cross-device": "EXDEV",
  "read-only": "EROFS",
  interrupted: "EINTR",
};

/** Makes a world with one fault, or with none to count the calls. */
export function faults(fault?: Fault): Faults {
  const made: Readonly<Record<Among, string[]>> = { changes: [], reads: [] };
  let hit = "";
  let dead = false;

  const alive = <T>(run: () => Promise<T>): Promise<T> =>
    dead ? Promise.reject(new Crash("already dead")) : run();
  const counting = (among: Among): Step => (name, path, run, torn) =>
    alive(async () => {
      const count = made[among].push(`${name} ${path}`);
      const amongHit = fault?.kind === "crash" ? "changes" : fault?.among ?? "changes";
      if (count !== fault?.at || among !== amongHit) return await run();
      hit = `${name} ${path}`;
      dead = fault.kind === "crash";
      await torn?.();
      if (fault.kind === "crash") throw new Crash(`died at call ${fault.at}: ${hit}`);
      throw failure(fault.kind, name, path);
    });
  const step = counting("changes");

  return {
    calls: made.changes,
    get struck() {
      return hit !== "";
    },
    get hit() {
      return hit;
    },
    disk: (real) => faultyDisk(real, counting("reads"), step),
    lockFiles: (real) => async (path) => {
      const file = await step("lock", path, () => real(path));
      return faultyLockFile(file, path, step);
    },
    procs: (real) => ({
      find: (name, path) => alive(() => real.find(name, path)),
      run: (plan) => step("run", plan.program, () => real.run(plan)),
      watch: (plan, options) => step("watch", plan.program, () => real.watch(plan, options)),
      capture: (plan, options) => step("capture", plan.program, () => real.capture(plan, options)),
      replace: (plan) => step("replace", plan.program, () => real.replace(plan)),
    }),
    async survive(run) {
      try {
        await run();
      } catch (error) {
        if (!dead) throw error;
      }
    },
  };
}

/**
 * Runs a trial with a crash at its first changing call, then at its second …, until one finishes without reaching its
 * fault. Every trial makes its own world, runs the code by `survive` and checks the invariants on the real disk.
 * @returns how many crashes were tried
 */
export async function crashAtEveryStep(trial: (faults: Faults) => Promise<void>): Promise<number> {
  return await atEveryStep((at) => faults({ at, kind: "crash" }), trial);
}

/** The same with a failure that the code sees as an error, and lives on. */
export async function failAtEveryStep(
  kind: FailureCode,
  trial: (faults: Faults) => Promise<void>,
  among: Among = "changes",
): Promise<number> {
  return await atEveryStep((at) => faults({ at, kind, among }), trial);
}

async function atEveryStep(
  make: (at: number) => Faults,
  trial: (faults: Faults) => Promise<void>,
): Promise<number> {
  for (let at = 1;; at++) {
    const world = make(at);
    try {
      await trial(world);
    } catch (error) {
      throw new Error(`fault at call ${at} (${world.hit || "not reached"})`, { cause: error });
    }
    if (!world.struck) return at - 1;
  }
}

function faultyDisk(real: Disk, look: Step, step: Step): Disk {
  let temporaries = 0;
  const disk: Disk = {
    stat: (path) => look("stat", path, () => real.stat(path)),
    lstat: (path) => look("lstat", path, () => real.lstat(path)),
    readText: (path) => look("readText", path, () => real.readText(path)),
    readBytes: (path) => look("readBytes", path, () => real.readBytes(path)),
    openRead: (path) =>
      look("openRead", path, async () => faultyReader(await real.openRead(path), path, look)),
    list: (path) => look("list", path, () => real.list(path)),
    readLink: (path) => look("readLink", path, () => real.readLink(path)),
    realPath: (path) => look("realPath", path, () => real.realPath(path)),
    makeDir: (path) => step("makeDir", path, () => real.makeDir(path)),
    // Through the wrapped calls, so that it can be stopped in the middle.
    writeAtomic: (path, content, mode) =>
      writeAtomic(disk, { path, content, mode, unique: `fault.${++temporaries}` }),
    create: (path, options) =>
      step("create", path, async () => faultyWriter(await real.create(path, options), path, step)),
    rename: (from, to) => step("rename", to, () => real.rename(from, to)),
    remove: (path) => step("remove", path, () => real.remove(path), () => thinOut(real, path)),
    removeEmptyDir: (path) => step("removeEmptyDir", path, () => real.removeEmptyDir(path)),
    symlink: (target, path) => step("symlink", path, () => real.symlink(target, path)),
    hardLink: (existing, path) => step("hardLink", path, () => real.hardLink(existing, path)),
    chmod: (path, mode) => step("chmod", path, () => real.chmod(path, mode)),
    touch: (path, modifiedAt) => step("touch", path, () => real.touch(path, modifiedAt)),
  };
  return disk;
}

/** A fault at a write leaves half of the chunk behind; the handle is closed either way, as the system does. */
function faultyWriter(real: FileWriter, path: string, step: Step): FileWriter {
  return {
    write: (chunk) =>
      step("write", path, () => real.write(chunk), () => real.write(chunk.subarray(0, chunk.length / 2))),
    close: async () => {
      await real.close();
      await step("close", path, () => Promise.resolve());
    },
  };
}

function faultyReader(real: FileReader, path: string, look: Step): FileReader {
  return {
    sizeBytes: real.sizeBytes,
    read: (into, offset) => look("read", path, () => real.read(into, offset)),
    close: () => real.close(),
  };
}

/** Dying drops the lock: the system closes the file. */
function faultyLockFile(real: LockFile, path: string, step: Step): LockFile {
  return {
    tryLock: (exclusive) => real.tryLock(exclusive),
    unlock: () => real.unlock(),
    stat: () => real.stat(),
    truncate: (length) => step("truncate", path, () => real.truncate(length)),
    write: (bytes) => step("sign", path, () => real.write(bytes)),
    close: () => real.close(),
  };
}

/** What an unfinished removal may leave: the first name of each folder, which is what lists and marks the rest. */
async function thinOut(disk: Disk, path: string): Promise<void> {
  const entries = await disk.lstat(path).then((info) => info?.kind === "directory" ? disk.list(path) : []);
  for (const [index, { name, kind }] of entries.entries()) {
    if (kind === "directory") await thinOut(disk, `${path}/${name}`);
    else if (index > 0) await disk.remove(`${path}/${name}`);
  }
}

function failure(kind: FailureCode, verb: string, path: string): Error {
  const code = SYSTEM_CODES[kind];
  return diskError(Object.assign(new Error(`injected ${code}`), { code }), { verb, path });
}
