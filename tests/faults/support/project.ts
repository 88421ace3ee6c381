/** A project on disk, and runs of `atmos toolchain` in it that may die, fail or be cut off. Follows house §8.2, toolchain §3.2.
 *  Invariant: every run is a process of its own (memo, clean-ups, locks); only the disk and the server outlive it. A run
 *  that has to wait for a lock fails, because whoever held it is dead. */
import { createCleanUps } from "@/base/cleanup.ts";
import type { Context } from "@/base/context.ts";
import { createMemo } from "@/base/memo.ts";
import { dirName } from "@/base/path.ts";
import type { Clock, Disk, Processes } from "@/base/ports.ts";
import { rootGroup } from "@/cli/commands/table.ts";
import { routeWords } from "@/cli/router.ts";
import { writeAtomic } from "@/io/disk/write_atomic.ts";
import { fileLocks } from "@/io/locks/locks.ts";
import { type ManualClock, manualClock } from "../../support/clock.ts";
import { testContext } from "../../support/context.ts";
import type { Faults } from "../../support/faults.ts";
import { recordedOut } from "../../support/out.ts";
import { copyFolder } from "../../support/temp.ts";

/** What a place of the project holds, place by place: each version's directory, each `latest`, the files of the user
 *  (with the target where one is a link). A place that is absent is not in the map. */
export type State = ReadonlyMap<string, string>;

/** What one run may differ in. */
export interface RunOptions {
  readonly faults?: Faults;
  readonly signal?: AbortSignal;
  /** Whether it waits for locks that somebody holds; the time passes at once. */
  readonly patient?: boolean;
}

