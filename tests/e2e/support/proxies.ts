/** A project with shims, and ways to call them. Follows toolchain §16.
 *  Invariant: all files are old, because of what has just changed no answer is kept. */
import assert from "node:assert/strict";
import { type Sandbox, sandbox, testBinary } from "../../support/binary.ts";

/** The atmos.yaml of the project. */
export const CONFIG = `toolchain:
  install_path: .tools
  aliases: {alpha: acme/alpha, beta: acme/beta}
  proxies: {a: {tool: alpha, args: ["--x", "y z"]}, beta: {tool: beta}}
`;

/** A project with two versions of one tool, all of it old. */
export async function project(files: Readonly<Record<string, string>> = {}): Promise<Sandbox> {
  const box = await sandbox({
    "atmos.yaml": CONFIG,
    ".tool-versions": "alpha 1.2.0\nbeta 1.0.0\n",
    ...files,
  });
  for (const tool of ["alpha/1.2.0", "alpha/1.3.0", "beta/1.0.0"]) await addTool(box, tool);
  await age(box.project);
  return box;
}

const LONG_AGO = 1_700_000_000;

/** Makes everything below a directory old: of what has just changed no answer is kept. */
export async function age(path: string): Promise<void> {
  for await (const { name, isDirectory } of Deno.readDir(path)) {
    if (isDirectory) await age(`${path}/${name}`);
    else await Deno.utime(`${path}/${name}`, LONG_AGO, LONG_AGO);
  }
  await Deno.utime(path, LONG_AGO, LONG_AGO);
}

/** Puts a version of a tool of acme into the install root; `place` is `name/version`. */
export async function addTool(box: Sandbox, place: string): Promise<void> {
  const [name = "", version = ""] = place.split("/"),
    path = `${box.project}/.tools/bin/acme/${place}/${name}`;
  const script = `#!/bin/sh\n[ "$1" = exit ] && exit "$2"\necho ${name} ${version} "$@"\n`;
  await box.write({ [path]: script });
  await Deno.chmod(path, 0o755);
}

/** How a shim is called; with the word 1 in the project unless said otherwise. */
export interface Call {
  readonly shell?: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  readonly name?: string;
}

/** Calls a shim. */
export async function call(
  box: Sandbox,
  { shell = [], cwd = ".", env = {}, args = ["1"], name = "a" }: Call = {},
) {
  const [program = "", ...words] = [...shell, `${shimDir(box)}/${name}`, ...args];
  const { code, stdout, stderr } = await new Deno.Command(program, {
    args: words,
    cwd: cwd.startsWith("/") ? cwd : `${box.project}/${cwd}`,
    env: { ...box.env, ...env },
    clearEnv: true,
  }).output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

/** Where the shims are. */
export function shimDir(box: Sandbox): string {
  return `${box.project}/.tools/bin/proxy`;
}

/** Puts a script that says "asked" in the place of this program. */
export async function unplug(box: Sandbox): Promise<void> {
  const path = `${shimDir(box)}/a`, shim = await Deno.readTextFile(path);
  await box.write({ asked: "#!/bin/sh\necho asked\n" });
  await Deno.chmod(`${box.project}/asked`, 0o755);
  await Deno.writeTextFile(
    path,
    shim.replaceAll(`'${testBinary()}'`, `'${box.project}/asked'`),
  );
  await age(shimDir(box));
}

/** A project whose shims are in place. */
export async function installed(
  files?: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
): Promise<Sandbox> {
  const box = await project(files);
  const { code, stderr } = await box.run(["toolchain", "proxy", "install"], { env });
  assert.equal(code, 0, stderr);
  await age(shimDir(box));
  return box;
}

const hasBusybox = await Deno.stat("/bin/busybox").then(() => true, () => false);
/** Every Debian has the first three; busybox counts where it is. */
export const SHELLS = [
  ...[["/bin/sh"], ["/bin/bash"], ["/bin/bash", "--posix"]],
  ...(hasBusybox ? [["/bin/busybox", "sh"]] : []),
];
