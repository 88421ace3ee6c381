/** A Context for tests: a real disk in a fresh folder, everything else in the test's hand.
 *  Follows house §8.1. Invariant: nothing leaves the folder and the loopback interface; the folder is gone afterwards.
 *
 *      await using ctx = await testContext({ files: { ".tool-versions": "jq 1.7.1\n" } });
 *      await install(ctx);
 *      deepEqual(ctx.out.lines("info"), ["…"]); */
import { createCleanUps } from "@/base/cleanup.ts";
import type { Context, GlobalFlags, Host } from "@/base/context.ts";
import { createMemo } from "@/base/memo.ts";
import type { Net, Random, Terminal } from "@/base/ports.ts";
import { systemDisk } from "@/io/disk/disk.ts";
import { systemClock } from "@/io/host/clock.ts";
import { systemHost } from "@/io/host/host.ts";
import { systemRandom } from "@/io/host/random.ts";
import { fileLocks } from "@/io/locks/locks.ts";
import { type ManualClock, manualClock } from "./clock.ts";
import { type RecordedOut, recordedOut } from "./out.ts";
import { scriptedProcesses } from "./procs.ts";
import { tempFolder, writeFiles } from "./temp.ts";

/** What a test may choose; all else has defaults. */
export interface TestOptions
  extends Partial<Pick<Context, "argv" | "disk" | "procs" | "net" | "term" | "random" | "locks" | "signal">> {
  /** Files to write first; keys are relative to `cwd`, or absolute when they begin with `/`. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** Joined over HOME, TMPDIR and PATH. */
  readonly env?: Readonly<Record<string, string>>;
  readonly host?: Partial<Host>;
  readonly flags?: Partial<GlobalFlags>;
  readonly clock?: ManualClock;
}

/** The Context of a test, with what it recorded. */
export interface TestContext extends Context, AsyncDisposable {
  /** The fresh folder; holds `project` (cwd), `home`, `tmp`, `bin` (first on PATH, empty). */
  readonly root: string;
  readonly home: string;
  readonly clock: ManualClock;
  readonly out: RecordedOut;
}

/** Makes a Context; use it as `await using ctx = await testContext()`. At the end its clean-ups run. */
export async function testContext(options: TestOptions = {}): Promise<TestContext> {
  const folder = await tempFolder();
  const root = folder.path;
  const cwd = `${root}/project`;
  const home = `${root}/home`;
  for (const path of [cwd, home, `${root}/tmp`, `${root}/bin`]) await Deno.mkdir(path);
  await writeFiles(cwd, options.files ?? {});
  const cleanUps = createCleanUps();
  const real = { os: systemHost().os, pid: Deno.pid, clock: systemClock(), random: systemRandom() };
  const disk = options.disk ?? systemDisk(real);
  return {
    root,
    home,
    cwd,
    argv: options.argv ?? [],
    env: { HOME: home, TMPDIR: `${root}/tmp`, PATH: `${root}/bin:/usr/bin:/bin`, ...options.env },
    host: { ...fixedHost(root), ...options.host },
    flags: { logsLevel: "info", color: false, ...options.flags },
    disk,
    procs: options.procs ?? scriptedProcesses(),
    net: options.net ?? loopbackNet(),
    term: options.term ?? noTerminal(),
    clock: options.clock ?? manualClock(),
    random: options.random ?? countingRandom(),
    locks: options.locks ?? fileLocks({ ...real, disk }), // real time: somebody else's lock does not wait for a test
    out: recordedOut(),
    signal: options.signal ?? new AbortController().signal,
    defer: cleanUps.defer,
    once: createMemo(),
    async [Symbol.asyncDispose]() {
      const failed = await cleanUps.runAll();
      await folder[Symbol.asyncDispose]();
      if (failed.length > 0) throw failed[0];
    },
  };
}

/** A Net that reaches this machine and nothing else; any other host fails the test. */
export function loopbackNet(): Net {
  return {
    async fetch(url, init) {
      const { hostname } = new URL(url);
      if (hostname !== "127.0.0.1" && hostname !== "localhost") throw new Error(`a test asked ${url}`);
      return await fetch(url, init);
    },
  };
}

function fixedHost(root: string): Host {
  return { os: "linux", arch: "amd64", pathListSeparator: ":", executable: `${root}/bin/atmos`, pid: 4242 };
}

function noTerminal(): Terminal {
  return {
    stdinIsTty: false,
    stdoutIsTty: false,
    stderrIsTty: false,
    columns: () => 80,
    writeOut: () => {},
    writeErr: () => {},
  };
}

/** Repeatable and never the same twice. */
function countingRandom(): Random {
  let count = 0;
  return { hex: (digits) => (++count).toString(16).padStart(digits, "0").slice(-digits), number: () => 0.5 };
}
