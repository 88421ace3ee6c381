import { deepEqual, equal, rejects } from "node:assert/strict";
import { testContext } from "../../../tests/support/context.ts";
import { type Look, watchedDisk } from "./watched_disk.ts";

Deno.test("watchedDisk() notes the first look at a path, also when two look at once", async () => {
  await using ctx = await testContext({ files: { file: "x" } });
  const files = new Map<string, Look>(), path = `${ctx.cwd}/file`;
  const disk = watchedDisk(ctx.disk, { files, onOther: () => {} });
  const [one, other] = await Promise.all([disk.stat(path), disk.stat(path)]);
  deepEqual(one, other);
  deepEqual(files.get(path), { info: one, isRead: false });
  await ctx.disk.touch(path, 1_000_000);
  equal((await disk.stat(path))?.modifiedAt, 1_000_000);
  equal(await disk.readText(path), "x");
  deepEqual(files.get(path), { info: one, isRead: true });
  await rejects(disk.stat(`${path}\0`));
  deepEqual(files.get(`${path}\0`), { info: undefined, isRead: false });
});

Deno.test("watchedDisk() tells what no note can hold, but not of paths that do not count", async () => {
  await using ctx = await testContext({ files: { file: "x", "ours/file": "x" } });
  const files = new Map<string, Look>();
  let others = 0;
  const ours = `${ctx.cwd}/ours/`;
  const disk = watchedDisk(ctx.disk, {
    files,
    onOther: () => others++,
    ignores: (path) => path.startsWith(ours),
  });
  await disk.writeAtomic(`${ours}file`, "y");
  equal(await disk.readText(`${ours}file`), "y");
  equal(others + files.size, 0);
  await disk.lstat(`${ctx.cwd}/file`);
  await disk.readBytes(`${ctx.cwd}/file`);
  await disk.writeAtomic(`${ctx.cwd}/file`, "y");
  await disk.remove(`${ctx.cwd}/file`);
  equal(others, 4);
});
