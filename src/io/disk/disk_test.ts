import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { HostError } from "@/base/errors.ts";
import type { Disk } from "@/base/ports.ts";
import { systemClock } from "@/io/host/clock.ts";
import { systemRandom } from "@/io/host/random.ts";
import { tempFolder } from "../../../tests/support/temp.ts";
import { systemDisk } from "./disk.ts";

const disk = systemDisk({ os: Deno.build.os, pid: Deno.pid, clock: systemClock(), random: systemRandom() });
const windows = Deno.build.os === "windows";

function code(expected: string): (error: unknown) => true {
  return (error) => {
    ok(error instanceof HostError, String(error));
    equal(error.code, expected);
    ok("path" in error.facts);
    return true;
  };
}

async function write(path: string, text: string, options?: Parameters<Disk["create"]>[1]): Promise<void> {
  const writer = await disk.create(path, options);
  await writer.write(new TextEncoder().encode(text));
  await writer.close();
}

Deno.test("readers answer undefined or nothing for what does not exist", async () => {
  await using folder = await tempFolder();
  await Deno.writeTextFile(`${folder.path}/file`, "");
  for (const path of [`${folder.path}/missing`, `${folder.path}/file/below`]) {
    equal(await disk.stat(path), undefined);
    equal(await disk.lstat(path), undefined);
    equal(await disk.readText(path), undefined);
    equal(await disk.readBytes(path), undefined);
    equal(await disk.readLink(path), undefined);
    equal(await disk.realPath(path), undefined);
    deepEqual(await disk.list(path), []);
    equal(await disk.removeEmptyDir(path), false);
    await disk.remove(path);
  }
  await rejects(disk.openRead(`${folder.path}/missing`), code("disk/not-found"));
  await rejects(disk.rename(`${folder.path}/missing`, `${folder.path}/x`), code("disk/not-found"));
});

Deno.test("readText() keeps a byte order mark and replaces invalid bytes", async () => {
  await using folder = await tempFolder();
  await Deno.writeFile(`${folder.path}/a`, new Uint8Array([0xef, 0xbb, 0xbf, 0x61, 0xff, 0x0d, 0x0a]));
  equal(await disk.readText(`${folder.path}/a`), "\ufeffa\ufffd\r\n");
});

Deno.test("readText() of a folder fails with its path", async () => {
  await using folder = await tempFolder();
  await rejects(disk.readText(folder.path), code("disk/failed"));
  await rejects(disk.openRead(folder.path), code("disk/failed"));
});

Deno.test("stat() follows links, lstat() does not", { ignore: windows }, async () => {
  await using folder = await tempFolder();
  const [file, link, dangling] = ["file", "link", "dangling"].map((name) => `${folder.path}/${name}`) as [
    string,
    string,
    string,
  ];
  await write(file, "héllo", { mode: 0o640 });
  await disk.symlink("file", link);
  await disk.symlink("nowhere", dangling);
  const startedAt = Date.now();
  await disk.touch(file, 1_700_000_000_000);
  const { changedAt = 0, inode = 0, ...info } = await disk.stat(link) ?? {};
  deepEqual(info, { kind: "file", sizeBytes: 6, mode: 0o640, modifiedAt: 1_700_000_000_000 });
  ok(changedAt >= startedAt - 1000 && inode > 0, "the time of the last change cannot be set");
  equal((await disk.lstat(link))?.kind, "symlink");
  equal(await disk.readLink(link), "file");
  equal(await disk.readLink(file), undefined);
  equal(await disk.realPath(link), file);
  equal(await disk.stat(dangling), undefined);
  equal((await disk.lstat(dangling))?.kind, "symlink");
  equal(await disk.realPath(dangling), undefined);
});

Deno.test("list() sorts by name and tells kinds apart", { ignore: windows }, async () => {
  await using folder = await tempFolder();
  await disk.makeDir(`${folder.path}/b/deep`);
  await write(`${folder.path}/a`, "");
  await write(`${folder.path}/Z`, "");
  await disk.symlink("b", `${folder.path}/c`);
  deepEqual(await disk.list(folder.path), [
    { name: "Z", kind: "file" },
    { name: "a", kind: "file" },
    { name: "b", kind: "directory" },
    { name: "c", kind: "symlink" },
  ]);
});

Deno.test("openRead() reads at any offset, also in parallel", async () => {
  await using folder = await tempFolder();
  await write(`${folder.path}/a`, "0123456789");
  const reader = await disk.openRead(`${folder.path}/a`);
  const at = async (offset: number) => {
    const into = new Uint8Array(4);
    return new TextDecoder().decode(into.subarray(0, await reader.read(into, offset)));
  };
  equal(reader.sizeBytes, 10);
  deepEqual(await Promise.all([at(8), at(0), at(3), at(10), at(99)]), ["89", "0123", "3456", "", ""]);
  reader.close();
  reader.close();
});

