/** Signals, terminals and streams that go away, on the compiled binary. Follows house §5.2 (exit 128+n) and §8.2,
 *  toolchain §3.2, §17.6. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { type ArchiveItem, gzip, tarArchive } from "../support/archive.ts";
import { type BinaryResult, type Sandbox, testBinary } from "../support/binary.ts";
import { type Releases, releases, script, widgetPath } from "./support/releases.ts";
import { holdLock, onTerminal, running } from "./support/running.ts";

const unix = { ignore: Deno.build.os === "windows" };
/** `script` has other words elsewhere. */
const linux = { ignore: Deno.build.os !== "linux" };
const env = { ATMOS_TOOLCHAIN_PLATFORM: "linux/amd64" };
const INT = { signal: "SIGINT", code: 130, words: "interrupted" } as const;
const TERM = { signal: "SIGTERM", code: 143, words: "stopped by SIGTERM" } as const;
const HUP = { signal: "SIGHUP", code: 129, words: "stopped by SIGHUP" } as const;
const VERSIONS = "# ours\nwidget 1.2.0\n";
const INSTALL = ["toolchain", "install", "widget@1.3.0"];
const CTRL_C = "\x03";
/** Words of commands that print results. */
const READERS = [
  "list --format plain",
  "list --format json",
  "env",
  "path",
  "which widget",
  "get widget -f json",
]
  .map((words) => ["toolchain", ...words.split(" ")]);

Deno.test("a signal during a download ends it, and nothing is left", unix, async (t) => {
  for (const stop of [INT, TERM, HUP]) {
    await t.step(stop.signal, async () => {
      await using world = await releases({ ".tool-versions": VERSIONS });
      const begun = stall(world);
      const install = running(world.box, INSTALL, { env });
      await begun;
      install.kill(stop.signal);
      assertStopped(await install.result, stop);
      await assertUntouched(world.box);
    });
  }
});

