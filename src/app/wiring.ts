/** Puts the machine's ports into a Context. Loaded only when a command runs.
 *  Follows house §4 and §5.1, config §2.3. Invariant: the network and other programs are loaded at their first use. */
import { createCleanUps } from "@/base/cleanup.ts";
import type { Context, GlobalFlags, Out } from "@/base/context.ts";
import { UsageError } from "@/base/errors.ts";
import { createMemo } from "@/base/memo.ts";
import type { Disk, Net, Terminal, Threads } from "@/base/ports.ts";
import { systemDisk } from "@/io/disk/disk.ts";
import { systemClock } from "@/io/host/clock.ts";
import { systemHost } from "@/io/host/host.ts";
import { spareCores } from "@/io/host/spare_cores.ts";
import { systemRandom } from "@/io/host/random.ts";
import { systemWorkingDir } from "@/io/host/working_dir.ts";
import { fileLocks } from "@/io/locks/locks.ts";
import { systemProcesses } from "@/io/process/processes.ts";
import type { Stopper } from "./stopper.ts";

/** What `run` knows before there is a Context. */
export interface Start {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly flags: GlobalFlags;
  readonly term: Terminal;
  readonly out: Out;
  readonly stopper: Pick<Stopper, "signal" | "besideChild">;
  /** The value of `--chdir`. */
  readonly chdir: string | undefined;
}

/** A Context and the end of its life. */
export interface Wired {
  readonly ctx: Context;
  /** Runs what was deferred, last-in first-out; answers what the clean-ups threw. */
  cleanUp(): Promise<readonly unknown[]>;
}

/**
 * Makes the Context of a command.
 * @throws Usage `cli/bad-directory` (exit 1) when `--chdir` names no directory
 */
export async function wire(start: Start): Promise<Wired> {
  const { argv, env, flags, term, out, stopper } = start;
  const host = systemHost();
  const clock = systemClock();
  const random = systemRandom();
  const disk = systemDisk({ os: host.os, pid: host.pid, random, clock });
  const cleanUps = createCleanUps();
  const programs = systemProcesses({ os: host.os, pathExt: env["PATHEXT"], clock });
  const ctx: Context = {
    argv,
    cwd: await workingDir(disk, start.chdir, host.os),
    env,
    host,
    flags,
    disk,
    procs: {
      ...programs,
      run: (plan, options) => stopper.besideChild(programs.run(plan, options)),
      watch: (plan, options) => stopper.besideChild(programs.watch(plan, options)),
      replace: (plan) => stopper.besideChild(programs.replace(plan)),
    },
    net: lazyNet(),
    term,
    clock,
    random,
    locks: fileLocks({
      clock,
      pid: host.pid,
      disk,
      onUnsupported: (path) => out.say("debug", `no file locks at ${path}; going on without one`),
    }),
    threads: lazyThreads(cleanUps.defer),
    out,
    get signal() {
      return stopper.signal;
    },
    defer: cleanUps.defer,
    once: createMemo(),
  };
  return { ctx, cleanUp: cleanUps.runAll };
}

/** The directory to work in, symbolic links resolved, as the system itself would say after changing there. */
async function workingDir(disk: Disk, chdir: string | undefined, os: string): Promise<string> {
  const from = systemWorkingDir();
  if (!chdir) return from;
  const wanted = os === "windows" ? chdir.replaceAll("\\", "/") : chdir;
  const isAbsolute = wanted.startsWith("/") || (os === "windows" && /^[A-Za-z]:/.test(wanted));
  const path = isAbsolute ? wanted : `${from === "/" ? "" : from}/${wanted}`;
  const info = await disk.stat(path);
  if (info?.kind === "directory") return await disk.realPath(path) ?? path;
  const what = info ? "is not a directory" : "directory does not exist";
  throw new UsageError("cli/bad-directory", info ? `${path} ${what}` : `${what}: ${path}`, {
    exitCode: 1,
    hints: ["Pass an existing directory with `--chdir`, or unset ATMOS_CHDIR"],
  });
}

/** The network, loaded with its first request. */
function lazyNet(): Net {
  let net: Promise<Net> | undefined;
  return {
    async fetch(url, init) {
      net ??= import("@/io/net/net.ts").then(({ systemNet }) => systemNet());
      return await (await net).fetch(url, init);
    },
  };
}

/** Threads, loaded with the first task and ended with the command. */
function lazyThreads(defer: Context["defer"]): Threads {
  let threads: Promise<Threads> | undefined;
  const loaded = () =>
    threads ??= import("@/io/threads/threads.ts").then(({ systemThreads }) => {
      const made = systemThreads({ limit: spareCores() });
      defer(() => made.close());
      return made;
    });
  return {
    get most() {
      return spareCores();
    },
    warm: () => void loaded().then((made) => made.warm()),
    run: async (task, input, signal) => await (await loaded()).run(task, input, signal),
  };
}
