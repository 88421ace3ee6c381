/** What starting costs: against an empty program on the same base, compiled and as `deno run` of the bundle. */
import { chooseBase } from "../build/base.ts";
import { run } from "../build/program.ts";
import { pathOf } from "../checkout.ts";
import { compileEmpty } from "./empty.ts";
import { type Subject, timeInTurns, timingTable } from "./measure.ts";

const ROUNDS = 40;

/** A project with installed tools, as a repository has them. */
async function makeProject(root: string): Promise<void> {
  const tools = ["acme/alpha", "acme/beta", "acme/gamma"];
  await Deno.writeTextFile(`${root}/.tool-versions`, tools.map((id) => `${id} 1.2.0\n`).join(""));
  await Deno.writeTextFile(
    `${root}/atmos.yaml`,
    "toolchain:\n  install_path: .tools\n  aliases: {alpha: acme/alpha}\n",
  );
  for (const id of tools) {
    const dir = `${root}/.tools/bin/${id}/1.2.0`, name = id.slice(5);
    await Deno.mkdir(dir, { recursive: true });
    await Deno.symlink("/bin/true", `${dir}/${name}`);
    const receipt = {
      ...{
        schema: 1,
        id,
        names: [name],
        version: "1.2.0",
        tag: "v1.2.0",
        platform: "linux/amd64",
        registry: "bench",
      },
      ...{ source_url: "https://example.test", sha256: "00", size: 0, bins: { [name]: name }, primary: name },
      ...{ layout: "flat", verified: ["tofu"], installed_at: "2026-01-02T03:04:05Z", installer: "bench" },
    };
    await Deno.writeTextFile(`${dir}/.atmos-install.json`, JSON.stringify(receipt));
  }
  await Deno.utime(`${root}/atmos.yaml`, 1_700_000_000, 1_700_000_000);
}

const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  "--version": ["--version"],
  "toolchain which": ["toolchain", "which", "alpha"],
  "toolchain path": ["toolchain", "path"],
  "toolchain env": ["toolchain", "env"],
  "toolchain exec": ["toolchain", "exec", "alpha"],
  "toolchain which, atmos.yaml read anew": ["toolchain", "which", "alpha", "-C", "fresh"],
};

/** Two tables: the compiled program, and the bundle under the running Deno. */
export async function benchStartUp(): Promise<string> {
  const root = await Deno.makeTempDir();
  try {
    await makeProject(root);
    await Deno.mkdir(`${root}/fresh`);
    await makeProject(`${root}/fresh`);
    // What is so young is never kept.
    await Deno.utime(`${root}/fresh/atmos.yaml`, 4_000_000_000, 4_000_000_000);
    const env = { PATH: "/usr/bin:/bin", HOME: root };
    const empty = await compileEmpty(root);
    // What has changed just now is never kept, whatever time it has.
    await new Promise((resolve) => setTimeout(resolve, 2500));
    // An install, even one that has nothing to do, remembers what atmos.yaml says.
    await run(pathOf("dist/atmos"), ["toolchain", "install"], { cwd: root, env, clearEnv: true });
    const base = await chooseBase();
    const compiled = await timeInTurns(
      subjects(root, env, { empty: [empty], atmos: [pathOf("dist/atmos")] }),
      ROUNDS,
    );
    const deno = [Deno.execPath(), "run", "-A", "--no-check", "--no-config"];
    await Deno.writeTextFile(`${root}/empty.js`, "");
    const bundle = { empty: [...deno, `${root}/empty.js`], atmos: [...deno, pathOf("build/js/main.js")] };
    const bundled = await timeInTurns(
      subjects(root, { ...env, DENO_DIR: pathOf(".cache/deno") }, bundle),
      ROUNDS,
    );
    return [
      timingTable(`compiled (${base.name})`, compiled),
      timingTable(`deno run of the bundle (${Deno.version.deno})`, bundled),
    ].join("\n");
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

function subjects(
  cwd: string,
  env: Readonly<Record<string, string>>,
  programs: { readonly empty: readonly string[]; readonly atmos: readonly string[] },
): readonly Subject[] {
  const commands = Object.entries(COMMANDS).map(([name, words]) => ({
    name,
    command: [...programs.atmos, ...words],
    env,
    cwd,
  }));
  return [{ name: "empty program", command: programs.empty, env, cwd }, ...commands];
}