Deno.test("create() refuses what is there, unless replace", { ignore: windows }, async () => {
  await using folder = await tempFolder();
  const [file, other, link] = [`${folder.path}/a`, `${folder.path}/b`, `${folder.path}/l`];
  await write(file, "one", { mode: 0o755, sync: true });
  equal((await disk.stat(file))?.mode, 0o755);
  await rejects(disk.create(file), code("disk/exists"));
  equal(await disk.readText(file), "one");

  await disk.hardLink(file, other);
  await disk.symlink("a", link);
  await write(link, "two", { replace: true });
  await write(file, "three", { replace: true });
  equal(await disk.readText(link), "two");
  equal(await disk.readText(file), "three");
  equal(await disk.readText(other), "one");
});

Deno.test("create() appends and makes what is missing", async () => {
  await using folder = await tempFolder();
  await write(`${folder.path}/a`, "one", { append: true });
  await write(`${folder.path}/a`, "two", { append: true });
  equal(await disk.readText(`${folder.path}/a`), "onetwo");
});

Deno.test("create() names a full device", { ignore: Deno.build.os !== "linux" }, async () => {
  const writer = await disk.create("/dev/full", { append: true, sync: true });
  await rejects(writer.write(new Uint8Array(9)), (error) => {
    ok(code("disk/no-space")(error) && error instanceof HostError);
    deepEqual(error.hints, ["Run `df -h '/dev'`, then make room on that file system."]);
    return true;
  });
  await writer.close();
});

Deno.test("makeDir() makes parents and accepts what is there", async () => {
  await using folder = await tempFolder();
  await disk.makeDir(`${folder.path}/a/b`);
  await disk.makeDir(`${folder.path}/a/b`);
  await write(`${folder.path}/file`, "");
  await rejects(disk.makeDir(`${folder.path}/file`), code("disk/exists"));
});

Deno.test("rename() replaces files and empty folders only", async () => {
  await using folder = await tempFolder();
  const [full, empty, file] = [`${folder.path}/full`, `${folder.path}/empty`, `${folder.path}/file`];
  await disk.makeDir(`${full}/x`);
  await disk.makeDir(empty);
  await write(file, "old");
  await write(`${folder.path}/new`, "new");
  await disk.rename(`${folder.path}/new`, file);
  equal(await disk.readText(file), "new");
  await rejects(disk.rename(empty, full), code("disk/exists"));
  await disk.rename(full, empty);
  deepEqual(await disk.list(empty), [{ name: "x", kind: "directory" }]);
});

Deno.test("remove() takes whole trees and never follows links", { ignore: windows }, async () => {
  await using folder = await tempFolder();
  await disk.makeDir(`${folder.path}/tree/sub`);
  await write(`${folder.path}/kept`, "");
  await disk.makeDir(`${folder.path}/keptDir/sub`);
  await disk.symlink("../../kept", `${folder.path}/tree/sub/file`);
  await disk.symlink("../keptDir", `${folder.path}/tree/dir`);
  await disk.symlink("keptDir", `${folder.path}/top`);
  await disk.remove(`${folder.path}/top`);
  await disk.remove(`${folder.path}/tree`);
  deepEqual((await disk.list(folder.path)).map(({ name }) => name), ["kept", "keptDir"]);
  deepEqual((await disk.list(`${folder.path}/keptDir`)).map(({ name }) => name), ["sub"]);
});

Deno.test("removeEmptyDir() leaves full folders, files and links", { ignore: windows }, async () => {
  await using folder = await tempFolder();
  await disk.makeDir(`${folder.path}/full/empty`);
  await write(`${folder.path}/file`, "");
  await disk.symlink("full/empty", `${folder.path}/link`);
  for (const name of ["full", "file", "link"]) {
    equal(await disk.removeEmptyDir(`${folder.path}/${name}`), false);
  }
  equal(await disk.removeEmptyDir(`${folder.path}/full/empty`), true);
  equal(await disk.removeEmptyDir(`${folder.path}/full`), true);
  equal((await disk.lstat(`${folder.path}/link`))?.kind, "symlink");
});

Deno.test("a path with a NUL byte fails as any other", async () => {
  await rejects(disk.stat("/tmp/a\0b"), code("disk/failed"));
});

Deno.test("a name that is too long fails as any other", { ignore: windows }, async () => {
  await rejects(disk.writeAtomic(`/tmp/${"n".repeat(300)}`, ""), code("disk/failed"));
});
