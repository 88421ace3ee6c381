import assert from "node:assert/strict";
import { createMemo } from "@/base/memo.ts";
import { type TestContext, testContext } from "../../../tests/support/context.ts";
import { placeOf } from "./_project.ts";
import { keepConfig, loadConfig, loadConfigWith, loadPlaces, loadVersionConfig } from "./load.ts";
import { recallConfig } from "./remembered_config.ts";

const YAML = `use: 1.10
other: 1
toolchain:
  install_path: $TOOLS/all
  aliases: {a: b/c}
  tools: {x: {"9": q, "1": p}}
  registries: [{name: own, type: aqua, source: ./r.yaml, tools: {y/z: {asset: z}}}]
version: {constraint: {require: ">=1", enforcement: warn}}
`;

/** A project whose file is old enough; `cwd` below the project, where it says so. */
async function project(yaml: string | undefined, env: Readonly<Record<string, string>> = {}) {
  const files: Record<string, string> = yaml === undefined ? {} : { "atmos.yaml": yaml };
  const ctx = await testContext({ files, env: { TOOLS: "/opt/tools", ...env } });
  if (yaml !== undefined) await ctx.disk.touch(`${ctx.cwd}/atmos.yaml`, ctx.clock.now() - 60_000);
  return ctx;
}

/** The next run. */
function later(
  ctx: TestContext,
  change: { readonly env?: Record<string, string>; readonly cwd?: string } = {},
) {
  return { ...ctx, cwd: change.cwd ?? ctx.cwd, env: { ...ctx.env, ...change.env }, once: createMemo() };
}

async function recalled(ctx: TestContext, change?: Parameters<typeof later>[1]) {
  const run = later(ctx, change);
  return await recallConfig(run, await placeOf(run));
}

Deno.test("recallConfig() answers what reading the files answers", async () => {
  for (const yaml of [YAML, "", undefined, "toolchain: {lock: frozen, offline: yes, max_concurrency: 3}\n"]) {
    await using ctx = await project(yaml);
    assert.equal(await recalled(ctx), undefined);
    const read = await loadConfig(ctx);
    await keepConfig(ctx);
    const known = await recalled(ctx);
    assert.ok(known, yaml);
    assert.deepEqual(plain(known), plain(read), yaml);
    assert.deepEqual(plain(await loadConfig(later(ctx))), plain(read), yaml);
    assert.deepEqual((await loadVersionConfig(later(ctx))).use?.version, read.use?.version);
  }
});

