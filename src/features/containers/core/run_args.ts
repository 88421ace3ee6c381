/** Arguments that make and use a container. Pure. Follows containers §1.5, §2.4 to §2.8, §3.6.
 *  Invariant: what cannot be right is refused before anything is called. */
import { parseGoDuration } from "@/base/text/go_duration.ts";
import { isTree, type Tree } from "@/features/stacks/core/merge.ts";
import { bad, sortedEntries, texts } from "./step_fields.ts";

/** A mount with its source absolute. */
export interface Mount {
  readonly type: string;
  /** Undefined for tmpfs. */
  readonly source: string | undefined;
  readonly target: string;
  readonly isReadOnly: boolean;
}

/** Everything that a container is made of. */
export interface ContainerPlan {
  readonly name: string;
  readonly image: string;
  readonly labels: Tree;
  readonly mounts: readonly Mount[];
  readonly workspace: string;
  readonly params: Tree;
  readonly pullNever: boolean;
  readonly isInsecure: boolean;
  /** Whether it may use the runtime of this machine. */
  readonly isHost: boolean;
}

/** `create` of a container that stays alive. */
export function createArgs(plan: ContainerPlan): readonly string[] {
  const { params } = plan;
  return [
    ...["create", "--name", plan.name, "-it"],
    ...(plan.pullNever ? ["--pull", "never"] : []),
    ...(plan.isInsecure ? ["--tls-verify=false"] : []),
    ...(plan.isHost ? ["--security-opt", "label=disable"] : []),
    ...restartArgs(params["restart"]),
    ...healthArgs(params["healthcheck"]),
    ...sortedEntries(plan.labels).flatMap(([key, value]) => ["--label", `${key}=${value}`]),
    ...(plan.isHost ? ["-e", `DOCKER_HOST=unix://${SOCKET}`] : []),
    ...[...plan.mounts, ...(plan.isHost ? [SOCKET_MOUNT] : [])].flatMap((
      mount,
    ) => ["--mount", mountText(mount)]),
    ...portArgs(params["ports"]),
    ...userArgs(params["user"], plan.isHost),
    ...["-w", plan.workspace],
    ...texts(params["run_args"]),
    ...["--stop-signal", "SIGKILL", "--entrypoint", "/bin/sh", plan.image, "-c", "sleep infinity"],
  ];
}

const SOCKET = "/var/run/docker.sock";
const SOCKET_MOUNT: Mount = { type: "bind", source: SOCKET, target: SOCKET, isReadOnly: false };

function userArgs(user: unknown, isHost: boolean): readonly string[] {
  return user ? ["--user", String(user)] : isHost ? ["--user", "0"] : [];
}

/** What runs in a container. */
export interface ExecPlan {
  readonly id: string;
  readonly user: unknown;
  readonly workspace: string;
  readonly isTty: boolean;
  readonly isInteractive: boolean;
  /** Names and values; a value that is secret is undefined, it is handed over by the environment. */
  readonly env: readonly (readonly [string, string | undefined])[];
  readonly shell: string;
  readonly command: string;
}

/** `exec` of the command. */
export function execArgs(plan: ExecPlan): readonly string[] {
  return [
    "exec",
    ...(plan.user ? ["--user", String(plan.user)] : []),
    ...["-w", plan.workspace],
    ...(plan.isTty ? ["-t"] : []),
    ...(plan.isInteractive ? ["-i"] : []),
    ...envArgs(plan.env),
    ...[plan.id, plan.shell, "-lc", plan.command],
  ];
}

function envArgs(env: ExecPlan["env"]): readonly string[] {
  return env.flatMap(([name, value]) => ["-e", value === undefined ? name : `${name}=${value}`]);
}

