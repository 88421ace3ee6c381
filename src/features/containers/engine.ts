/** Calls of docker or podman. Follows containers §1.3, §1.8, §1.10.
 *  Invariants: the environment of the step is that of the program; what is printed has passed the mask. */
import type { Context } from "@/base/context.ts";
import { ChildError } from "@/base/errors.ts";
import { isTransient, readable } from "./core/engine_text.ts";
import type { Runtime } from "./runtime.ts";

/** A runtime in the environment of a step. */
export interface Engine {
  readonly ctx: Context;
  readonly runtime: Runtime;
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
}

/** What a call printed. */
export interface EngineAnswer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const LIMIT_BYTES = 64 * 1024 * 1024;
const ATTEMPTS = 4;
const FIRST_DELAY_MS = 2000;
const LONGEST_DELAY_MS = 20_000;

/** Runs and answers, whatever the code. `isLasting` is for clean-ups: Ctrl-C does not cut them. */
export async function callEngine(
  { ctx, runtime, env, cwd }: Engine,
  args: readonly string[],
  isLasting = false,
): Promise<EngineAnswer> {
  return await ctx.procs.capture({ program: runtime.program, args, env: withLogin(env, runtime), cwd }, {
    limitBytes: LIMIT_BYTES,
    ...(isLasting ? {} : { signal: ctx.signal }),
  });
}

/** podman looks at another file of logins first than the one that DOCKER_CONFIG names. */
export function withLogin(
  env: Readonly<Record<string, string>>,
  { name }: Runtime,
): Readonly<Record<string, string>> {
  const config = env["DOCKER_CONFIG"];
  if (name !== "podman" || config === undefined || env["REGISTRY_AUTH_FILE"] !== undefined) return env;
  return { ...env, REGISTRY_AUTH_FILE: `${config}/config.json` };
}

/** Runs what must go well; networks that have a bad moment are tried again. @throws Child `containers/failed` */
export async function needEngine(
  engine: Engine,
  args: readonly string[],
  { isRetried = false }: { readonly isRetried?: boolean } = {},
): Promise<EngineAnswer> {
  const { ctx } = engine;
  for (let attempt = 1;; attempt++) {
    const answer = await callEngine(engine, args);
    if (answer.code === 0) return answer;
    const said = `${answer.stderr}\n${answer.stdout}`;
    if (!isRetried || attempt >= ATTEMPTS || !isTransient(said)) throw engineError(engine, args, answer);
    const delay = Math.min(FIRST_DELAY_MS * 2 ** (attempt - 1), LONGEST_DELAY_MS);
    await ctx.clock.sleep(delay * (0.8 + 0.4 * ctx.random.number()), ctx.signal);
  }
}

/** The error of a call that failed, in the words of the program. */
export function engineError(
  { ctx, runtime }: Engine,
  args: readonly string[],
  { code, stdout, stderr }: EngineAnswer,
): ChildError {
  const said = readable(ctx.out.masked(stderr.trim() === "" ? stdout : stderr));
  const verb = ["image", "buildx", "machine", "network"].includes(args[0] ?? "")
    ? args.slice(0, 2).join(" ")
    : args[0];
  return new ChildError("containers/failed", `${runtime.name} ${verb} exited with code ${code}`, {
    explanation: said === "" ? undefined : said,
    exitCode: code,
  });
}
