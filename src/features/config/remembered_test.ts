import assert from "node:assert/strict";
import { testContext } from "../../../tests/support/context.ts";
import { loadConfig } from "./load.ts";
import { recall, remember } from "./remembered.ts";

const YAML = "toolchain: {install_path: .tools, aliases: {a: b/c}}\nuse: 1.10\nother: 1\n";

/** A project whose file is old enough. */
async function project(yaml: string) {
  const ctx = await testContext({ files: { "atmos.yaml": yaml } });
  const file = `${ctx.cwd}/atmos.yaml`;
  await ctx.disk.touch(file, ctx.clock.now() - 60_000);
  return { ctx, file };
}

Deno.test("recall() answers what remember() read, until the file changes", async () => {
  const { ctx, file } = await project(YAML);
  await using _ = ctx;
  assert.equal(await recall(ctx, file), undefined);
  await remember(ctx, file);
  const texts = (await recall(ctx, file))?.texts(undefined, { env: {}, windows: false, report() {} });
  assert.deepEqual(texts, { toolchain: { install_path: ".tools", aliases: { a: "b/c" } }, use: "1.10" });
  assert.equal((await loadConfig(ctx)).toolchain.installPath, `${ctx.cwd}/.tools`);
  await ctx.disk.touch(file, ctx.clock.now() - 50_000);
  assert.equal(await recall(ctx, file), undefined);
});

Deno.test("remember() leaves young files, tags and tokens alone", async () => {
  for (
    const yaml of [
      "toolchain: {install_path: !env X}\n",
      "toolchain: {github: {hosts: {h: {token: abcd}}}}\n",
    ]
  ) {
    const { ctx, file } = await project(yaml);
    await using _ = ctx;
    await remember(ctx, file);
    assert.equal(await recall(ctx, file), undefined, yaml);
  }
  const { ctx, file } = await project(YAML);
  await using _ = ctx;
  await ctx.disk.touch(file, ctx.clock.now() - 1000);
  await remember(ctx, file);
  assert.equal(await recall(ctx, file), undefined);
});

Deno.test("loadConfig() reads the file itself to tell where a mistake is", async () => {
  const { ctx, file } = await project("toolchain:\n  aliasses: {}\n");
  await using _ = ctx;
  await remember(ctx, file);
  assert.ok(await recall(ctx, file));
  const { issues } = await loadConfig(ctx);
  assert.deepEqual(issues.map(({ at }) => at?.line), [2]);
});

Deno.test("recall() takes nothing from a spoiled or foreign note", async () => {
  const { ctx, file } = await project(YAML);
  await using _ = ctx;
  await remember(ctx, file);
  const note = `${ctx.home}/.cache/atmos/config/${encodeURIComponent(file)}.json`;
  const text = await ctx.disk.readText(note) ?? "";
  assert.notEqual(text, "");
  for (
    const spoiled of ["", "null", "[]", text.slice(0, 20), text.replace(encodeURI(file), "/other/atmos.yaml")]
  ) {
    await ctx.disk.writeAtomic(note, spoiled);
    assert.equal(await recall(ctx, file), undefined, spoiled);
  }
});

Deno.test("remember() gives up when the user's cache cannot be written", async () => {
  const { ctx, file } = await project(YAML);
  await using _ = ctx;
  const env = { ...ctx.env, XDG_CACHE_HOME: file };
  await remember({ ...ctx, env }, file);
  assert.equal(await ctx.disk.readText(file), YAML);
});
