import assert from "node:assert/strict";
import { createMemo } from "@/base/memo.ts";
import { type TestContext, testContext } from "../../../tests/support/context.ts";
import { type Fault, faults } from "../../../tests/support/faults.ts";
import { failureOf } from "../../../tests/support/registry_setup.ts";
import { openQuietly } from "@/features/toolchain/open.ts";
import { listProxies } from "./list.ts";
import { ensureProxies, removeProxies, syncProxies } from "./sync.ts";

const config = (proxies: string, more = "") =>
  `toolchain:\n  install_path: ../root\n  aliases: {alpha: acme/alpha}\n  proxies: {${proxies}}\n${more}`;

async function project(atmosYaml: string): Promise<TestContext> {
  const ctx = await testContext({
    files: { "atmos.yaml": atmosYaml, ".tool-versions": "alpha 1.2.0\nacme/beta 2.0.0\n" },
  });
  for (const [path, mode] of [["alpha", 0o755], ["alphactl", 0o755]] as const) {
    await ctx.disk.writeAtomic(`${ctx.root}/root/bin/acme/alpha/1.2.0/${path}`, "#!/bin/sh\n", mode);
  }
  return ctx;
}

/** The same machine in another directory, everything read anew. */
async function elsewhere(ctx: TestContext, dir: string, atmosYaml: string): Promise<TestContext> {
  await ctx.disk.writeAtomic(`${ctx.root}/${dir}/atmos.yaml`, atmosYaml);
  return Object.create(ctx, { cwd: { value: `${ctx.root}/${dir}` }, once: { value: createMemo() } });
}

const shimsOf = async (ctx: TestContext) =>
  (await ctx.disk.list(`${ctx.root}/root/bin/proxy`)).map(({ name }) => name).filter((name) =>
    !name.startsWith(".")
  );

Deno.test("syncProxies() makes what is configured, once", async () => {
  await using ctx = await project(config("k: {tool: alpha, args: [x]}, alpha: {tool: alpha}"));
  const toolchain = await openQuietly(ctx);
  assert.deepEqual(await syncProxies(ctx, toolchain), { made: ["alpha", "k"], removed: [], kept: 0 });
  assert.deepEqual(await syncProxies(ctx, toolchain), { made: [], removed: [], kept: 2 });
  const info = await ctx.disk.stat(`${ctx.root}/root/bin/proxy/k`);
  assert.equal((info?.mode ?? 0) & 0o111, 0o111);
});

Deno.test("syncProxies() heals shims that are gone, of an older program, or not executable", async () => {
  await using ctx = await project(config("k: {tool: alpha}"));
  const toolchain = await openQuietly(ctx), path = `${ctx.root}/root/bin/proxy/k`;
  await syncProxies(ctx, toolchain);
  const right = await ctx.disk.readText(path);
  const harms: (() => Promise<void>)[] = [
    () => ctx.disk.remove(path),
    () => ctx.disk.chmod(path, 0o644),
    () => ctx.disk.writeAtomic(path, `${right}# more\n`),
  ];
  for (const harm of harms) {
    await harm();
    assert.deepEqual((await syncProxies(ctx, toolchain)).made, ["k"]);
    assert.equal(await ctx.disk.readText(path), right);
  }
});

Deno.test("syncProxies() replaces a link of the Go program and not the program", async () => {
  await using ctx = await project(config("k: {tool: alpha}"));
  const program = `${ctx.root}/bin/atmos`, path = `${ctx.root}/root/bin/proxy/k`;
  await ctx.disk.writeAtomic(program, "the program");
  await ctx.disk.makeDir(`${ctx.root}/root/bin/proxy`);
  await ctx.disk.symlink(program, path);
  assert.deepEqual((await syncProxies(ctx, await openQuietly(ctx))).made, ["k"]);
  assert.equal(await ctx.disk.readText(program), "the program");
  assert.equal((await ctx.disk.lstat(path))?.kind, "file");
});

