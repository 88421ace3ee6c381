import assert from "node:assert/strict";
import { testContext } from "../../../tests/support/context.ts";
import { observe } from "./observe.ts";

Deno.test("observe() notes variables by name and files by how they were looked at", async () => {
  await using ctx = await testContext({
    files: { read: "x", looked: "x", "dir/member": "x" },
    env: { CI: "1" },
  });
  const { ctx: watched, conditions } = observe(ctx);
  const at = (name: string) => `${ctx.cwd}/${name}`;
  assert.equal(watched.env["CI"], "1");
  assert.equal(Object.hasOwn(watched.env, "B"), false);
  assert.equal("C" in watched.env, false);
  assert.equal(await watched.disk.readText(at("read")), "x");
  await watched.disk.stat(at("looked"));
  await watched.disk.stat(at("dir"));
  assert.equal(await watched.disk.readText(at("none")), undefined);
  const modifiedAt = (await ctx.disk.stat(at("read")))?.modifiedAt;
  assert.deepEqual(conditions(), [
    { kind: "variable", name: "CI", value: "1" },
    { kind: "variable", name: "B", value: undefined },
    { kind: "variable", name: "C", value: undefined },
    { kind: "unchanged", path: at("read"), modifiedAt },
    { kind: "file", path: at("looked") },
    { kind: "directory", path: at("dir") },
    { kind: "absent", path: at("none") },
  ]);
});

Deno.test("observe() notes the first look, whatever a later one sees, and reading counts more than looking", async () => {
  await using ctx = await testContext({ files: { file: "x", "dir/member": "x" } });
  const { ctx: watched, conditions } = observe(ctx);
  const path = `${ctx.cwd}/file`, dir = `${ctx.cwd}/dir`;
  const modifiedAt = (await watched.disk.stat(path))?.modifiedAt;
  await ctx.disk.touch(path, 1_000_000);
  assert.equal((await watched.disk.stat(path))?.modifiedAt, 1_000_000);
  await watched.disk.readText(path);
  await watched.disk.stat(path);
  await watched.disk.list(dir);
  assert.deepEqual(conditions(), [
    { kind: "unchanged", path, modifiedAt },
    { kind: "unchanged", path: dir, modifiedAt: (await ctx.disk.stat(dir))?.modifiedAt },
  ]);
});

Deno.test("observe() has no conditions where a shell could not check them", async () => {
  const looks: ((watched: ReturnType<typeof observe>["ctx"]) => unknown)[] = [
    ({ env }) => ({ ...env }),
    ({ env }) => Object.keys(env),
    ({ env }) => env["ProgramFiles(x86)"],
    ({ env }) => env["MY_PIN"], // may hold a secret
    ({ disk, cwd }) => disk.lstat(cwd),
    ({ disk, cwd }) => disk.realPath(cwd),
    ({ disk, cwd }) => disk.readLink(cwd),
    ({ disk, cwd }) => disk.readBytes(`${cwd}/file`),
  ];
  for (const look of looks) {
    await using ctx = await testContext({ env: { MY_PIN: "1" } });
    const { ctx: watched, conditions } = observe(ctx);
    assert.deepEqual(conditions(), []);
    await look(watched);
    assert.equal(conditions(), undefined, String(look));
  }
});
