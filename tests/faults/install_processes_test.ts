/** Two real processes that install the same tool into one place. Follows house §8.2, toolchain §3.2 and C3. */
import assert from "node:assert/strict";
import { pathOf } from "../../scripts/checkout.ts";
import type { Answer, FixtureServer } from "../support/server.ts";
import { makeProject, type Project } from "./support/project.ts";
import { KIT_PATH, kitArchive, releaseServer } from "./support/releases.ts";

const ignore = Deno.build.os === "windows";
const KIT: Answer = { body: kitArchive("2.0.0") };

Deno.test("the second process waits for the first, and nothing is downloaded twice", { ignore }, async () => {
  await using server = await releaseServer();
  await using project = await makeProject(server);
  const download = heldDownload(server);
  const first = install(project);
  await download.begun;
  const second = install(project);
  await second.says(`Waiting for process ${first.pid}`);
  download.goOn(KIT);
  assert.deepEqual([await first.code, await second.code], [0, 0], await second.stderr());
  assert.equal(server.requests.filter(({ path }) => path === KIT_PATH).length, 1);
  await assertInstalled(project);
});

Deno.test("a process that is killed while it holds the lock blocks nobody", { ignore }, async () => {
  await using server = await releaseServer();
  await using project = await makeProject(server);
  const download = heldDownload(server);
  const first = install(project);
  await download.begun;
  const second = install(project);
  await second.says(`Waiting for process ${first.pid}`);
  server.route(KIT_PATH, KIT);
  first.kill();
  assert.equal(await first.code, 137);
  assert.equal(await second.code, 0, await second.stderr());
  download.goOn(KIT);
  await assertInstalled(project);
});

async function assertInstalled(project: Project): Promise<void> {
  assert.equal(
    await project.run(["which", "kit"]),
    `${project.dir}/.tools/bin/acme/kit/2.0.0/.pkg/kit/bin/kit\n`,
  );
  assert.match((await project.state()).get("toolchain.lock.yaml") ?? "", /acme\/kit/);
}

/** Holds the first request for the kit until the test goes on. */
function heldDownload(server: FixtureServer): { readonly begun: Promise<void>; goOn(answer: Answer): void } {
  const begun = Promise.withResolvers<void>(), held = Promise.withResolvers<Answer>();
  server.route(KIT_PATH, () => {
    begun.resolve();
    return held.promise;
  });
  return { begun: begun.promise, goOn: held.resolve };
}

/** A process that installs the kit. */
interface Installing {
  readonly pid: number;
  /** 128+n after signal n. */
  readonly code: Promise<number>;
  /** Resolves when that was said; fails when the process ends without it. */
  says(text: string): Promise<void>;
  /** All that was said so far. */
  stderr(): Promise<string>;
  kill(): void;
}

function install(project: Project): Installing {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "--frozen", pathOf("main.ts"), "toolchain", "install", "kit@2.0.0"],
    cwd: project.dir,
    clearEnv: true,
    env: {
      ...inherited("HOME", "PATH", "DENO_DIR", "XDG_CACHE_HOME"),
      ATMOS_XDG_CACHE_HOME: `${project.dir}/../cache`,
      ATMOS_TOOLCHAIN_PLATFORM: "linux/amd64/gnu",
    },
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  let said = "";
  const listeners = new Set<() => void>();
  const reading = (async () => {
    for await (const text of child.stderr.pipeThrough(new TextDecoderStream())) {
      said += text;
      for (const listener of listeners) listener();
    }
  })();
  return {
    pid: child.pid,
    code: child.status.then(({ code }) => code),
    async says(text) {
      const heard = Promise.withResolvers<void>();
      const listen = () => said.includes(text) && heard.resolve();
      listeners.add(listen);
      listen();
      await Promise.race([heard.promise, reading.then(() => assert.ok(said.includes(text), said))]);
    },
    stderr: async () => {
      await reading;
      return said;
    },
    kill: () => child.kill("SIGKILL"),
  };
}

function inherited(...names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => {
    const value = Deno.env.get(name);
    return value === undefined ? [] : [[name, value]];
  }));
}
