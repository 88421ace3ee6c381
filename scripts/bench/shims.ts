/** What a proxy costs over the tool that it becomes, in every shell that is there. */
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
    await Deno.utime(config, 1_700_000_000, 1_700_000_000);
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
    return timingTable("proxies", await timeInTurns(subjects, ROUNDS));
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}