/** What a dry run shows of a run. */
export function previewArgs(plan: ContainerPlan, exec: ExecPlan, isRemoved: boolean): readonly string[] {
  const [workspaceMount] = plan.mounts.slice(-1), others = plan.mounts.slice(0, -1);
  return [
    "run",
    ...(isRemoved ? ["--rm"] : []),
    ...(exec.isTty ? ["-t"] : []),
    ...(exec.isInteractive ? ["-i"] : []),
    ...(exec.user ? ["--user", String(exec.user)] : []),
    ...["-w", plan.workspace],
    ...exec.env.flatMap(([name]) => ["-e", name]),
    ...restartArgs(plan.params["restart"]),
    ...healthArgs(plan.params["healthcheck"]),
    ...[...others, ...(workspaceMount === undefined ? [] : [workspaceMount])]
      .flatMap((mount) => ["--mount", mountText(mount)]),
    ...portArgs(plan.params["ports"]),
    ...texts(plan.params["run_args"]),
    ...[plan.image, exec.shell, "-lc", exec.command],
  ];
}

/** As both programs read it: a list of CSV. */
function mountText({ type, source, target, isReadOnly }: Mount): string {
  const fields = [
    `type=${type}`,
    ...(source === undefined ? [] : [`source=${source}`]),
    `target=${target}`,
    ...(isReadOnly ? ["readonly"] : []),
  ];
  return fields.map((field) => /[,"]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field).join(",");
}

function portArgs(ports: unknown): readonly string[] {
  const list = Array.isArray(ports) ? ports.filter(isTree) : [];
  return list.flatMap(({ host, container, protocol = "tcp" }) => {
    const isAny = host === undefined || host === null || String(host) === "0" || host === "";
    return ["-p", `${isAny ? "" : `${String(host)}:`}${String(container)}/${String(protocol)}`];
  });
}

function restartArgs(restart: unknown): readonly string[] {
  if (!isTree(restart) || !restart["policy"]) return [];
  const policy = String(restart["policy"]), retries = Number(restart["max_retries"] ?? 0);
  return ["--restart", policy === "on-failure" && retries > 0 ? `${policy}:${retries}` : policy];
}

const HEALTH: readonly (readonly [key: string, flag: string])[] = [
  ["interval", "--health-interval"],
  ["timeout", "--health-timeout"],
  ["start_period", "--health-start-period"],
  ["start_interval", "--health-start-interval"],
  ["retries", "--health-retries"],
];

function healthArgs(health: unknown): readonly string[] {
  if (!isTree(health)) return [];
  const test = healthTest(health["test"]);
  if (health["disable"] === true || test === "NONE") return ["--no-healthcheck"];
  return [
    ...(test === "" ? [] : ["--health-cmd", test]),
    ...HEALTH.flatMap(([key, flag]) => health[key] === undefined ? [] : [flag, String(health[key])]),
  ];
}

function healthTest(test: unknown): string {
  const [first = "", ...rest] = texts(test);
  if (first === "NONE") return "NONE";
  return ["CMD", "CMD-SHELL"].includes(first) ? rest.join(" ") : [first, ...rest].join(" ");
}

const POLICIES = ["no", "always", "on-failure", "unless-stopped"];
/** What the program itself gives. */
const REFUSED = ["--name", "--rm", "-d", "--detach"];

/** @throws Config `containers/bad-step` */
export function checkRun(params: Tree, name: string): void {
  const { restart, healthcheck: health } = params;
  const refused = texts(params["run_args"]).find((word) => REFUSED.includes(word.replace(/=.*/s, "")));
  if (refused !== undefined) throw bad(name, `run_args must not hold ${refused}: atmos gives it itself`);
  if (isTree(restart) && restart["policy"] && !POLICIES.includes(String(restart["policy"]))) {
    throw bad(name, `restart.policy is ${POLICIES.join(", ")}, not ${String(restart["policy"])}`);
  }
  if (!isTree(health)) return;
  const retries = health["retries"];
  if (retries !== undefined && !(Number(retries) >= 0)) {
    throw bad(name, `healthcheck.retries must not be negative: ${String(retries)}`);
  }
  for (const key of ["interval", "timeout", "start_period", "start_interval"]) {
    if (health[key] !== undefined && parseGoDuration(String(health[key])) === undefined) {
      throw bad(name, `healthcheck.${key} is no duration: ${String(health[key])}`);
    }
  }
}
