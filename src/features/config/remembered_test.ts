import assert from "node:assert/strict";
import { testContext } from "../../../tests/support/context.ts";
import { recall, remember } from "./remembered.ts";

/** Looks, and remembers. */
async function keep(ctx: Parameters<typeof remember>[0], file: string, content: unknown = { text: "A" }) {
  await remember(ctx, file, { seen: await ctx.disk.stat(file), content });
}

/** A file that is old enough. */
async function oldFile(text: string) {
  const ctx = await testContext({ files: { "a.yaml": text } });
  const file = `${ctx.cwd}/a.yaml`;
  await ctx.disk.touch(file, ctx.clock.now() - 60_000);
  return { ctx, file };
}

Deno.test("recall() answers what remember() kept, until the file changes", async () => {
  const { ctx, file } = await oldFile("a");
  await using _ = ctx;
  assert.equal(await recall(ctx, file), undefined);
  await keep(ctx, file);
  assert.deepEqual(await recall(ctx, file), { text: "A" });
  await ctx.disk.touch(file, ctx.clock.now() - 50_000);
  assert.equal(await recall(ctx, file), undefined);
  await ctx.disk.remove(file);
  assert.equal(await recall(ctx, file), undefined);
});

Deno.test("remember() leaves a file alone that changed since it was looked at", async () => {
  const { ctx, file } = await oldFile("a");
  await using _ = ctx;
  const seen = await ctx.disk.stat(file);
  await ctx.disk.touch(file, ctx.clock.now() - 50_000);
  await remember(ctx, file, { seen, content: {} });
  assert.equal(await recall(ctx, file), undefined);
});

Deno.test("remember() keeps that there is no file, until there is one", async () => {
  const { ctx, file } = await oldFile("a");
  await using _ = ctx;
  await ctx.disk.remove(file);
  await keep(ctx, file, { text: "none" });
  assert.deepEqual(await recall(ctx, file), { text: "none" });
  await ctx.disk.writeAtomic(file, "b");
  assert.equal(await recall(ctx, file), undefined);
});

Deno.test("remember() leaves young files alone", async () => {
  const { ctx, file } = await oldFile("a");
  await using _ = ctx;
  await ctx.disk.touch(file, ctx.clock.now() - 1000);
  await keep(ctx, file);
  assert.equal(await recall(ctx, file), undefined);
});

Deno.test("recall() takes nothing from a spoiled or foreign note", async () => {
  const { ctx, file } = await oldFile("a");
  await using _ = ctx;
  await keep(ctx, file);
  const note = `${ctx.home}/.cache/atmos/config/${encodeURIComponent(file)}.json`;
  const text = await ctx.disk.readText(note) ?? "";
  assert.notEqual(text, "");
  for (
    const spoiled of ["", "null", "[]", text.slice(0, 20), text.replace(encodeURI(file), "/other/a.yaml")]
  ) {
    await ctx.disk.writeAtomic(note, spoiled);
    assert.equal(await recall(ctx, file), undefined, spoiled);
  }
});

Deno.test("remember() gives up when the user's cache cannot be written", async () => {
  const { ctx, file } = await oldFile("a");
  await using _ = ctx;
  await keep({ ...ctx, env: { ...ctx.env, XDG_CACHE_HOME: file } }, file);
  assert.equal(await ctx.disk.readText(file), "a");
});
