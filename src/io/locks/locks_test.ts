import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { HostError } from "@/base/errors.ts";
import type { Clock } from "@/base/ports.ts";
import { systemDisk } from "@/io/disk/disk.ts";
import { systemClock } from "@/io/host/clock.ts";
import { systemRandom } from "@/io/host/random.ts";
import { manualClock } from "../../../tests/support/clock.ts";
import { tempFolder } from "../../../tests/support/temp.ts";
import { fileLocks, type LockFile, type LockNeeds } from "./locks.ts";

const disk = systemDisk({ os: Deno.build.os, pid: Deno.pid, clock: systemClock(), random: systemRandom() });
const CHILD = new URL("../../../tests/support/lock_child.ts", import.meta.url).pathname;
const windows = Deno.build.os === "windows";

function locks(clock: Clock = systemClock(), more: Partial<LockNeeds> = {}) {
  return fileLocks({ clock, disk, pid: 777, ...more });
}

/** Another process that holds the lock when this resolves. */
async function holder(path: string) {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-lock", CHILD, path],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  equal((await reader.read()).value, "held\n");
  return { child, reader };
}

Deno.test("acquire() makes the file with its parents, writes our pid and keeps the file", async () => {
  await using folder = await tempFolder();
  const path = `${folder.path}/a/b/lock`;
  const release = await locks().acquire(path);
  equal(await disk.readText(path), "777\n");
  await release();
  await release();
  equal(await disk.readText(path), "");
  await (await locks().acquire(path))();
});

Deno.test("acquire() lets one caller in at a time", async () => {
  await using folder = await tempFolder();
  const path = `${folder.path}/lock`;
  let inside = 0;
  const visit = async () => {
    const release = await locks(manualClock({ instantUpToMs: 25 })).acquire(path);
    equal(++inside, 1);
    await disk.stat(path);
    inside--;
    await release();
  };
  await Promise.all(Array.from({ length: 10 }, visit));
});

Deno.test("acquire() does not wait for other locks", async () => {
  await using folder = await tempFolder();
  const one = await locks().acquire(`${folder.path}/one`);
  const two = await locks(manualClock()).acquire(`${folder.path}/two`);
  await one();
  await two();
});

Deno.test("acquire() tells once after two seconds, and gives up in time", async () => {
  await using folder = await tempFolder();
  const path = `${folder.path}/lock`;
  const release = await locks().acquire(path);
  const clock = manualClock({ instantUpToMs: 25 });
  const start = clock.now();
  const told: [string, number][] = [];
  const onWait = (who: string) => void told.push([who, clock.now() - start]);
  await rejects(locks(clock).acquire(path, { timeoutMs: 3_000, onWait }), (error) => {
    ok(error instanceof HostError);
    deepEqual([error.code, error.facts["path"], error.facts["holder"]], [
      "lock/timeout",
      path,
      "process 777",
    ]);
    return true;
  });
  deepEqual(told, [["process 777", 2_000]]);
  equal(clock.now() - start, 3_000);
  await release();
});

Deno.test("acquire() does not believe what is written in the file", async () => {
  await using folder = await tempFolder();
  const path = `${folder.path}/lock`;
  for (const content of ["4242\n", "rm -rf /\n", "\x1b[31m9", ""]) {
    const release = await locks().acquire(path);
    await Deno.writeTextFile(path, content);
    const failing = locks(manualClock({ instantUpToMs: 25 })).acquire(path, { timeoutMs: 0 });
    await rejects(failing, /held by (process 4242|another process)$/);
    await release();
  }
});

Deno.test("acquire() stops waiting when the signal aborts", async () => {
  await using folder = await tempFolder();
  const path = `${folder.path}/lock`;
  const release = await locks().acquire(path);
  const clock = manualClock();
  const stop = new AbortController();
  const waiting = locks(clock).acquire(path, { signal: stop.signal });
  await clock.waiting();
  stop.abort(new Error("interrupted"));
  await rejects(waiting, /interrupted/);
  await release();
  await rejects(locks().acquire(path, { signal: stop.signal }), /interrupted/);
});

Deno.test("acquire() waits for another process and gets the lock when that is killed", async () => {
  await using folder = await tempFolder();
  const path = `${folder.path}/lock`;
  const { child, reader } = await holder(path);
  const told: string[] = [];
  const impatient = locks(manualClock({ instantUpToMs: 25 }));
  const failing = impatient.acquire(path, { timeoutMs: 2_500, onWait: (who) => void told.push(who) });
  await rejects(failing, { code: "lock/timeout" });
  if (!windows) deepEqual(told, [`process ${child.pid}`]);

  const waiting = locks().acquire(path);
  child.kill("SIGKILL");
  const release = await waiting;
  equal(await disk.readText(path), "777\n");
  await release();
  await child.status;
  await child.stdin.close().catch(() => {});
  await reader.cancel();
});

Deno.test("two processes take turns", async () => {
  await using folder = await tempFolder();
  const path = `${folder.path}/lock`;
  const release = await locks().acquire(path);
  const second = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-lock", CHILD, path],
    stdin: "null",
    stdout: "piped",
  }).spawn();
  await release();
  equal(new TextDecoder().decode((await second.output()).stdout), "held\nreleased\n");
});

Deno.test(
  "acquire() locks the file that is there, not one that was removed",
  { ignore: windows },
  async () => {
    await using folder = await tempFolder();
    const path = `${folder.path}/sub/lock`;
    let opened = 0;
    const open = async (path: string) => {
      const file = await Deno.open(path, { read: true, write: true, create: true });
      if (++opened === 1) await disk.remove(`${folder.path}/sub`); // between opening and locking
      return file;
    };
    const release = await locks(manualClock({ instantUpToMs: 25 }), { open }).acquire(path);
    equal(opened, 2);
    equal(await disk.readText(path), "777\n");
    await release();
  },
);

Deno.test("acquire() goes on without a lock where the file system has none", async () => {
  await using folder = await tempFolder();
  const path = `${folder.path}/lock`;
  const unsupported: string[] = [];
  let closed = 0;
  const fake = (code: string): LockFile => ({
    tryLock: () => Promise.reject(Object.assign(new Error(code), { code })),
    unlock: () => Promise.resolve(),
    stat: () => Deno.stat(folder.path),
    truncate: () => Promise.resolve(),
    write: () => Promise.resolve(0),
    close: () => void closed++,
  });
  const using = (code: string) =>
    locks(manualClock(), {
      open: () => Promise.resolve(fake(code)),
      onUnsupported: (at) => void unsupported.push(at),
    });
  await (await using("ENOLCK").acquire(path))();
  deepEqual(unsupported, [path]);
  await rejects(using("EIO").acquire(path), /EIO/);
  equal(closed, 2);
});

Deno.test("acquire() explains a place where no file can be made", async () => {
  await using folder = await tempFolder();
  await Deno.writeTextFile(`${folder.path}/file`, "");
  await rejects(locks().acquire(`${folder.path}/file/lock`), (error) => {
    ok(error instanceof HostError);
    match(error.code, /^disk\//);
    return true;
  });
});
