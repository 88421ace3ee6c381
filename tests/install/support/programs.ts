/** Programs of the machine that tests of the installation need, and tests that are skipped by name without them.
 *  Follows house §8.1. Invariant: whatever keeps a test from running is told before the tests run. */

/** Absolute path of a program on PATH; undefined when there is none. */
export function findProgram(name: string): string | undefined {
  const folders = (Deno.env.get("PATH") ?? "").split(":").filter((folder) => folder.startsWith("/"));
  return folders.map((folder) => `${folder}/${name}`).find(isExecutable);
}

/** As `findProgram`. Throws when there is none: for programs that the test said it needs. */
export function program(name: string): string {
  const path = findProgram(name);
  if (path === undefined) throw new Error(`${name} is not on PATH`);
  return path;
}

function isExecutable(path: string): boolean {
  try {
    const { isFile, mode } = Deno.statSync(path);
    return isFile && ((mode ?? 0) & 0o111) !== 0;
  } catch {
    return false;
  }
}

/** What a test needs of the machine. */
export interface Needs {
  /** On PATH. */
  readonly programs?: readonly string[];
  /** To be root. */
  readonly root?: boolean;
  /** To be able to mount something that no other process sees. */
  readonly mounts?: boolean;
}

/** Registers a test; on a machine that lacks something it is skipped, with the reason. */
export function installTest(name: string, needs: Needs, body: () => Promise<void>): void {
  const reason = whyNot(needs);
  if (reason !== undefined) console.log(`skipped: ${name}: ${reason} (tests/setup prepares Debian machines)`);
  Deno.test({ name, ignore: reason !== undefined, fn: body });
}

function whyNot({ programs = [], root = false, mounts = false }: Needs): string | undefined {
  if (Deno.build.os !== "linux") return "it is made for Linux";
  const missing = programs.filter((name) => findProgram(name) === undefined);
  if (missing.length > 0) return `not on PATH: ${missing.join(", ")}`;
  if (root && Deno.uid() !== 0) return "it needs root";
  if (mounts && !canMount()) return "no mount namespace can be made";
  return undefined;
}

/** Words in front of a command that give it mounts of its own. */
export function withMounts(): readonly string[] {
  return [program("unshare"), ...(Deno.uid() === 0 ? [] : ["--map-root-user"]), "--mount"];
}

function canMount(): boolean {
  if (findProgram("unshare") === undefined) return false;
  const [unshare = "", ...args] = withMounts();
  return new Deno.Command(unshare, { args: [...args, "mount", "-t", "tmpfs", "tmpfs", "/tmp"] }).outputSync()
    .success;
}

/** How people name the shells that scripts run in, and the words that start them. */
export const SHELLS: Readonly<Record<string, readonly string[]>> = {
  dash: ["dash"],
  bash: ["bash"],
  busybox: ["busybox", "ash"],
};