Deno.test("syncProxies() refuses foreign files of every kind before it makes anything", async () => {
  const places: ((ctx: TestContext, path: string) => Promise<unknown>)[] = [
    (ctx, path) => ctx.disk.writeAtomic(path, "mine\n"),
    (ctx, path) => ctx.disk.writeAtomic(path, "x".repeat(100_000)),
    (ctx, path) => ctx.disk.makeDir(path),
    (ctx, path) => ctx.disk.symlink("/bin/true", path),
    (ctx, path) => ctx.disk.symlink("nowhere", path),
  ];
  for (const place of places) {
    await using ctx = await project(config("a: {tool: alpha}, k: {tool: alpha}"));
    await ctx.disk.makeDir(`${ctx.root}/root/bin/proxy`);
    await place(ctx, `${ctx.root}/root/bin/proxy/k`);
    const toolchain = await openQuietly(ctx);
    for (const run of [() => syncProxies(ctx, toolchain), () => ensureProxies(ctx, toolchain)]) {
      const error = await failureOf(run);
      assert.equal(error.code, "proxies/foreign-file");
      assert.match(error.title, /k already exists and is not managed/);
    }
    assert.deepEqual(await shimsOf(ctx), ["k"]);
    assert.equal((await listProxies(ctx, toolchain)).find(({ name }) => name === "k")?.state, "foreign");
    assert.deepEqual((await removeProxies(ctx, toolchain, [])).removed, []);
  }
});

Deno.test("syncProxies() keeps what other projects want, until they are gone", async () => {
  await using ctx = await project(config("k: {tool: alpha}, a: {tool: alpha}"));
  const other = await elsewhere(ctx, "other", config("k: {tool: alpha}, o: {tool: alpha}"));
  await syncProxies(ctx, await openQuietly(ctx));
  await syncProxies(other, await openQuietly(other));
  assert.deepEqual(await shimsOf(ctx), ["a", "k", "o"]);
  assert.deepEqual((await removeProxies(other, await openQuietly(other), [])).removed, ["o"]);
  await syncProxies(other, await openQuietly(other));
  await ctx.disk.remove(`${ctx.root}/other`);
  assert.deepEqual((await syncProxies(ctx, await openQuietly(ctx))).removed, ["o"]);
  assert.deepEqual(await shimsOf(ctx), ["a", "k"]);
});

Deno.test("syncProxies() remembers names and --all, and forgets them when told", async () => {
  await using ctx = await project(config(""));
  const toolchain = await openQuietly(ctx);
  assert.deepEqual((await syncProxies(ctx, toolchain, { names: ["alphactl"] })).made, ["alphactl"]);
  assert.deepEqual(await syncProxies(ctx, toolchain), { made: [], removed: [], kept: 1 });
  assert.deepEqual((await syncProxies(ctx, toolchain, { all: true })).made, ["alpha", "beta"]);
  assert.equal((await syncProxies(ctx, toolchain)).kept, 3);
  assert.deepEqual((await syncProxies(ctx, toolchain, { all: false })).removed, ["alpha", "beta"]);
  assert.deepEqual((await removeProxies(ctx, toolchain, ["alphactl", "nothing"])).removed, ["alphactl"]);
  assert.deepEqual(await syncProxies(ctx, toolchain), { made: [], removed: [], kept: 0 });
});

Deno.test("syncProxies() with proxies_all has every program", async () => {
  await using ctx = await project(config("k: {tool: alpha}", "  proxies_all: true\n"));
  assert.deepEqual((await syncProxies(ctx, await openQuietly(ctx))).made, ["alpha", "alphactl", "beta", "k"]);
});

