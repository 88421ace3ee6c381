/** A user's account on a network of the test, in which install.sh runs as in `curl | sh`. The releases of `acme/atmos`
 *  are on github.com, which, as every https host, is one server of the test behind a proxy, with the test's authority.
 *  Follows house §8.1. Invariants: the user has no rights beyond the account; no other network is reached. */
import { createHash } from "node:crypto";
import { packProgram, releaseFiles } from "../../../scripts/release.ts";
import { readText } from "../../../scripts/checkout.ts";
import { type Answer, type FixtureServer, fixtureServer } from "../../support/server.ts";
import { tempFolder, writeFiles } from "../../support/temp.ts";
import { type Authority, tlsAuthority } from "../../support/tls_authority.ts";
import { type ForwardProxy, forwardProxy } from "../../support/tls_proxy.ts";
import { program } from "./programs.ts";

/** The platform that this machine is, in the words of releases. */
export const PLATFORM = `linux_${Deno.build.arch === "aarch64" ? "arm64" : "amd64"}`;

const NOBODY = 65534;
const HOSTS = ["github.com", "*.githubusercontent.com", "mirror.acme.test", "127.0.0.1"];

/** How the script ended. */
export interface Ending {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Choices for one run. */
export interface RunOptions {
  /** Words that start the shell, `dash` unless given. */
  readonly shell?: readonly string[];
  /** Joined over the account's environment; `undefined` removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** What the shell reads; install.sh as the release has it unless given. */
  readonly script?: string;
  /** The account's HOME unless given. */
  readonly cwd?: string;
}

/** An account. */
export interface Machine extends AsyncDisposable {
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
  /** Answers for every https host; its routes begin with the host. */
  readonly server: FixtureServer;
  readonly proxy: ForwardProxy;
  readonly authority: Authority;
  /** install.sh as the releases of `acme/atmos` have it. */
  readonly script: string;
  /** Writes files of the user; keys are relative to HOME. */
  write(files: Readonly<Record<string, string>>): Promise<void>;
  /** Makes a folder below HOME with links to some programs of the machine and with scripts in place of others. */
  toolbox(programs: readonly string[], scripts?: Readonly<Record<string, string>>): Promise<string>;
  run(options?: RunOptions): Promise<Ending>;
  /** Starts the script in a process group of its own; the test ends it. */
  start(options?: RunOptions): Deno.ChildProcess;
  /** Everything below HOME: path → content, or its kind. */
  tree(): Promise<Readonly<Record<string, string>>>;
}

/** Makes an account; use it as `await using user = await machine()`. */
export async function machine(): Promise<Machine> {
  const folder = await tempFolder(), home = `${folder.path}/home`;
  await Deno.chmod(folder.path, 0o755);
  await Deno.mkdir(home);
  const authority = await tlsAuthority();
  await writeFiles(folder.path, { "ca.pem": authority.certificate });
  const server = fixtureServer({}, { tls: await authority.issue(HOSTS), byHost: true });
  const proxy = forwardProxy({ tlsPort: server.port });
  const env = {
    HOME: home,
    PATH: "/usr/bin:/bin",
    TMPDIR: home,
    HTTPS_PROXY: `http://${proxy.host}`,
    SSL_CERT_FILE: `${folder.path}/ca.pem`,
  };
  const script = new TextDecoder().decode((await release("0.1.0")).get("install.sh"));
  const start = (options: RunOptions = {}) =>
    startShell({ cwd: home, script, ...options, env: { ...env, ...options.env } });
  if (Deno.uid() === 0) await Deno.chown(home, NOBODY, NOBODY);
  return {
    home,
    env,
    server,
    proxy,
    authority,
    script,
    async write(files) {
      await writeFiles(home, files);
      if (Deno.uid() === 0) await handOver(home);
    },
    async toolbox(programs, scripts = {}) {
      const path = await Deno.makeTempDir({ dir: folder.path, prefix: "tools-" });
      await Deno.chmod(path, 0o755);
      for (const name of programs) await Deno.symlink(program(name), `${path}/${name}`);
      for (const [name, text] of Object.entries(scripts)) {
        await Deno.writeTextFile(`${path}/${name}`, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
        await Deno.chmod(`${path}/${name}`, 0o755);
      }
      return path;
    },
    start,
    run: async (options) => {
      const { code, stdout, stderr } = await start(options).output();
      const text = new TextDecoder();
      return { code, stdout: text.decode(stdout), stderr: text.decode(stderr) };
    },
    tree: () => treeOf(home),
    async [Symbol.asyncDispose]() {
      await proxy[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** A program that stands for a release: it tells its version, and is of some size that does not pack well. */
export function fakeProgram(version: string): string {
  let noise = "", hash = version;
  while (noise.length < 100_000) noise += hash = createHash("sha256").update(hash).digest("hex");
  return `#!/bin/sh\n[ "$1" = --version ] && echo "Atmos ${version}" && exit\necho "atmos ${version}" "$@"\nexit\n# ${noise}\n`;
}

/** The files of a release of `acme/atmos` for this machine; of a program, or of an archive that is packed already. */
export async function release(
  version: string,
  content: string | { readonly archive: Uint8Array } = fakeProgram(version),
): Promise<ReadonlyMap<string, Uint8Array>> {
  const archive = typeof content === "string"
    ? packProgram(PLATFORM, new TextEncoder().encode(content), 1)
    : content.archive;
  const script = await readText("install.sh");
  return releaseFiles({ version, script, repository: "acme/atmos", archives: { [PLATFORM]: archive } });
}

/** Puts a copy of a release, as its newest one, on a mirror below a route. */
export function mirror(
  server: FixtureServer,
  below: string,
  version: string,
  files: ReadonlyMap<string, Uint8Array>,
): void {
  for (const [name, body] of files) {
    for (const folder of ["latest/download", `download/v${version}`]) {
      server.route(`${below}/${folder}/${name}`, { body });
    }
  }
}

/** Puts a release where GitHub has it, with its redirects, as the newest one. `answers` are given in place of files. */
export function publish(
  server: FixtureServer,
  version: string,
  files: ReadonlyMap<string, Uint8Array>,
  answers: Readonly<Record<string, Answer>> = {},
): void {
  const page = "github.com/acme/atmos/releases", assets = `release-assets.githubusercontent.com/${version}`;
  for (const [name, body] of files) {
    server.route(`/${page}/latest/download/${name}`, {
      redirect: `https://${page}/download/v${version}/${name}`,
    });
    server.route(`/${page}/download/v${version}/${name}`, { redirect: `https://${assets}/${name}` });
    server.route(`/${assets}/${name}`, { body, ...answers[name] });
  }
}

function startShell({ shell = ["dash"], env, script = "", cwd = "/" }: RunOptions): Deno.ChildProcess {
  const [name = "", ...args] = shell;
  const words = [name.startsWith("/") ? name : program(name), ...args];
  const drop = Deno.uid() === 0
    ? [program("setpriv"), `--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups"]
    : [];
  const [first = "", ...rest] = [...drop, ...words];
  const child = new Deno.Command(first, {
    args: rest,
    env: Object.fromEntries(
      Object.entries(env ?? {}).filter((entry): entry is [string, string] => entry[1] !== undefined),
    ),
    clearEnv: true,
    cwd,
    detached: true,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  new Blob([script]).stream().pipeTo(child.stdin).catch(() => {}); // a shell may stop reading
  return child;
}

async function handOver(path: string): Promise<void> {
  await Deno.chown(path, NOBODY, NOBODY);
  if (!(await Deno.lstat(path)).isDirectory) return;
  for await (const { name } of Deno.readDir(path)) await handOver(`${path}/${name}`);
}

/** Everything below a folder: path → content, or its kind. */
export async function treeOf(folder: string, below = ""): Promise<Record<string, string>> {
  const tree: Record<string, string> = {};
  for await (const { name, isDirectory, isFile } of Deno.readDir(`${folder}/${below}`)) {
    const path = below + name;
    if (isDirectory) Object.assign(tree, { [path]: "folder" }, await treeOf(folder, `${path}/`));
    else tree[path] = isFile ? await Deno.readTextFile(`${folder}/${path}`) : "other";
  }
  return tree;
}
