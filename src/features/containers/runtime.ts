/** The program that runs containers. Follows containers §1.1, §1.2.
 *  Invariants: one that was named is never replaced by the other; each is asked once in a run; no machine is started unless
 *  somebody said so. */
import { type Context, slot } from "@/base/context.ts";
import { ConfigError } from "@/base/errors.ts";
import { loadWhole } from "@/features/config/whole.ts";

/** docker or podman, usable. */
export interface Runtime {
  readonly name: "docker" | "podman";
  /** Absolute path. */
  readonly program: string;
}

/** What a step says of it. */
export interface RuntimeWish {
  /** Undefined leaves it to variables, settings and what is there. */
  readonly provider: string | undefined;
  readonly autoStart: boolean;
  /** Environment of the program. */
  readonly env: Readonly<Record<string, string>>;
}

const INFO_TIMEOUT_MS = 10_000;
const START_TIMEOUT_MS = 60_000;
const INIT_TIMEOUT_MS = 600_000;

/** What has been asked in this run. */
const answers = slot<Map<string, Promise<Answer>>>("container runtimes");

interface Answer {
  readonly runtime: Runtime | undefined;
  /** Why it cannot be used. */
  readonly why: string;
}

/** @throws Config `containers/no-runtime` */
export async function findRuntime(ctx: Context, wish: RuntimeWish): Promise<Runtime> {
  const named = await namedRuntime(ctx, wish), autoStart = await startsItself(ctx, wish);
  if (named !== undefined) {
    const { runtime, why } = await usable(ctx, named, { ...wish, autoStart });
    if (runtime !== undefined) return runtime;
    throw notAvailable(`${named} is not available or not running`, [`${named}: ${why}`]);
  }
  const docker = await usable(ctx, "docker", wish);
  if (docker.runtime !== undefined) return docker.runtime;
  const podman = await usable(ctx, "podman", { ...wish, autoStart });
  if (podman.runtime !== undefined) return podman.runtime;
  throw notAvailable("neither docker nor podman is available", [
    `docker: ${docker.why}`,
    `podman: ${podman.why}`,
  ]);
}

/** The name for a dry run, which asks nobody. */
export async function previewRuntime(ctx: Context, wish: RuntimeWish): Promise<string> {
  return await namedRuntime(ctx, wish) ?? "docker|podman";
}

/** What was said; undefined when nobody said anything. @throws Config `containers/no-runtime` for a word that is none */
export async function namedRuntime(
  ctx: Context,
  { provider, env }: RuntimeWish,
): Promise<"docker" | "podman" | undefined> {
  if (provider === "docker" || provider === "podman") return provider;
  const word = (env["ATMOS_CONTAINER_RUNTIME"] ?? ctx.env["ATMOS_CONTAINER_RUNTIME"] ?? "").trim()
    .toLowerCase();
  if (word === "docker" || word === "podman") return word;
  if (word !== "" && word !== "auto") {
    throw notAvailable(`unknown runtime type '${word}'`, [
      "ATMOS_CONTAINER_RUNTIME is docker, podman or auto.",
    ]);
  }
  if (word === "auto") return undefined;
  const { provider: set } = (await loadWhole(ctx, ctx.flags.typed ?? {})).config.container.runtime;
  return set === "docker" || set === "podman" ? set : undefined;
}

async function startsItself(ctx: Context, { autoStart }: RuntimeWish): Promise<boolean> {
  if (autoStart) return true;
  const whole = await loadWhole(ctx, ctx.flags.typed ?? {});
  // By default nothing is started, whatever the settings' own default says.
  return whole.originOf(["container", "runtime", "auto_start"]) !== undefined &&
    whole.config.container.runtime.auto_start === true;
}

interface Asking extends RuntimeWish {
  readonly autoStart: boolean;
}

async function usable(ctx: Context, name: Runtime["name"], asking: Asking): Promise<Answer> {
  const known = await ctx.once(answers, () => Promise.resolve(new Map<string, Promise<Answer>>()));
  const { env } = asking;
  const facts = ["PATH", "DOCKER_HOST", "DOCKER_CONTEXT", "CONTAINER_HOST", "DOCKER_CONFIG"];
  const key = JSON.stringify([name, asking.autoStart, ...facts.map((fact) => env[fact] ?? "")]);
  const answer = known.get(key) ?? ask(ctx, name, asking);
  known.set(key, answer);
  return await answer;
}

async function ask(ctx: Context, name: Runtime["name"], { env, autoStart }: Asking): Promise<Answer> {
  const program = await ctx.procs.find(name, env["PATH"] ?? "");
  if (program === undefined) return { runtime: undefined, why: "not on PATH" };
  const info = async () => {
    const options = { timeoutMs: INFO_TIMEOUT_MS, signal: ctx.signal };
    const { code, stderr } = await ctx.procs.capture({ program, args: ["info"], env, cwd: ctx.cwd }, options);
    const [first = ""] = stderr.trim().split("\n");
    return code === 0 ? undefined : first || `\`${name} info\` ended with code ${code}`;
  };
  let why = await info();
  if (why !== undefined && name === "podman" && autoStart) {
    await startMachine(ctx, program, env);
    why = await info();
  }
  return why === undefined ? { runtime: { name, program }, why: "" } : { runtime: undefined, why };
}

/** On systems where podman lives in a machine of its own. */
async function startMachine(
  ctx: Context,
  program: string,
  env: Readonly<Record<string, string>>,
): Promise<void> {
  const machine = (args: readonly string[], timeoutMs: number) =>
    ctx.procs.capture({ program, args: ["machine", ...args], env, cwd: ctx.cwd }, {
      timeoutMs,
      signal: ctx.signal,
    });
  const list = await machine(["list", "--format", "{{.Name}}"], INFO_TIMEOUT_MS);
  if (list.stdout.trim() === "") {
    const { code } = await machine(["init"], INIT_TIMEOUT_MS);
    if (code === 0) ctx.out.say("info", "✓ Initialized Podman machine");
  }
  const { code } = await machine(["start"], START_TIMEOUT_MS);
  if (code === 0) ctx.out.say("info", "✓ Started Podman machine");
}

function notAvailable(title: string, reasons: readonly string[]): ConfigError {
  return new ConfigError("containers/no-runtime", `container runtime not available: ${title}`, {
    explanation: reasons.join("\n"),
    hints: ["Start docker or podman, and look with: docker info"],
  });
}