/** What one project may differ in. */
export interface ProjectOptions {
  readonly settings?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly registry?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** The project. */
export interface Project extends AsyncDisposable {
  readonly dir: string;
  /** Pauses up to ten seconds pass at once; time limits wait until a test moves the time. */
  readonly clock: ManualClock;
  /** Runs `atmos toolchain …`; answers what it wrote to stdout. Throws what the command throws. */
  run(words: readonly string[], options?: RunOptions): Promise<string>;
  /** What was said at the level `warning`, by all runs. */
  warnings(): readonly string[];
  state(): Promise<State>;
  /** Empties the download cache, so that everything is asked for again. */
  forgetDownloads(): Promise<void>;
  /** Names in the folder of what is being installed. */
  staged(): Promise<readonly string[]>;
  /** Temporary files of faulty runs beside the files that they were to become. */
  litter(): Promise<readonly string[]>;
  /** Keeps everything on disk as it is now; answers what brings it back. */
  keep(): Promise<() => Promise<void>>;
}

/** The registry of the tests. */
export const REGISTRY = `packages:
  - type: github_release
    repo_owner: acme
    repo_name: widget
    asset: widget_{{trimV .Version}}_{{.OS}}_{{.Arch}}.tar.gz
    format: tar.gz
    files: [{name: widget}, {name: widgetctl, src: bin/widgetctl}]
    checksum: {type: github_release, asset: SHA256SUMS, algorithm: sha256}
  - type: github_release
    repo_owner: acme
    repo_name: kit
    asset: kit-{{.Version}}.tar.gz
    format: tar.gz
    files: [{name: kit, src: kit/bin/kit}, {name: kitx, src: kit/bin/kitx}]
  - type: http
    repo_owner: acme
    repo_name: plain
    url: https://dl.acme.test/plain-{{.Version}}
    format: raw
`;

/**
 * Makes a project whose every download goes to a server of the test.
 * @param options `settings`: further lines of `toolchain:` in atmos.yaml; `files`: as in `testContext`; `registry`: the
 *   source of the registry, a file of the project unless given; `env`: further variables
 */
export async function makeProject(
  server: { readonly url: string },
  options: ProjectOptions = {},
): Promise<Project> {
  const made = await testContext({
    procs: startingProcesses,
    clock: manualClock({ instantUpToMs: 10_000 }),
    env: { ATMOS_TOOLCHAIN_PLATFORM: "linux/amd64/gnu", ...options.env },
    files: {
      "registry.yaml": REGISTRY,
      "atmos.yaml": configuration(server.url, options),
      ...options.files,
    },
  });
  const base = { ...made, disk: unsynced(made.disk) };
  const warnings: string[] = [];
  return {
    dir: base.cwd,
    clock: base.clock,
    async run(words, runOptions = {}) {
      const { ctx, out, end } = startProcess(base, runOptions);
      try {
        await runCommand(ctx, ["toolchain", ...words]);
        return out.stdout;
      } finally {
        warnings.push(...out.lines("warning"));
        await end();
      }
    },
    warnings: () => warnings,
    state: () => readState(base),
    forgetDownloads: () => base.disk.remove(`${base.home}/.cache/atmos/toolchain-cache/downloads`),
    staged: async () => (await base.disk.list(`${base.cwd}/.tools/.staging`)).map(({ name }) => name),
    litter: () => litterBelow(base.disk, made.root),
    keep: () => keepFolders(made.root),
    [Symbol.asyncDispose]: () => made[Symbol.asyncDispose](),
  };
}

// One tool at a time, so that the calls of a run are the same ones in every run.
function configuration(url: string, { settings = "", registry = "./registry.yaml" }: ProjectOptions): string {
  return `toolchain:
  install_path: .tools
  max_concurrency: 1
  aliases: {widget: acme/widget, kit: acme/kit, plain: acme/plain}
  registries: [{name: tests, type: aqua, source: "${registry}"}]
  registry_fallback: false
  url_replacements: [{from: "https://", to: "${url}/"}]
${settings}`;
}

/** A disk that leaves flushing to the system: no test pulls the plug, and a flush takes longer than all the rest. */
function unsynced(real: Disk): Disk {
  let temporaries = 0;
  const disk: Disk = {
    ...real,
    create: (path, options) => real.create(path, { ...options, sync: false }),
    writeAtomic: (path, content, mode) =>
      writeAtomic(disk, { path, content, mode, unique: `whole.${++temporaries}` }),
  };
  return disk;
}

/** Programs that are there and may be run end well. */
const startingProcesses: Processes = {
  run: ({ program }) => startable(program),
  replace: ({ program }) => startable(program),
  watch: ({ program }) => Promise.reject(new Error(`unexpected run of ${program}`)),
  capture: ({ program }) => Promise.reject(new Error(`unexpected run of ${program}`)),
  find: () => Promise.resolve(undefined),
};

async function startable(program: string): Promise<number> {
  const { isFile, mode } = await Deno.stat(program);
  return isFile && ((mode ?? 0) & 0o111) !== 0 ? 0 : 126;
}

/** What a process has for itself. */
function startProcess(base: Context, { faults, signal, patient }: RunOptions) {
  const disk = faults ? faults.disk(base.disk) : base.disk;
  const cleanUps = createCleanUps(), out = recordedOut();
  const ctx: Context = {
    ...base,
    disk,
    out,
    locks: fileLocks({
      clock: patient ? patientClock : impatientClock,
      pid: base.host.pid,
      disk,
      open: faults ? faults.lockFiles(openLockFile) : openLockFile,
    }),
    procs: faults ? faults.procs(base.procs) : base.procs,
    signal: signal ?? base.signal,
    defer: cleanUps.defer,
    once: createMemo(),
  };
  return { ctx, out, end: cleanUps.runAll };
}

function openLockFile(path: string): Promise<Deno.FsFile> {
  return Deno.open(path, { read: true, write: true, create: true });
}

const impatientClock: Clock = {
  now: () => 0,
  sleep: () => Promise.reject(new Error("a lock is held by nobody who lives")),
};

async function runCommand(ctx: Context, words: readonly string[]): Promise<void> {
  const route = await routeWords(words, rootGroup, ctx.env);
  if (route.kind !== "run") {
    throw route.kind === "usage" ? route.error : new Error(`no command: ${words.join(" ")}`);
  }
  const code = await route.command.run(ctx, route.input as never); // read by this command's own specs
  if (code !== 0) throw new Error(`exit code ${code}`);
}

const patientClock: Clock = { now: () => 0, sleep: () => Promise.resolve() };

/** What no command changes. */
const SETTINGS: ReadonlySet<string> = new Set(["atmos.yaml", "registry.yaml"]);

async function readState({ disk, cwd }: Pick<Context, "disk" | "cwd">): Promise<State> {
  const state = new Map<string, string>();
  for (const { name, kind } of await disk.list(cwd)) {
    if (kind === "directory" || LITTER.test(name) || SETTINGS.has(name)) continue;
    const link = await disk.readLink(`${cwd}/${name}`);
    const text = (await disk.readText(`${cwd}/${name}`) ?? "").replaceAll(dirName(cwd), "ROOT");
    state.set(name, link === undefined ? text : `-> ${link}\n${text}`);
  }
  const owner = `${cwd}/.tools/bin/acme`;
  for (const tool of await disk.list(owner)) {
    const places = (await disk.list(`${owner}/${tool.name}`)).filter(({ name }) => !LITTER.test(name));
    for (const version of places) {
      const place = `${tool.name}/${version.name}`;
      state.set(place, (await picture({ disk }, `${owner}/${place}`)).join("\n"));
    }
  }
  return state;
}

/** What a crash leaves of an atomic write: nobody reads it. */
const LITTER = /^\..*\.fault\.\d+$/;

async function litterBelow(disk: Disk, dir: string): Promise<readonly string[]> {
  const below = (await disk.list(dir)).map(async ({ name, kind }) => {
    const path = `${dir}/${name}`;
    if (kind === "directory") return await litterBelow(disk, path);
    return LITTER.test(name) ? [path] : [];
  });
  return (await Promise.all(below)).flat();
}

async function keepFolders(root: string): Promise<() => Promise<void>> {
  const names = ["project", "home"];
  for (const name of names) await copyFolder(`${root}/${name}`, `${root}/tmp/${name}`);
  return async () => {
    for (const name of names) {
      await Deno.remove(`${root}/${name}`, { recursive: true });
      await copyFolder(`${root}/tmp/${name}`, `${root}/${name}`);
    }
  };
}

/** Everything below a path, one line a file, with what makes it usable. */
async function picture({ disk }: Pick<Context, "disk">, path: string): Promise<readonly string[]> {
  const info = await disk.lstat(path);
  if (info?.kind === "symlink") return [`-> ${await disk.readLink(path)}`];
  if (info?.kind !== "directory") return [`${info?.mode.toString(8)} ${await disk.readText(path)}`];
  const below = (await disk.list(path)).map(async ({ name }) => {
    const lines = await picture({ disk }, `${path}/${name}`);
    return lines.map((line) => `${name} ${line}`);
  });
  return (await Promise.all(below)).flat();
}
