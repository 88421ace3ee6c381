/** `action: run`: a command in a container of its own. Follows containers §2.4 to §2.8, §3.1, §3.2, §3.5.
 *  Invariants: the container goes by the policy, also after a failure and a signal; nothing of the process but what was asked
 *  for reaches it. */
import { ChildError, ConfigError } from "@/base/errors.ts";
import { isAbsolute, resolvePath } from "@/base/path.ts";
import { isTree } from "@/features/stacks/core/merge.ts";
import { createdId, isMissingImage, isTransient, readable } from "./core/engine_text.ts";
import { checkImage, isLoopback, qualifiedImage } from "./core/image.ts";
import {
  checkRun,
  type ContainerPlan,
  createArgs,
  execArgs,
  type ExecPlan,
  type Mount,
  previewArgs,
} from "./core/run_args.ts";
import { bad, choice, requiredText, sortedEntries, texts } from "./core/step_fields.ts";
import { callEngine, type Engine, engineError, needEngine, withLogin } from "./engine.ts";
import { tellCall } from "./preview.ts";
import { engineOf, insecureFlag } from "./push.ts";
import { previewRuntime } from "./runtime.ts";
import type { ContainerAnswer, ContainerStep } from "./step.ts";

const PULLS = ["missing", "always", "never"];
const CLEANUPS = ["always", "on_success", "never"];

/** @throws Config `containers/…`, Child `containers/failed` */
export async function run(step: ContainerStep): Promise<ContainerAnswer> {
  const { ctx, name, fields: { params, provider, autoStart }, env } = step;
  const written = checkImage(requiredText(params, "image", { name, action: "run" }), "run.image");
  const command = requiredText(params, "command", { name, action: "run" });
  const pull = choice(params["pull"], { what: "Pull policy", words: PULLS, name });
  const cleanup = choice(params["cleanup"], { what: "Cleanup policy", words: CLEANUPS, name });
  checkRun(params, name);
  const workspace = String(params["workspace"] ?? "/workspace");
  const mounts = await mountsOf(step, workspace);
  const exec = (id: string): ExecPlan => ({
    id,
    user: params["user"],
    workspace,
    isTty: step.isTty && (ctx.term.stdinIsTty || step.dryRun),
    isInteractive: step.isInteractive,
    env: containerEnv(step).map(([key, value]) => [key, isSecret(step, key, value) ? undefined : value]),
    shell: String(params["shell"] ?? "/bin/sh"),
    command,
  });
  const plan: ContainerPlan = {
    name: containerName(step),
    image: written,
    labels: { "tools.atmos.step.name": name, "tools.atmos.step.type": "container" },
    mounts,
    workspace,
    params,
    pullNever: pull === "never",
    isInsecure: false,
    isHost: isTree(params["runtime"]) && params["runtime"]["host"] === true,
  };
  if (step.dryRun) {
    const program = await previewRuntime(ctx, { provider, autoStart, env });
    tellCall(ctx, program, previewArgs(plan, exec(""), cleanup === "always"));
    return {
      code: 0,
      value: "",
      metadata: { stdout: "", stderr: "", exit_code: 0, container_id: plan.name },
    };
  }
  const engine = await engineOf(step), isPodman = engine.runtime.name === "podman";
  const image = isPodman ? await namedForPodman(engine, written) : written;
  const full = { ...plan, image, isInsecure: isPodman && isLoopback(image) };
  if (plan.isHost) ctx.out.say("warning", `Step ${name} gives its container control of this machine`);
  if (pull === "always") await pullImage(engine, image);
  const id = await create(engine, full, pull);
  return await inContainer(step, engine, { id, exec: exec(id), cleanup });
}

interface Running {
  readonly id: string;
  readonly exec: ExecPlan;
  readonly cleanup: string;
}

