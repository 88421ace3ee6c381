/** The main job, shown: a repository's `.tool-versions` becomes verified tools on PATH, with nothing but this checkout
 *  and a mirror on the loopback interface. Follows DECISIONS "Runtime and build" 2.
 *  Invariant: every step checks what it shows; the demo fails when the program does. */
import { build } from "./build.ts";
import { pathOf } from "./checkout.ts";
import { startMirror } from "./demo/mirror.ts";

const ARCH: Readonly<Record<string, string>> = { x86_64: "amd64", aarch64: "arm64" };

/** A project in a folder of its own and the binary to run in it. */
interface Stage {
  readonly project: string;
  readonly env: Readonly<Record<string, string>>;
}

async function demo(): Promise<void> {
  tell("Building the binary; the first time this brings its base from npm.");
  await build();
  const root = await Deno.realPath(await Deno.makeTempDir({ prefix: "atmos-demo-" }));
  const mirror = await startMirror(Deno.build.os, ARCH[Deno.build.arch] ?? Deno.build.arch);
  try {
    await play(await makeStage(root, mirror.url), mirror.tamper);
  } finally {
    await mirror.stop();
    await Deno.remove(root, { recursive: true });
  }
}

async function makeStage(root: string, mirror: string): Promise<Stage> {
  const project = `${root}/project`;
  await Deno.mkdir(project);
  for (const name of [".tool-versions", "atmos.yaml", "registry.yaml"]) {
    await Deno.copyFile(pathOf(`examples/toolchain/${name}`), `${project}/${name}`);
  }
  const redirect = `  url_replacements:\n    - {from: "https://", to: "${mirror}/"}\n`;
  await Deno.writeTextFile(`${project}/atmos.yaml`, redirect, { append: true });
  tell(`The project is examples/toolchain in an empty HOME. Its downloads go to a mirror at ${mirror}.`);
  return { project, env: { HOME: root, PATH: "/usr/bin:/bin", NO_COLOR: "1" } };
}

async function play(stage: Stage, tamper: (ending: string) => void): Promise<void> {
  tell("What the repository pins:");
  await show(stage, ["cat", ".tool-versions"]);
  tell("Install everything: download, compare checksums, unpack, record in the lock file.");
  await show(stage, ["atmos", "toolchain", "install"]);
  tell("Two versions of one tool, side by side; the default needs no version.");
  await show(stage, ["atmos", "toolchain", "exec", "terraform", "--", "plan"], "terraform 1.9.8 plan");
  await show(stage, ["atmos", "toolchain", "exec", "terraform@1.5.7", "--", "plan"], "terraform 1.5.7 plan");
  tell("On PATH for a shell:");
  await show(stage, ["atmos", "toolchain", "which", "jq"], "/jq");
  await show(stage, [
    "sh",
    "-c",
    'eval "$(atmos toolchain env)"; kustomize build; tofu init; tree-sitter parse',
  ], "tofu 1.10.3 init");
  tell("The lock file, to be committed:");
  await show(stage, ["cat", "toolchain.lock.yaml"], "checksum_algorithm: sha256");
  tell("Again: nothing to do, and nothing is asked of the network.");
  await show(stage, ["atmos", "toolchain", "install"], "already installed");
  tell("Now somebody swaps an asset on the server, and a colleague starts from a fresh clone:");
  tamper("terraform_1.9.8_linux_amd64.zip");
  tamper("terraform_1.9.8_linux_arm64.zip");
  tamper("terraform_1.9.8_darwin_arm64.zip");
  tamper("terraform_1.9.8_darwin_amd64.zip");
  await Deno.remove(`${stage.project}/.tools`, { recursive: true });
  await Deno.remove(`${stage.env["HOME"]}/.cache`, { recursive: true });
  await show(stage, ["atmos", "toolchain", "install", "terraform@1.9.8"], "lock mismatch", 1);
  await show(stage, ["atmos", "toolchain", "which", "terraform"], "not installed", 1);
  tell("Refused: nothing of it was unpacked. That is the main job.");
}

/** Runs a command, shows it with everything that it prints, and checks its exit code and a phrase. */
async function show(stage: Stage, command: readonly string[], phrase = "", exit = 0): Promise<void> {
  const shown = command.map((word) => /^[\w@./:-]+$/.test(word) ? word : `'${word}'`).join(" ");
  console.log(`\n$ ${shown}`);
  const [name = "", ...args] = command;
  const env = { ...stage.env, PATH: `${pathOf("dist")}:${stage.env["PATH"]}` };
  const program = name === "atmos" ? pathOf("dist/atmos") : name;
  const { code, stdout, stderr } = await new Deno.Command(program, {
    args,
    cwd: stage.project,
    env,
    clearEnv: true,
  }).output();
  await Deno.stderr.write(stderr);
  await Deno.stdout.write(stdout);
  if (code !== exit) throw new Error(`${shown} ended with ${code}, not ${exit}`);
  const said = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
  if (!said.includes(phrase)) throw new Error(`${shown} did not say "${phrase}"`);
}

function tell(text: string): void {
  console.log(`\n── ${text}`);
}

if (import.meta.main) await demo();
