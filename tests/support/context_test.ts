import { deepEqual, equal, rejects } from "node:assert/strict";
import { slot } from "@/base/context.ts";
import { testContext } from "./context.ts";

Deno.test("testContext() gives a real folder that is gone afterwards", async () => {
  let root: string;
  let cleaned = false;
  {
    await using ctx = await testContext({ files: { "a/b.txt": "x", ".tool-versions": "jq 1\n" } });
    root = ctx.root;
    equal(await ctx.disk.readText(`${ctx.cwd}/a/b.txt`), "x");
    deepEqual((await ctx.disk.list(ctx.cwd)).map(({ name }) => name), [".tool-versions", "a"]);
    equal(ctx.env["HOME"], ctx.home);
    ctx.defer(() => {
      cleaned = true;
    });
  }
  equal(cleaned, true);
  await rejects(Deno.stat(root), Deno.errors.NotFound);
});

Deno.test("testContext() reaches no other machine and runs no program", async () => {
  await using ctx = await testContext();
  await rejects(ctx.net.fetch("http://192.0.2.1/"), /a test asked/);
  await rejects(ctx.procs.run({ program: "/bin/true", args: [], env: {}, cwd: "/" }), /unexpected run of/);
});

Deno.test("testContext() records what was said and shares memos", async () => {
  await using ctx = await testContext();
  ctx.out.data("a\n");
  ctx.out.data("b\n");
  ctx.out.say("info", "one");
  ctx.out.say("debug", "two");
  equal(ctx.out.stdout, "a\nb\n");
  deepEqual(ctx.out.lines("info"), ["one"]);
  deepEqual(ctx.out.lines(), ["one", "two"]);
  const place = slot<number>("place");
  equal(await ctx.once(place, () => Promise.resolve(1)), 1);
  equal(await ctx.once(place, () => Promise.resolve(2)), 1);
});

Deno.test("testContext() locks are real", async () => {
  await using ctx = await testContext();
  const path = `${ctx.root}/locks/one`;
  const release = await ctx.locks.acquire(path);
  let second = false;
  const waiting = ctx.locks.acquire(path).then((free) => {
    second = true;
    return free();
  });
  await new Promise((resolve) => setTimeout(resolve, 0));
  equal(second, false);
  await release();
  await waiting;
});