async function inContainer(
  step: ContainerStep,
  engine: Engine,
  { id, exec, cleanup }: Running,
): Promise<ContainerAnswer> {
  const { ctx } = step;
  const remove = async () => {
    const { code, stderr } = await callEngine(engine, ["rm", "-f", id], true);
    if (code !== 0) ctx.out.say("debug", `the container ${id} could not be removed: ${readable(stderr)}`);
  };
  const undo = cleanup === "always" ? ctx.defer(remove) : undefined;
  let isSuccess = false;
  try {
    const start = ["start", id], started = await callEngine(engine, start);
    if (started.code !== 0) throw withAdvice(engineError(engine, start, started));
    const answer = await execute(step, engine, exec);
    isSuccess = answer.code === 0;
    return answer;
  } finally {
    if (undo !== undefined) await undo();
    else if (cleanup === "on_success" && isSuccess) await remove();
  }
}

/** The image needs a shell and `sleep`. */
function withAdvice(error: ChildError): ChildError {
  if (!/\/bin\/sh|not found|no such file/i.test(error.explanation ?? "")) return error;
  return new ChildError(error.code, error.title, {
    explanation: error.explanation,
    hints: ["The image needs /bin/sh and sleep: images from scratch cannot run commands."],
    exitCode: error.exitCode,
  });
}

async function execute(step: ContainerStep, engine: Engine, exec: ExecPlan): Promise<ContainerAnswer> {
  const { ctx, timeoutMs } = step, { runtime, cwd } = engine;
  const secrets = Object.fromEntries(
    containerEnv(step).filter(([key, value]) => isSecret(step, key, value)),
  );
  const env = withLogin({ ...step.env, ...secrets }, runtime);
  const plan = { program: runtime.program, args: execArgs(exec), env, cwd };
  if (exec.isTty || exec.isInteractive) {
    const code = await ctx.procs.run(plan);
    return { code, value: "", metadata: { exit_code: code, container_id: exec.id } };
  }
  const result = await ctx.procs.watch(plan, {
    stdin: "",
    timeoutMs,
    signal: ctx.signal,
    onOutput: (stream, chunk) => step.show(stream, chunk),
  });
  const [stdout, stderr] = [ctx.out.masked(result.stdout), ctx.out.masked(result.stderr)];
  return {
    code: result.code,
    value: stdout.trim(),
    metadata: { stdout, stderr, exit_code: result.code, container_id: exec.id },
  };
}

/** Makes the container; the image comes first where it is wanted. @throws Child `containers/failed`, Config */
async function create(engine: Engine, plan: ContainerPlan, pull: string): Promise<string> {
  const args = createArgs(plan), first = await callEngine(engine, args);
  if (first.code === 0) return idOf(engine, first.stdout);
  const said = `${first.stderr}\n${first.stdout}`;
  if (!isMissingImage(said) && !isTransient(said)) throw engineError(engine, args, first);
  if (pull === "never") {
    throw new ConfigError("containers/no-image", `image ${plan.image} is not present and pull is \`never\``, {
      explanation: readable(said),
    });
  }
  try {
    await pullImage(engine, plan.image);
  } catch (error) {
    if (!(error instanceof ChildError)) throw error;
    throw new ChildError(error.code, error.title, {
      explanation: `${error.explanation ?? ""}\n${readable(said)}`.trim(),
      exitCode: error.exitCode,
      cause: error,
    });
  }
  return idOf(engine, (await needEngine(engine, args)).stdout);
}

async function pullImage(engine: Engine, image: string): Promise<void> {
  await needEngine(engine, ["pull", ...insecureFlag(engine.runtime, image), image], { isRetried: true });
}

function idOf({ runtime }: Engine, stdout: string): string {
  const id = createdId(stdout);
  if (id !== undefined && id !== "") return id;
  throw new ConfigError("containers/no-id", `${runtime.name} create returned no container ID`);
}

/** podman asks which registry a short name means; an image of this machine keeps its name. */
async function namedForPodman(engine: Engine, image: string): Promise<string> {
  const qualified = qualifiedImage(image);
  if (qualified === image) return image;
  const { code } = await callEngine(engine, ["image", "exists", image]);
  return code === 0 ? image : qualified;
}

function containerName({ ctx, name }: ContainerStep): string {
  const safe = name.replace(/[^A-Za-z0-9_.-]+/g, "-").replace(/^[-.]+|[-.]+$/g, "");
  const nanoseconds = String(ctx.clock.now()) +
    String(Math.floor(ctx.random.number() * 1e6)).padStart(6, "0");
  return `atmos-step-${safe}-${nanoseconds}`;
}

