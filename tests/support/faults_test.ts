import { deepEqual, equal, rejects } from "node:assert/strict";
import { testContext } from "./context.ts";
import { Crash, crashAtEveryStep, failAtEveryStep, faults } from "./faults.ts";
import { scriptedProcesses } from "./procs.ts";

Deno.test("faults() counts the calls that change the disk, not those that read it", async () => {
  await using ctx = await testContext();
  const world = faults();
  const disk = world.disk(ctx.disk);
  await disk.makeDir(`${ctx.cwd}/a`);
  await disk.stat(ctx.cwd);
  await disk.writeAtomic(`${ctx.cwd}/b`, "x");
  deepEqual(world.calls.map((call) => call.split(" ")[0]), [
    "makeDir",
    "makeDir",
    "create",
    "write",
    "close",
    "rename",
  ]);
  equal(world.struck, false);
});

Deno.test("faults() refuses everything after a crash, also to code that swallows it", async () => {
  await using ctx = await testContext();
  const world = faults({ at: 2, kind: "crash" });
  const disk = world.disk(ctx.disk);
  const procs = world.procs(scriptedProcesses([], { sh: "/bin/sh" }));
  await disk.makeDir(`${ctx.cwd}/a`);
  equal(await procs.find("sh", ""), "/bin/sh");
  await rejects(disk.makeDir(`${ctx.cwd}/b`), Crash);
  await rejects(disk.stat(ctx.cwd), Crash);
  await rejects(disk.remove(`${ctx.cwd}/a`), Crash);
  await rejects(procs.find("sh", ""), Crash);
  deepEqual(await ctx.disk.list(ctx.cwd), [{ name: "a", kind: "directory" }]);
  equal(world.calls.length, 2);
});

Deno.test("faults() tears a write in the middle", async () => {
  await using ctx = await testContext();
  const disk = faults({ at: 2, kind: "no-space" }).disk(ctx.disk);
  const writer = await disk.create(`${ctx.cwd}/a`);
  await rejects(writer.write(new TextEncoder().encode("1234")), { code: "disk/no-space" });
  await writer.close();
  equal(await ctx.disk.readText(`${ctx.cwd}/a`), "12");
});

Deno.test("faults() breaks off a removal after some of the tree", async () => {
  await using ctx = await testContext({ files: { "t/a": "1", "t/b": "2", "t/c/d": "3", "t/c/e": "4" } });
  const disk = faults({ at: 1, kind: "permission" }).disk(ctx.disk);
  await rejects(disk.remove(`${ctx.cwd}/t`), { code: "disk/permission" });
  deepEqual((await ctx.disk.list(`${ctx.cwd}/t`)).map(({ name }) => name), ["a", "c"]);
  deepEqual((await ctx.disk.list(`${ctx.cwd}/t/c`)).map(({ name }) => name), ["d"]);
});

Deno.test("faults() counts reads apart from changes, and lock files among the changes", async () => {
  await using ctx = await testContext({ files: { a: "1" } });
  const world = faults({ at: 2, kind: "interrupted", among: "reads" });
  const disk = world.disk(ctx.disk);
  await disk.makeDir(`${ctx.cwd}/b`);
  await disk.makeDir(`${ctx.cwd}/c`);
  await (await world.lockFiles((path) => Deno.open(path, { write: true }))(`${ctx.cwd}/a`)).close();
  equal(await disk.readText(`${ctx.cwd}/a`), "1");
  await rejects(disk.readText(`${ctx.cwd}/a`), { code: "disk/failed" });
  deepEqual([world.calls.length, world.hit], [3, `readText ${ctx.cwd}/a`]);
});

Deno.test("survive() hides a crash and nothing else", async () => {
  const world = faults({ at: 1, kind: "crash" });
  await rejects(world.survive(() => Promise.reject(new Error("real"))), /real/);
  await using ctx = await testContext();
  await world.survive(() => world.disk(ctx.disk).makeDir(`${ctx.cwd}/a`));
  equal(world.hit, `makeDir ${ctx.cwd}/a`);
});

Deno.test("…AtEveryStep() tries each call once and says where a check failed", async () => {
  const trial = (visited: number[]) => async (world: ReturnType<typeof faults>) => {
    await using ctx = await testContext();
    const disk = world.disk(ctx.disk);
    await world.survive(async () => {
      for (const name of ["a", "b", "c"]) await disk.makeDir(`${ctx.cwd}/${name}`).catch(() => {});
    });
    visited.push((await ctx.disk.list(ctx.cwd)).length);
  };
  const crashes: number[] = [];
  const failures: number[] = [];
  equal(await crashAtEveryStep(trial(crashes)), 3);
  equal(await failAtEveryStep("permission", trial(failures)), 3);
  deepEqual(crashes, [0, 1, 2, 3]);
  deepEqual(failures, [2, 2, 2, 3]);
  await rejects(
    crashAtEveryStep(async (world) => {
      await using ctx = await testContext();
      await world.survive(() => world.disk(ctx.disk).makeDir(`${ctx.cwd}/a`));
      equal(world.struck, false, "invariant broken");
    }),
    /fault at call 1 \(makeDir .*\/a\)/,
  );
});