Deno.test("syncProxies() refuses names that mean nothing or cannot be files", async () => {
  await using ctx = await project(config("'con': {tool: alpha}"));
  const toolchain = await openQuietly(ctx);
  const named = (names: string[]) => failureOf(() => syncProxies(ctx, toolchain, { names }));
  assert.equal((await named(["nothing"])).code, "proxies/unknown");
  assert.equal((await named(["constructor"])).code, "proxies/unknown");
  assert.equal((await named(["../x"])).code, "proxies/bad-name");
  const error = await failureOf(() => syncProxies(ctx, toolchain));
  assert.equal(error.code, "proxies/bad-name");
  assert.deepEqual([error.at?.file, error.at?.line, error.at?.column], ["atmos.yaml", 4, 13]);
  assert.deepEqual(await shimsOf(ctx), []);
});

Deno.test("ensureProxies() makes a shim again that somebody deleted", async () => {
  await using ctx = await project(config("a: {tool: alpha}, k: {tool: alpha}"));
  const toolchain = await openQuietly(ctx);
  await ensureProxies(ctx, toolchain);
  await ctx.disk.remove(`${ctx.root}/root/bin/proxy/k`);
  await ensureProxies(ctx, toolchain);
  assert.deepEqual(await shimsOf(ctx), ["a", "k"]);
});

Deno.test("ensureProxies() takes no lock when all is well, and only warns where nothing can be written", async () => {
  await using ctx = await project(config("k: {tool: alpha}"));
  const toolchain = await openQuietly(ctx);
  await ensureProxies(ctx, toolchain);
  assert.deepEqual(await shimsOf(ctx), ["k"]);
  const locks = { acquire: () => Promise.reject(new Error("a lock")) };
  await ensureProxies(Object.create(ctx, { locks: { value: locks } }), toolchain);
  const blocked = await elsewhere(
    ctx,
    "blocked",
    config("b: {tool: alpha}").replace("../root", "../file/root"),
  );
  await ctx.disk.writeAtomic(`${ctx.root}/file`, "in the way");
  await ensureProxies(blocked, await openQuietly(blocked));
  assert.match(ctx.out.lines("warning").join(), /the proxies are not as they should be/);
});

/** Makes two shims as on Windows, where they are this program itself, with one fault; answers whether it was met. */
async function faultyWindows(
  fault: Fault,
  check: (ctx: TestContext, sync: () => Promise<unknown>) => unknown,
) {
  await using real = await project(config("a: {tool: alpha}, k: {tool: alpha}"));
  const ctx: TestContext = Object.create(real, { host: { value: { ...real.host, os: "windows" } } });
  await ctx.disk.writeAtomic(ctx.host.executable, "the program");
  const toolchain = await openQuietly(ctx), world = faults(fault);
  const disk = { value: world.disk(ctx.disk) };
  await world.survive(() => syncProxies(Object.create(ctx, { disk }), toolchain)).catch(() => {});
  await check(ctx, () => syncProxies(ctx, toolchain));
  return world.struck;
}

Deno.test("syncProxies() dies anywhere, and the next one has the shims of Windows in place", async () => {
  let at = 1;
  const healed = (ctx: TestContext, sync: () => Promise<unknown>) =>
    sync().then(async () => {
      const shims = (await shimsOf(ctx)).filter((name) => name.endsWith(".exe"));
      assert.deepEqual(shims, ["a.exe", "k.exe"], `call ${at}`);
    });
  while (await faultyWindows({ at, kind: "crash" }, healed)) at++;
  assert.ok(at > 8, `${at} calls`);
});

Deno.test("syncProxies() leaves nothing half done beside the shims of Windows when it fails", async () => {
  let at = 1;
  const isTidy = async (ctx: TestContext) => {
    const others = (await shimsOf(ctx)).filter((name) => !/^[ak]\.exe$/.test(name));
    assert.deepEqual(others, [], `call ${at}`);
  };
  while (await faultyWindows({ at, kind: "permission" }, isTidy)) at++;
  assert.ok(at > 8, `${at} calls`);
});