/** What never goes into a container unless the step itself says so. */
const OWN = /^(?:PATH|HOME|TMPDIR|SHELL|PWD|SSH_AUTH_SOCK|ATMOS_SHLVL|XDG_.*|DOCKER_.*)$/;

function containerEnv(step: ContainerStep): readonly (readonly [string, string])[] {
  const { params } = step.fields;
  const passed = texts(params["env_passthrough"]).flatMap((name) =>
    step.env[name] === undefined ? [] : [[name, step.env[name] ?? ""] as const]
  );
  const own = Object.entries(step.setEnv).filter(([name]) => step.stepEnv.includes(name) || !OWN.test(name));
  const all = new Map<string, string>([...passed, ...own, ...sortedEntries(params["env"])]);
  return [...all].sort(([a], [b]) => a < b ? -1 : Number(a > b));
}

/** Whether a value must not stand in a list of processes. */
function isSecret({ ctx }: ContainerStep, name: string, value: string): boolean {
  return !OWN.test(name) && value !== "" && ctx.out.masked(value) !== value;
}

/** Files that variables of clouds name. */
const CREDENTIALS = [
  ...["AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE", "AWS_WEB_IDENTITY_TOKEN_FILE"],
  ...["GOOGLE_APPLICATION_CREDENTIALS", "AZURE_AUTH_LOCATION", "KUBECONFIG"],
];

async function mountsOf(step: ContainerStep, workspace: string): Promise<readonly Mount[]> {
  const { fields: { params }, workingDirectory, name } = step;
  const written = Array.isArray(params["mounts"]) ? params["mounts"].filter(isTree) : [];
  const own: Mount[] = [];
  for (const mount of written) own.push(await mountOf(step, mount));
  const twice = own.find(({ target }, index) => own.findIndex((each) => each.target === target) !== index);
  if (twice !== undefined) throw bad(name, `two mounts have the target ${twice.target}`);
  const credentials = await credentialMounts(step);
  const workspaceMount: Mount = {
    type: "bind",
    source: workingDirectory,
    target: workspace,
    isReadOnly: params["workspace_read_only"] === true,
  };
  const hasOwn = own.some(({ target }) => target === workspace);
  return [...own, ...credentials, ...(hasOwn ? [] : [workspaceMount])];
}

async function mountOf(
  { ctx, env, workingDirectory, name, dryRun }: ContainerStep,
  mount: Readonly<Record<string, unknown>>,
): Promise<Mount> {
  const type = String(mount["type"] ?? "bind"), target = String(mount["target"] ?? "");
  const isReadOnly = mount["read_only"] === true;
  if (target === "") throw bad(name, "a mount needs a target");
  if (type === "tmpfs") return { type, source: undefined, target, isReadOnly };
  const written = String(mount["source"] ?? "");
  if (type === "volume") return { type, source: written, target, isReadOnly };
  const source = resolvePath(
    workingDirectory,
    written.replace(/^~(?=\/|$)/, env["HOME"] ?? "~")
      .replace(/\$(?:\{(\w+)\}|(\w+))/g, (_text, braced, plain) => env[braced ?? plain] ?? ""),
  );
  if (await ctx.disk.stat(source) === undefined) {
    const isMade = mount["create"] === true;
    if (isMade && !dryRun) await ctx.disk.makeDir(source);
    if (!isMade) throw bad(name, `the source of the mount ${target} does not exist: ${source}`);
  }
  return { type, source, target, isReadOnly };
}

async function credentialMounts(step: ContainerStep): Promise<readonly Mount[]> {
  const env = new Map(containerEnv(step)), found = new Set<string>();
  for (const name of CREDENTIALS) {
    const paths = (env.get(name) ?? "").split(name === "KUBECONFIG" ? ":" : "\0");
    for (const path of paths) {
      if (isAbsolute(path) && (await step.ctx.disk.stat(path))?.kind === "file") found.add(path);
    }
  }
  return [...found].map((path) => ({ type: "bind", source: path, target: path, isReadOnly: true }));
}
