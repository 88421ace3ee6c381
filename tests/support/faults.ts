/** Makes the disk and the processes fail at one chosen call. Follows house §8.2.
 *  Invariant: after a crash every further call refuses, reads too, as nothing runs on in a dead process; so code that
 *  swallows the crash cannot tidy up behind it either. */
import type { Disk, FileWriter, Processes } from "@/base/ports.ts";
import { diskError } from "@/io/disk/disk_error.ts";
import { writeAtomic } from "@/io/disk/write_atomic.ts";

/** The death of the process at a call. Not one of our errors, so no code may handle it. */
export class Crash extends Error {}

/** What the system answers when a call fails instead. */
export type FailureCode = "no-space" | "permission" | "cross-device" | "read-only";

/** What happens at which call; calls count from 1. */
export type Fault =
  | { readonly at: number; readonly kind: "crash" }
  | { readonly at: number; readonly kind: FailureCode };

/** A wrapped world that counts the calls which change it. */
export interface Faults {
  /** The calls made so far, each as `verb path`. */
  readonly calls: readonly string[];
  /** Whether the fault was reached. */
  readonly struck: boolean;
  disk(real: Disk): Disk;
  procs(real: Processes): Processes;
  /** Runs the code under test; a crash ends it quietly, everything else that it throws is thrown on. */
  survive(run: () => Promise<unknown>): Promise<void>;
}

/** Counts a call and runs it, or its fault; `torn` is what a fault leaves half done. */
type Step = <T>(
  name: string,
  path: string,
  run: () => Promise<T>,
  torn?: () => Promise<void>,
) => Promise<T>;

const SYSTEM_CODES: Readonly<Record<FailureCode, string>> = {
  "no-space": "ENOSPC",
  permission: "EACCES",
  "cross-device": "EXDEV",
  "read-only": "EROFS",
};

/** Makes a world with one fault, or with none to count the calls. */
export function faults(fault?: Fault): Faults {
  const calls: string[] = [];
  let struck = false;
  let dead = false;

  const alive = <T>(run: () => Promise<T>): Promise<T> =>
    dead ? Promise.reject(new Crash("already dead")) : run();
  const step: Step = (name, path, run, torn) =>
    alive(async () => {
      calls.push(`${name} ${path}`);
      if (calls.length !== fault?.at) return await run();
      struck = true;
      dead = fault.kind === "crash";
      await torn?.();
      if (fault.kind === "crash") throw new Crash(`died at call ${fault.at}: ${name} ${path}`);
      throw failure(fault.kind, name, path);
    });

  return {
    calls,
    get struck() {
      return struck;
    },
    disk: (real) => faultyDisk(real, alive, step),
    procs: (real) => ({
      find: (name, path) => alive(() => real.find(name, path)),
      run: (plan) => step("run", plan.program, () => real.run(plan)),
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
): Promise<number> {
  return await atEveryStep((at) => faults({ at, kind }), trial);
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
      throw new Error(`fault at call ${at} (${world.calls[at - 1] ?? "not reached"})`, { cause: error });
    }
    if (!world.struck) return at - 1;
  }
}

function faultyDisk(
  real: Disk,
  alive: <T>(run: () => Promise<T>) => Promise<T>,
  step: Step,
): Disk {
  let temporaries = 0;
  const disk: Disk = {
    stat: (path) => alive(() => real.stat(path)),
    lstat: (path) => alive(() => real.lstat(path)),
    readText: (path) => alive(() => real.readText(path)),
    readBytes: (path) => alive(() => real.readBytes(path)),
    openRead: (path) => alive(() => real.openRead(path)),
    list: (path) => alive(() => real.list(path)),
    readLink: (path) => alive(() => real.readLink(path)),
    realPath: (path) => alive(() => real.realPath(path)),
    makeDir: (path) => step("makeDir", path, () => real.makeDir(path)),
    // Through the wrapped calls, so that it can be stopped in the middle.
    writeAtomic: (path, content, mode) =>
      writeAtomic(disk, { path, content, mode, unique: `fault.${++temporaries}` }),
    create: (path, options) =>
      step("create", path, async () => faultyWriter(await real.create(path, options), path, step)),
    rename: (from, to) => step("rename", to, () => real.rename(from, to)),
    remove: (path) => step("remove", path, () => real.remove(path)),
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

function failure(kind: FailureCode, verb: string, path: string): Error {
  const code = SYSTEM_CODES[kind];
  return diskError(Object.assign(new Error(`injected ${code}`), { code }), { verb, path });
}
