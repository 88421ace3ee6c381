/** The compiled binary while it runs: what it says, signals for it, its end. Follows house §8.2 (signals, two processes).
 *  Invariant: nothing here waits for time; a wait for words fails when the process ends without them. */
import assert from "node:assert/strict";
import { lockPath } from "@/features/toolchain/lock.ts";
import { type BinaryOptions, type BinaryResult, type Sandbox, testBinary } from "../../support/binary.ts";

/** A process. */
export interface Running {
  readonly pid: number;
  /** Its end; the code is 128+n after signal n. */
  readonly result: Promise<BinaryResult>;
  /** Resolves when the words are on one of its streams; fails when the process ends without them. */
  says(words: string): Promise<void>;
  kill(signal: Deno.Signal): void;
  /** Types on its terminal; only for `onTerminal`. */
  type(text: string): Promise<void>;
}

/** Starts the binary without a terminal. */
export function running(box: Sandbox, args: readonly string[], options: BinaryOptions = {}): Running {
  return watch(box.start(args, options));
}

/**
 * Starts the binary on a terminal of its own, made by `script` of util-linux: all that it writes is in `stdout`.
 * @param env joined over the sandbox's
 */
export function onTerminal(
  box: Sandbox,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Running {
  const child = new Deno.Command("script", {
    args: ["-qefc", `exec "$ATMOS" ${args.map((word) => `'${word}'`).join(" ")}`, "/dev/null"],
    cwd: box.project,
    env: { ...box.env, SHELL: "/bin/sh", TERM: "xterm", ATMOS: testBinary(), ...env },
    clearEnv: true,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  return watch(child, child.stdin.getWriter());
}

/** Holds a lock of a project whose tools are in `.tools`, under our own process id, until it is disposed of.
 *  @param subject `owner/repo@version`, or the path of a file of the user */
export async function holdLock(
  box: Pick<Sandbox, "project">,
  subject: string,
): Promise<Disposable> {
  const path = await lockPath({ installRoot: `${box.project}/.tools` }, subject);
  await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
  const file = await Deno.open(path, { read: true, write: true, create: true });
  await file.lock(true);
  await file.write(new TextEncoder().encode(`${Deno.pid}\n`));
  return file;
}

function watch(child: Deno.ChildProcess, keyboard?: WritableStreamDefaultWriter<Uint8Array>): Running {
  const said = { stdout: "", stderr: "" };
  const listeners = new Set<() => void>();
  const read = async (name: keyof typeof said): Promise<void> => {
    for await (const text of child[name].pipeThrough(new TextDecoderStream())) {
      said[name] += text;
      for (const listener of listeners) listener();
    }
  };
  const finish = async (): Promise<BinaryResult> => {
    const [{ code }] = await Promise.all([child.status, read("stdout"), read("stderr")]);
    await keyboard?.close().catch(() => {}); // the terminal is gone already
    return { code, ...said };
  };
  const result = finish();
  return {
    pid: child.pid,
    result,
    async says(words) {
      const isSaid = () => said.stdout.includes(words) || said.stderr.includes(words);
      const heard = Promise.withResolvers<void>();
      const listen = () => isSaid() && heard.resolve();
      listeners.add(listen);
      listen();
      await Promise.race([heard.promise, result.then(() => assert.ok(isSaid(), JSON.stringify(said)))]);
      listeners.delete(listen);
    },
    kill: (signal) => child.kill(signal),
    type: (text) =>
      keyboard?.write(new TextEncoder().encode(text)) ?? Promise.reject(new Error("no terminal")),
  };
}
