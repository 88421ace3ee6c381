/** Runs the compiled binary in a world of its own: fresh folders, a clean environment, no terminal.
 *  Follows house §8.1 (end to end). Invariant: nothing of the tester's own home or environment reaches the binary. */
import { type TempFolder, tempFolder, writeFiles } from "./temp.ts";

const TIMEOUT_MS = 60_000;

/** How the binary ended. */
export interface BinaryResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Choices for one run. */
export interface BinaryOptions {
  /** Joined over the sandbox's environment; `undefined` removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Absolute, or relative to `project`; `project` unless given. */
  readonly cwd?: string;
  /** Text on stdin; nothing unless given. */
  readonly stdin?: string;
}

/** A world to run the binary in. */
export interface Sandbox extends AsyncDisposable {
  readonly root: string;
  /** The working directory of runs. */
  readonly project: string;
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
  /** Writes files; keys are relative to `project`, or absolute. */
  write(files: Readonly<Record<string, string | Uint8Array>>): Promise<void>;
  /** Runs the binary to its end; fails the test when it takes longer than a minute. */
  run(args: readonly string[], options?: BinaryOptions): Promise<BinaryResult>;
  /** Starts the binary with piped streams; the test ends it. */
  start(args: readonly string[], options?: BinaryOptions): Deno.ChildProcess;
}

/** Path of the binary under test: `ATMOS_TEST_BINARY`, else `dist/atmos` of the checkout.
 *  Throws when it is not there, because a skipped end-to-end test proves nothing. */
export function testBinary(): string {
  const suffix = Deno.build.os === "windows" ? ".exe" : "";
  const built = new URL(`../../dist/atmos${suffix}`, import.meta.url).pathname;
  const path = Deno.env.get("ATMOS_TEST_BINARY") ?? built;
  try {
    Deno.statSync(path);
  } catch (error) {
    throw new Error(`no binary at ${path}: run \`deno task build\``, { cause: error });
  }
  return path;
}

/** Makes a world; use it as `await using box = await sandbox({ ".tool-versions": "jq 1.7.1\n" })`. */
export async function sandbox(files: Readonly<Record<string, string | Uint8Array>> = {}): Promise<Sandbox> {
  const folder: TempFolder = await tempFolder();
  const root = folder.path;
  const [project, home] = [`${root}/project`, `${root}/home`];
  for (const path of [project, home, `${root}/tmp`]) await Deno.mkdir(path);
  await writeFiles(project, files);
  const env = {
    HOME: home,
    XDG_CONFIG_HOME: `${home}/.config`,
    XDG_CACHE_HOME: `${home}/.cache`,
    XDG_DATA_HOME: `${home}/.local/share`,
    XDG_STATE_HOME: `${home}/.local/state`,
    TMPDIR: `${root}/tmp`,
    PATH: "/usr/bin:/bin",
  };
  const start = (args: readonly string[], options: BinaryOptions = {}) => {
    const { cwd = "." } = options;
    return new Deno.Command(testBinary(), {
      args: [...args],
      cwd: cwd.startsWith("/") ? cwd : `${project}/${cwd}`,
      env: defined({ ...env, ...options.env }),
      clearEnv: true,
      stdin: options.stdin === undefined ? "null" : "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
  };
  return {
    root,
    project,
    home,
    env,
    start,
    write: (more) => writeFiles(project, more),
    run: (args, options) => finish(start(args, options), args, options?.stdin),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

async function finish(
  child: Deno.ChildProcess,
  args: readonly string[],
  stdin: string | undefined,
): Promise<BinaryResult> {
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    child.kill("SIGKILL");
  }, TIMEOUT_MS);
  try {
    const feeding = stdin === undefined ? undefined : new Blob([stdin]).stream().pipeTo(child.stdin)
      .catch(() => {}); // the binary need not read it
    const [{ code, stdout, stderr }] = await Promise.all([child.output(), feeding]);
    if (late) throw new Error(`atmos ${args.join(" ")} did not end within ${TIMEOUT_MS / 1000} s`);
    const decoder = new TextDecoder();
    return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
  } finally {
    clearTimeout(timer);
  }
}

function defined(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => value === undefined ? [] : [[name, value]]),
  );
}
