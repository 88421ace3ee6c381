/** What a proxy costs over the tool that it becomes, in every shell that is there, and what one of mise does when
 *  ATMOS_BENCH_PEERS names a folder with it. */
import { pathOf } from "../checkout.ts";
import { run } from "../build/program.ts";
import { type Subject, timeInTurns, timingTable } from "./measure.ts";

const ROUNDS = 60;
const SHELLS: Readonly<Record<string, readonly string[]>> = {
  "/bin/dash": [],
  "/bin/bash": [],
  "/bin/busybox": ["sh"],
};

/** One table; the tool is `/bin/true`. */
export async function benchShims(): Promise<string> {
  const root = await Deno.realPath(await Deno.makeTempDir());
  try {
    const folder = `${root}/.tools/bin/acme/alpha/1.2.0`, shim = `${root}/.tools/bin/proxy/alpha`;
    await Deno.mkdir(folder, { recursive: true });
    await Deno.symlink("/bin/true", `${folder}/alpha`);
    await Deno.writeTextFile(`${root}/.tool-versions`, "acme/alpha 1.2.0\n");
    const config = `${root}/atmos.yaml`;
    await Deno.writeTextFile(
      config,
      "toolchain:\n  install_path: .tools\n  aliases: {alpha: acme/alpha}\n  proxies: {alpha: {tool: alpha}}\n",
    );
    // No answer is kept of what has just changed.
    for (const path of [config, `${root}/.tool-versions`, folder]) {
      await Deno.utime(path, 1_700_000_000, 1_700_000_000);
    }
    const env = { PATH: "/usr/bin:/bin", HOME: root };
    await run(pathOf("dist/atmos"), ["toolchain", "proxy", "install"], { cwd: root, env, clearEnv: true });
    await run(shim, [], { cwd: root, env, clearEnv: true });
    const subjects: Subject[] = [{ name: "the tool itself", command: [`${folder}/alpha`], env, cwd: root }];
    for (const [shell, words] of Object.entries(SHELLS)) {
      const isHere = await Deno.stat(shell).then(() => true, () => false);
      if (isHere) {
        subjects.push({ name: `proxy, ${shell}`, command: [shell, ...words, shim], env, cwd: root });
      }
    }
    const peer = await miseShim(root);
    if (peer) subjects.push(peer);
    return timingTable("proxies", await timeInTurns(subjects, ROUNDS));
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

/** The same program behind a shim of mise, which is a link to it. */
async function miseShim(root: string): Promise<Subject | undefined> {
  const program = `${Deno.env.get("ATMOS_BENCH_PEERS") ?? ""}/mise`;
  if (!await Deno.stat(program).then(() => true, () => false)) return undefined;
  const folder = `${root}/mise`, shim = `${folder}/shims/node`;
  for (const path of ["node/bin", "shims"]) await Deno.mkdir(`${folder}/${path}`, { recursive: true });
  await Deno.symlink("/bin/true", `${folder}/node/bin/node`);
  await Deno.symlink(program, shim);
  await Deno.writeTextFile(`${folder}/mise.toml`, `[tools]\nnode = "path:${folder}/node"\n`);
  const env = { PATH: "/usr/bin:/bin", HOME: folder, MISE_TRUSTED_CONFIG_PATHS: folder };
  return { name: "mise", command: [shim], env, cwd: folder };
}
