import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { HostError } from "@/base/errors.ts";
import { crashAtEveryStep, failAtEveryStep } from "../../../tests/support/faults.ts";
import { testContext } from "../../../tests/support/context.ts";
import { writeAtomic } from "./write_atomic.ts";

const ignore = Deno.build.os === "windows";

Deno.test("writeAtomic() writes new files with parents, and replaces old ones", async () => {
  await using ctx = await testContext();
  const path = `${ctx.cwd}/a/b/file`;
  for (const content of ["one", "", "zwei é 🦕\r\n", new Uint8Array([0, 255])]) {
    await ctx.disk.writeAtomic(path, content);
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    deepEqual(await ctx.disk.readBytes(path), bytes);
  }
  deepEqual(await ctx.disk.list(`${ctx.cwd}/a/b`), [{ name: "file", kind: "file" }]);
});

Deno.test("writeAtomic() keeps the mode of an existing file unless one is given", { ignore }, async () => {
  await using ctx = await testContext();
  const path = `${ctx.cwd}/file`;
  const mode = async () => ((await ctx.disk.stat(path))?.mode ?? 0).toString(8);
  await ctx.disk.writeAtomic(path, "secret", 0o600);
  equal(await mode(), "600");
  await ctx.disk.chmod(path, 0o751);
  await ctx.disk.writeAtomic(path, "x");
  equal(await mode(), "751");
  await ctx.disk.writeAtomic(path, "x", 0o444);
  equal(await mode(), "444");
  await ctx.disk.writeAtomic(path, "y");
  equal(await ctx.disk.readText(path), "y");
});

Deno.test("writeAtomic() is never more readable than its result", { ignore }, async () => {
  await using ctx = await testContext();
  const modes: number[] = [];
  const watching = {
    ...ctx.disk,
    chmod: async (path: string, mode: number) => {
      modes.push((await ctx.disk.stat(path))?.mode ?? -1);
      await ctx.disk.chmod(path, mode);
    },
  };
  for (const mode of [0o600, 0o644, 0o400]) {
    await writeAtomic(watching, { path: `${ctx.cwd}/f`, content: "x", mode, unique: "1" });
  }
  deepEqual(modes, [0o600, 0o600, 0o400]);
});

Deno.test("writeAtomic() follows links to their target and keeps them", { ignore }, async () => {
  await using ctx = await testContext();
  const at = (name: string) => `${ctx.cwd}/${name}`;
  await ctx.disk.makeDir(at("real/deep"));
  await ctx.disk.symlink("real/deep", at("short")); // `..` after it is `real`, not the project
  await ctx.disk.symlink("../target", at("real/deep/link"));
  await ctx.disk.symlink("short/link", at("chain"));
  await ctx.disk.symlink(at("new/made"), at("absolute"));
  await ctx.disk.writeAtomic(at("chain"), "by chain");
  await ctx.disk.writeAtomic(at("absolute"), "by absolute");
  equal(await ctx.disk.readText(at("real/target")), "by chain");
  equal(await ctx.disk.readText(at("new/made")), "by absolute");
  equal(await ctx.disk.readLink(at("chain")), "short/link");
  equal(await ctx.disk.readLink(at("real/deep/link")), "../target");
  equal(await ctx.disk.stat(at("target")), undefined);
});

Deno.test("writeAtomic() refuses a circle of links", { ignore }, async () => {
  await using ctx = await testContext();
  await ctx.disk.symlink("b", `${ctx.cwd}/a`);
  await ctx.disk.symlink("a", `${ctx.cwd}/b`);
  await rejects(ctx.disk.writeAtomic(`${ctx.cwd}/a`, "x"), { code: "disk/failed" });
});

Deno.test("writeAtomic() does not replace a device", { ignore }, async () => {
  await using ctx = await testContext();
  await ctx.disk.symlink("/dev/null", `${ctx.cwd}/null`);
  await ctx.disk.writeAtomic(`${ctx.cwd}/null`, "x");
  equal((await ctx.disk.stat("/dev/null"))?.kind, "other");
});

Deno.test("writeAtomic() of a folder fails and leaves nothing behind", async () => {
  await using ctx = await testContext();
  await ctx.disk.makeDir(`${ctx.cwd}/folder`);
  await rejects(ctx.disk.writeAtomic(`${ctx.cwd}/folder`, "x"), HostError);
  deepEqual(await ctx.disk.list(ctx.cwd), [{ name: "folder", kind: "directory" }]);
});

Deno.test("writeAtomic() accepts the longest names", { ignore }, async () => {
  await using ctx = await testContext();
  for (const name of ["n".repeat(255), "é".repeat(127), "🦕".repeat(63)]) {
    await ctx.disk.writeAtomic(`${ctx.cwd}/${name}`, "x");
    equal(await ctx.disk.readText(`${ctx.cwd}/${name}`), "x");
  }
});

Deno.test("writeAtomic() from many callers at once leaves one whole content", async () => {
  await using ctx = await testContext();
  const path = `${ctx.cwd}/file`;
  const contents = Array.from({ length: 20 }, (_, i) => String(i).repeat(50_000));
  await Promise.all(contents.map((content) => ctx.disk.writeAtomic(path, content)));
  ok(contents.includes(await ctx.disk.readText(path) ?? ""));
  equal((await ctx.disk.list(ctx.cwd)).length, 1);
});

Deno.test("writeAtomic() leaves the old or the new content after a crash at any step", async () => {
  const crashes = await crashAtEveryStep(async (world) => {
    await using ctx = await testContext({ files: { file: "old content" } });
    const path = `${ctx.cwd}/file`;
    await world.survive(() => world.disk(ctx.disk).writeAtomic(path, "new content", 0o600));
    const content = await ctx.disk.readText(path);
    equal(content, world.struck ? "old content" : "new content");

    await ctx.disk.writeAtomic(path, "next run");
    equal(await ctx.disk.readText(path), "next run");
  });
  equal(crashes, 6); // makeDir, create, write, close, chmod, rename
});

Deno.test("writeAtomic() that fails keeps the old content, tidies up and names the path", async () => {
  for (const kind of ["no-space", "permission", "cross-device", "read-only"] as const) {
    await failAtEveryStep(kind, async (world) => {
      await using ctx = await testContext({ files: { file: "old" } });
      const path = `${ctx.cwd}/file`;
      const writing = world.disk(ctx.disk).writeAtomic(path, "new", 0o600);
      const error: unknown = await writing.then(() => undefined, (error) => error);
      equal(error !== undefined, world.struck);
      equal(await ctx.disk.readText(path), world.struck ? "old" : "new");
      deepEqual(await ctx.disk.list(ctx.cwd), [{ name: "file", kind: "file" }]);
      if (error === undefined) return;
      ok(error instanceof HostError);
      equal(error.code, `disk/${kind}`);
      match(String(error.facts["path"]), new RegExp(`^${ctx.cwd}`));
    });
  }
});