Deno.test("a signal that the starter ignores ends nothing", linux, async () => {
  await using world = await releases({ ".tool-versions": VERSIONS });
  const begun = stall(world);
  const child = new Deno.Command("sh", {
    args: ["-c", `trap "" HUP; exec "$0" "$@"`, testBinary(), ...INSTALL],
    cwd: world.box.project,
    env: { ...world.box.env, ...env },
    clearEnv: true,
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const result = child.output();
  await begun;
  child.kill("SIGHUP"); // had it been heard, it would come before the next one
  child.kill("SIGTERM");
  const { code, stderr } = await result;
  assert.match(new TextDecoder().decode(stderr), /stopped by SIGTERM/);
  assert.equal(code, 143);
});

Deno.test("a signal while an archive is unpacked ends it, and nothing is left", unix, async (t) => {
  // The second tool never comes; with it the archive is unpacked on another thread.
  for (const others of [[], ["plain@2.0.0"]]) {
    await t.step(`beside ${others.length} other tools`, async () => {
      await using world = await releases({ ".tool-versions": VERSIONS });
      world.server.route("/dl.acme.test/plain/2.0.0/plain-linux-amd64", {
        body: "x".repeat(1000),
        stallAfterBytes: 500,
      });
      const { begun } = await unpackLong(world);
      const install = running(world.box, [...INSTALL, ...others], { env });
      await begun;
      install.kill("SIGINT");
      assertStopped(await install.result, INT);
      await assertUntouched(world.box);
    });
  }
});

Deno.test("a signal while a lock is waited for ends the waiting", unix, async () => {
  await using world = await installed();
  const { box } = world;
  const cases = [
    { args: ["install", "widget@1.3.0"], subject: "acme/widget@1.3.0", stop: INT },
    { args: ["add", "widget@1.3.0"], subject: `${box.project}/.tool-versions`, stop: TERM },
    { args: ["uninstall", "widget@1.2.0"], subject: "acme/widget@1.2.0", stop: HUP },
    { args: ["lock", "plain@2.0.0"], subject: `${box.project}/toolchain.lock.yaml`, stop: INT },
  ];
  await Promise.all(cases.map(async ({ args, subject, stop }) => {
    using _held = await holdLock(box, subject);
    const waiting = running(box, ["toolchain", ...args], { env });
    await waiting.says(`Waiting for process ${Deno.pid}`);
    waiting.kill(stop.signal);
    assertStopped(await waiting.result, stop);
  }));
  assert.equal(await Deno.readTextFile(`${box.project}/.tool-versions`), VERSIONS);
  assert.equal((await box.run(["toolchain", "which", "widget"])).code, 0);
  for (const { args } of cases) {
    const next = await box.run(["toolchain", ...args], { env });
    assert.equal(next.code, 0, next.stderr);
  }
});

Deno.test("a signal reaches the tool that runs, and the tool's end is ours", unix, async (t) => {
  for (const how of ["exec", "run"]) {
    for (const stop of [INT, TERM, HUP]) {
      await t.step(`${how}: ${stop.signal}`, async () => {
        await using world = await waitingTool();
        const tool = running(world.box, ["toolchain", how, "plain@2.0.0"], { env });
        await tool.says("tool is ready");
        tool.kill(stop.signal);
        const { code, stdout, stderr } = await tool.result;
        assert.deepEqual([code, stdout], [stop.code, "tool is ready\n"]);
        assert.doesNotMatch(stderr, /interrupted|stopped/);
      });
    }
  }
});

Deno.test("Ctrl-C on a terminal ends a download and gives the terminal back", linux, async () => {
  await using world = await releases({ ".tool-versions": VERSIONS });
  const begun = stall(world);
  const install = onTerminal(world.box, INSTALL, env);
  await begun;
  await install.says("\x1b[?25l");
  await install.type(CTRL_C);
  const { code, stdout } = await install.result;
  assert.equal(code, 130, stdout);
  assert.match(stdout, /interrupted/);
  assert.ok(stdout.lastIndexOf("\x1b[?25h") > stdout.lastIndexOf("\x1b[?25l"), "the cursor is hidden");
  await assertUntouched(world.box);
});

Deno.test("Ctrl-C on a terminal ends the unpacking", linux, async () => {
  await using world = await releases({ ".tool-versions": VERSIONS });
  const { begun } = await unpackLong(world);
  const install = onTerminal(world.box, INSTALL, env);
  await begun;
  await install.type(CTRL_C);
  const { code, stdout } = await install.result;
  assert.equal(code, 130, stdout);
  assert.doesNotMatch(stdout, /Installed/);
  await assertUntouched(world.box);
});

Deno.test("Ctrl-C on a terminal ends the waiting for a lock", linux, async () => {
  await using world = await installed();
  using _held = await holdLock(world.box, "acme/widget@1.3.0");
  const waiting = onTerminal(world.box, INSTALL, env);
  await waiting.says(`Waiting for process ${Deno.pid}`);
  await waiting.type(CTRL_C);
  const { code, stdout } = await waiting.result;
  assert.equal(code, 130, stdout);
  assert.match(stdout, /interrupted/);
});

Deno.test("Ctrl-C on a terminal ends the tool that runs, without words of ours", linux, async (t) => {
  for (const how of ["exec", "run"]) {
    await t.step(how, async () => {
      await using world = await waitingTool();
      const tool = onTerminal(world.box, ["toolchain", how, "plain@2.0.0"], env);
      await tool.says("tool is ready");
      await tool.type(CTRL_C);
      const { code, stdout } = await tool.result;
      assert.deepEqual([code, stdout.slice(stdout.indexOf("tool is"))], [130, "tool is ready\r\n^C"]);
    });
  }
});

Deno.test("a reader that is gone ends the program without words", unix, async () => {
  await using world = await installed();
  for (const args of READERS) {
    const child = world.box.start(args);
    await child.stdout.cancel();
    const [{ code }, stderr] = await Promise.all([child.status, new Response(child.stderr).text()]);
    assert.deepEqual([code, stderr], [141, ""], args.join(" "));
  }
});

Deno.test("a stdout that takes nothing is told", linux, async () => {
  await using world = await installed();
  for (const args of READERS) {
    const { code, stderr } = await shell(world.box, `exec "$ATMOS" "$@" > /dev/full`, args);
    assert.equal(code, 1, args.join(" "));
    assert.match(stderr, /cannot write to standard output: .*No space/);
  }
});

Deno.test("streams that are closed keep nobody from working", unix, async () => {
  await using world = await installed();
  for (const args of [...READERS, ["toolchain", "exec", "widget"], ["toolchain", "run", "widget"]]) {
    const plain = await shell(world.box, `exec "$ATMOS" "$@"`, args);
    assert.deepEqual(await shell(world.box, `exec "$ATMOS" "$@" <&-`, args), plain);
    assert.deepEqual(await shell(world.box, `exec "$ATMOS" "$@" 2>&-`, args), plain);
    assert.deepEqual(await shell(world.box, `exec "$ATMOS" "$@" <&- >&- 2>&-`, args), {
      ...plain,
      stdout: "",
    });
  }
  const install = await shell(world.box, `exec "$ATMOS" "$@" <&- >&- 2>&-`, INSTALL);
  assert.equal(install.code, 0);
  assert.equal((await world.box.run(["toolchain", "which", "widget@1.3.0"])).code, 0);
});

/** A project with widget 1.2.0. */
async function installed(): Promise<Releases> {
  const world = await releases({ ".tool-versions": VERSIONS });
  const { code, stderr } = await world.box.run(["toolchain", "install"], { env });
  assert.equal(code, 0, stderr);
  return world;
}

/** A project with the tool `plain`, which waits for a signal. */
async function waitingTool(): Promise<Releases> {
  const world = await releases();
  const body = "#!/bin/sh\necho tool is ready\nexec sleep 1000\n";
  world.server.route("/dl.acme.test/plain/2.0.0/plain-linux-amd64", { body });
  return world;
}

/** Makes the download stop in the middle; resolves when it has begun. */
function stall({ server }: Releases): Promise<void> {
  const begun = Promise.withResolvers<void>();
  server.route(widgetPath("1.3.0"), () => {
    begun.resolve();
    return { body: "x".repeat(1000), stallAfterBytes: 500 };
  });
  return begun.promise;
}

/** Makes the archive one that takes a second to unpack; `begun` resolves when that has begun. */
async function unpackLong({ box, server }: Releases): Promise<{ readonly begun: Promise<void> }> {
  const files = Array.from(
    { length: 10_000 },
    (_, index): ArchiveItem => ({ path: `d/${index}`, content: "x" }),
  );
  const programs = ["widget", "bin/widgetctl"].map((path) => ({
    path,
    content: script(path, "1.3.0"),
    mode: 0o755,
  }));
  const body = gzip(tarArchive([...files, ...programs]));
  const sum = createHash("sha256").update(body).digest("hex");
  server.route(widgetPath("1.3.0"), { body });
  server.route(widgetPath("1.3.0", "SHA256SUMS"), { body: `${sum}  widget_1.3.0_linux_amd64.tar.gz\n` });
  await Deno.mkdir(`${box.project}/.tools/.staging`, { recursive: true });
  const watcher = Deno.watchFs(`${box.project}/.tools/.staging`);
  const begun = (async () => {
    for await (const { paths } of watcher) if (paths.some((path) => path.includes("/tree/"))) return;
  })();
  return { begun };
}

async function shell(box: Sandbox, line: string, args: readonly string[]): Promise<BinaryResult> {
  const { code, stdout, stderr } = await new Deno.Command("sh", {
    args: ["-c", line, "sh", ...args],
    cwd: box.project,
    env: { ...box.env, ...env, ATMOS: testBinary() },
    clearEnv: true,
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

/** Ended by a signal, with one line about it at the end. */
function assertStopped(
  { code, stdout, stderr }: BinaryResult,
  stop: { readonly code: number; readonly words: string },
): void {
  assert.deepEqual([code, stdout], [stop.code, ""], stderr);
  assert.equal(stderr.split("\n").at(-2), `✗ ${stop.words}`);
  assert.doesNotMatch(stderr, /Installed|internal error|failed/);
}

/** Nothing half is left of an install, and the next one succeeds. */
async function assertUntouched(box: Sandbox): Promise<void> {
  const names = (path: string) => Array.from(Deno.readDirSync(`${box.project}/${path}`), ({ name }) => name);
  assert.equal(await Deno.readTextFile(`${box.project}/.tool-versions`), VERSIONS);
  assert.deepEqual(names(".").sort(), [".tool-versions", ".tools", "atmos.yaml", "registry.yaml"]);
  assert.deepEqual(names(".tools").filter((name) => name !== ".staging"), [".locks"]);
  if (names(".tools").includes(".staging")) assert.deepEqual(names(".tools/.staging"), []);
  const which = await box.run(["toolchain", "which", "widget@1.3.0"]);
  assert.equal(which.code, 1, which.stdout);
  const next = await box.run(["toolchain", "install", "widget@1.2.0"], { env });
  assert.equal(next.code, 0, next.stderr);
}
