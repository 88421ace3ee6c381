/** Two real processes of the compiled binary on one project. Follows house §8.2, toolchain §3.2, §4.2, C3, trap 43.
 *  Where two must meet, a lock that the test holds makes both wait. */
import assert from "node:assert/strict";
import { HostError } from "@/base/errors.ts";
import { type Releases, releases, script } from "../e2e/support/releases.ts";
import { holdLock, type Running, running } from "../e2e/support/running.ts";
import type { Answer } from "../support/server.ts";
import { makeProject } from "./support/project.ts";
import { releaseServer } from "./support/releases.ts";

const unix = { ignore: Deno.build.os === "windows" };
const env = { ATMOS_TOOLCHAIN_PLATFORM: "linux/amd64" };
const PLAIN_PATH = "/dl.acme.test/plain/2.0.0/plain-linux-amd64";
const PLAIN: Answer = { body: script("plain", "2.0.0") };
const VERSIONS = "# ours\nwidget 1.2.0\n";

Deno.test("of two installs of one tool the second waits and takes what is there", unix, async () => {
  await using world = await releases();
  const download = hold(world);
  const first = start(world, "install plain@2.0.0");
  await download.begun;
  const second = start(world, "install plain@2.0.0");
  await second.says(`Waiting for process ${first.pid}`);
  download.goOn(PLAIN);
  await assertEndWell(first, second);
  assert.equal(world.server.requests.filter(({ path }) => path === PLAIN_PATH).length, 1);
  await assertRuns(world);
});

Deno.test("a process that is killed while it holds the lock blocks nobody", unix, async () => {
  await using world = await releases();
  const download = hold(world);
  const first = start(world, "install plain@2.0.0");
  await download.begun;
  const second = start(world, "install plain@2.0.0");
  await second.says(`Waiting for process ${first.pid}`);
  world.server.route(PLAIN_PATH, PLAIN);
  first.kill("SIGKILL");
  assert.equal((await first.result).code, 137);
  await assertEndWell(second);
  download.goOn(PLAIN);
  await assertRuns(world);
});

Deno.test("after a process was killed the next one does not wait", unix, async () => {
  await using world = await releases({ ".tool-versions": VERSIONS });
  const download = hold(world);
  const killed = start(world, "install plain@2.0.0");
  await download.begun;
  killed.kill("SIGKILL");
  await killed.result;
  world.server.route(PLAIN_PATH, PLAIN);
  const next = await start(world, "install plain@2.0.0").result;
  assert.equal(next.code, 0, next.stderr);
  assert.doesNotMatch(next.stderr, /Waiting/);
  download.goOn(PLAIN);
  await assertRuns(world);
});

Deno.test("an uninstall waits for the install of the same version, then removes it", unix, async () => {
  await using world = await releases();
  await assertEndWell(start(world, "install plain@2.0.0"));
  await Deno.remove(`${world.box.home}/.cache`, { recursive: true });
  const download = hold(world);
  const again = start(world, "install plain@2.0.0 --reinstall");
  await download.begun;
  const uninstall = start(world, "uninstall plain@2.0.0");
  await uninstall.says(`Waiting for process ${again.pid}`);
  await assertRuns(world); // the old one, all the time
  download.goOn(PLAIN);
  await assertEndWell(again, uninstall);
  assert.equal((await world.box.run(["toolchain", "which", "plain"])).code, 1);
  assert.deepEqual(await namesIn(`${world.box.project}/.tools/bin`), []);
});

Deno.test("an install and an uninstall at once leave a whole version or none", unix, async () => {
  await using world = await releases({ ".tool-versions": VERSIONS });
  await assertEndWell(start(world, "install"));
  const [uninstall, install] = await meet(world, "acme/widget@1.2.0", [
    "uninstall widget@1.2.0",
    "install widget@1.2.0 --reinstall",
  ]);
  await assertEndWell(uninstall, install);
  const { code, stdout } = await world.box.run(["toolchain", "which", "widget"]);
  if (code === 0) assert.ok((await Deno.stat(stdout.trim())).isFile);
  await assertEndWell(start(world, "install"));
  assert.equal((await world.box.run(["toolchain", "exec", "widget"])).stdout, "widget 1.2.0\n");
});