/** Data without the places, which are not remembered. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, member) => key === "at" ? undefined : member));
}

Deno.test("recallConfig() heeds every variable that counted", async () => {
  await using ctx = await project(YAML);
  await keepConfig(ctx);
  assert.ok(await recalled(ctx, { env: { UNRELATED: "1", ATMOS_LOGS_LEVEL: "Debug" } }));
  for (
    const env of [
      { TOOLS: "/other" },
      { ATMOS_TOOLCHAIN_PATH: "x" },
      { ATMOS_TOOL_VERSIONS: "other" },
      { ATMOS_TOOLCHAIN_OFFLINE: "true" },
      { ATMOS_TOOLCHAIN_OFFLINE: "" },
      { ATMOS_TOOLS_CONFIG: "more.yaml" },
      { ATMOS_VERSION_ENFORCEMENT: "silent" },
    ]
  ) assert.equal(await recalled(ctx, { env }), undefined, JSON.stringify(env));
});

Deno.test("recallConfig() heeds the working directory where a variable's path begins there", async () => {
  await using ctx = await project(YAML, { ATMOS_TOOLCHAIN_PATH: "tools" });
  await ctx.disk.makeDir(`${ctx.cwd}/below`);
  await keepConfig(ctx);
  assert.equal((await recalled(ctx))?.toolchain.installPath, `${ctx.cwd}/tools`);
  assert.equal(await recalled(ctx, { cwd: `${ctx.cwd}/below` }), undefined);
  await using plain = await project(YAML);
  await plain.disk.makeDir(`${plain.cwd}/below`);
  await keepConfig(plain);
  assert.ok(await recalled(plain, { cwd: `${plain.cwd}/below` }));
});

Deno.test("recallConfig() heeds files that come", async () => {
  await using ctx = await project(YAML);
  await keepConfig(ctx);
  await ctx.disk.writeAtomic(`${ctx.cwd}/tools.yaml`, "aliases: {d: e/f}\n");
  assert.equal(await recalled(ctx), undefined);
  assert.equal((await loadConfig(later(ctx))).toolchain.aliases["d"], "e/f");
  await using none = await project(undefined);
  await keepConfig(none);
  assert.ok(await recalled(none));
  await none.disk.writeAtomic(`${none.cwd}/atmos.yaml`, "toolchain: {install_path: here}\n");
  assert.equal(await recalled(none), undefined);
});

Deno.test("recallConfig() keeps projects apart that share a file", async () => {
  await using ctx = await project(YAML);
  const other = `${ctx.root}/other`;
  await ctx.disk.makeDir(other);
  const config = [`${ctx.cwd}/atmos.yaml`];
  const run = { ...later(ctx, { cwd: other }), flags: { ...ctx.flags, config } };
  await keepConfig(ctx);
  assert.equal((await loadConfig(run)).root, other);
});

Deno.test("keepConfig() leaves alone what may be secret, has findings or lies elsewhere", async () => {
  for (
    const [yaml, more] of [
      ["toolchain: {install_path: !env X}\n"],
      ["toolchain: {github: {hosts: {h: {token: abcd}}}}\n"],
      ["toolchain: {registries: [{name: a, source: 'https://me:word@host.test/r.yaml'}]}\n"],
      ["toolchain:\n  aliasses: {}\n"],
      ["toolchain: {aliases: {a: b, b: a}}\n"],
      ["toolchian: {}\n"],
      [YAML, "aliases: {d: e/f}\n"],
    ]
  ) {
    await using ctx = await project(yaml);
    if (more !== undefined) await ctx.disk.writeAtomic(`${ctx.cwd}/tools.yaml`, more);
    await keepConfig(ctx);
    assert.equal(await recalled(ctx), undefined, yaml);
  }
});

Deno.test("keepConfig() keeps what was read, renews a note that is no longer true, and leaves a true one", async () => {
  await using ctx = await project(YAML);
  await keepConfig(ctx);
  assert.ok(await recalled(ctx));
  await keepConfig(later(ctx, { env: { TOOLS: "/other" } }));
  assert.equal((await recalled(ctx, { env: { TOOLS: "/other" } }))?.toolchain.installPath, "/other/all");
  const note = `${ctx.home}/.cache/atmos/config/${encodeURIComponent(`${ctx.cwd}/atmos.yaml`)}.json`;
  await ctx.disk.touch(note, 1_000_000);
  await keepConfig(later(ctx, { env: { TOOLS: "/other" } }));
  assert.equal((await ctx.disk.stat(note))?.modifiedAt, 1_000_000);
});

Deno.test("keepConfig() reads nothing again, and keeps nothing of a file that changed after it was read", async () => {
  await using ctx = await project(YAML);
  const reads: string[] = [];
  const disk = { ...ctx.disk, readText: (path: string) => (reads.push(path), ctx.disk.readText(path)) };
  const run = { ...later(ctx), disk };
  await loadConfig(run);
  const before = reads.length;
  await ctx.disk.writeAtomic(`${ctx.cwd}/atmos.yaml`, "use: 1.11\n");
  await ctx.disk.touch(`${ctx.cwd}/atmos.yaml`, ctx.clock.now() - 50_000);
  await keepConfig(run);
  assert.equal(reads.length, before);
  assert.equal(await recalled(ctx), undefined);
});

Deno.test("keepConfig() leaves to later runs what only the flags of this one cover", async () => {
  await using ctx = await project("toolchain: {install_path: $UNSET/x}\n");
  await keepConfig(ctx);
  assert.equal(await recalled(ctx), undefined);
});

Deno.test("loadPlaces() and flags read the files whatever is remembered", async () => {
  await using ctx = await project(YAML);
  await keepConfig(ctx);
  assert.deepEqual((await loadConfig(later(ctx))).toolchain.positionOf(["aliases", "a"]), {
    file: `${ctx.cwd}/atmos.yaml`,
  });
  const place = (await loadPlaces(later(ctx)))?.(["aliases", "a"], "key");
  assert.deepEqual(place, { file: "atmos.yaml", line: 5, column: 13 });
  const given = { flags: { offline: true }, given: new Set(["offline"]) };
  assert.equal((await loadConfigWith(later(ctx), given)).toolchain.offline, true);
});