Deno.test("edits at the same time are all kept", unix, async () => {
  await using world = await releases({ ".tool-versions": VERSIONS });
  const file = `${world.box.project}/.tool-versions`;
  await assertEndWell(
    ...await meet(world, file, [
      "add plain@2.0.0",
      "add widget@1.3.0",
      "add elsewhere@1.0.0",
      "set widget 1.1.0",
    ]),
  );
  const [first, ...lines] = (await Deno.readTextFile(file)).trim().split("\n");
  assert.equal(first, "# ours");
  assert.deepEqual(lines.flatMap((line) => line.split(" ")).sort(), [
    "1.0.0",
    "1.1.0",
    "1.2.0",
    "1.3.0",
    "2.0.0",
    "elsewhere",
    "plain",
    "widget",
  ]);
});

Deno.test("entries of the lock file that are made at the same time are all kept", unix, async () => {
  await using world = await releases({ ".tool-versions": VERSIONS });
  const file = `${world.box.project}/toolchain.lock.yaml`;
  await assertEndWell(...await meet(world, file, ["lock plain@2.0.0", "lock widget@1.3.0", "install"]));
  assert.match(
    await Deno.readTextFile(file),
    /acme\/plain:[^]*2\.0\.0[^]*acme\/widget:[^]*1\.2\.0[^]*1\.3\.0/,
  );
});

Deno.test("two uninstalls of one version both end well", unix, async () => {
  await using world = await releases({ ".tool-versions": VERSIONS });
  await assertEndWell(start(world, "install"));
  await assertEndWell(
    ...await meet(world, "acme/widget@1.2.0", ["uninstall widget@1.2.0", "uninstall --all"]),
  );
  assert.deepEqual(await namesIn(`${world.box.project}/.tools/bin`), []);
});

Deno.test("whoever waits too long for a lock is told its path and its owner", unix, async () => {
  await using server = await releaseServer();
  await using project = await makeProject(server);
  using _held = await holdLock({ project: project.dir }, "acme/kit@2.0.0");
  const error: unknown = await project.run(["install", "kit@2.0.0"], { patient: true }).catch((error) =>
    error
  );
  assert.ok(error instanceof HostError, String(error));
  assert.deepEqual([error.code, error.exitCode], ["lock/timeout", 1]);
  assert.match(error.title, new RegExp(`'${project.dir}/\\.tools/\\.locks/.*\\.lock'.*process ${Deno.pid}$`));
  assert.match(`${error.explanation} ${error.hints}`, /600 s.*again/);
});

function start({ box }: Releases, words: string): Running {
  return running(box, ["toolchain", ...words.split(" ")], { env });
}

/** Starts commands that all wait for one lock, then lets them go. */
async function meet(
  world: Releases,
  subject: string,
  commands: readonly string[],
): Promise<readonly Running[]> {
  const held = await holdLock(world.box, subject);
  const started = commands.map((words) => start(world, words));
  await Promise.all(started.map((each) => each.says(`Waiting for process ${Deno.pid}`)));
  held[Symbol.dispose]();
  return started;
}

async function assertEndWell(...processes: readonly (Running | undefined)[]): Promise<void> {
  for (const each of processes) {
    const end = await each?.result;
    assert.equal(end?.code, 0, end?.stderr);
  }
}

async function assertRuns({ box }: Releases): Promise<void> {
  assert.equal((await box.run(["toolchain", "exec", "--no-install", "plain@2.0.0"])).stdout, "plain 2.0.0\n");
}

async function namesIn(path: string): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const { name } of Deno.readDir(path)) names.push(name);
  return names;
}

/** Holds the next download of `plain` until the test goes on. */
function hold({ server }: Releases): { readonly begun: Promise<void>; goOn(answer: Answer): void } {
  const begun = Promise.withResolvers<void>(), held = Promise.withResolvers<Answer>();
  server.route(PLAIN_PATH, () => {
    begun.resolve();
    return held.promise;
  });
  return { begun: begun.promise, goOn: held.resolve };
}
