/** Runs one step: environment, directory, attempts, outputs. Follows workflows §3.2 to §3.4, §4.2, §6, §8.4.
 *  Invariants: what a step sets for itself is gone after it; a dry run runs nothing that acts outside of this program. */
import type { Context } from "@/base/context.ts";
import { AtmosError, CancelledError, ChildError, ConfigError } from "@/base/errors.ts";
import { resolvePath } from "@/base/path.ts";
import { isTree, type Tree } from "@/features/stacks/core/merge.ts";
import { compileRe2 } from "@/lang/regexp/re2.ts";
import { resultTree } from "./core/result.ts";
import { delayAfter } from "./core/retry.ts";
import type { Step } from "./core/step.ts";
import { envEntries, layeredEnv } from "./environment.ts";
import type { StepState } from "./run_steps.ts";
import { NOTHING, type OutputMode, type StepCall, type StepList, type StepResult } from "./step_call.ts";
import { tellPlan } from "./tell_plan.ts";
import { shown } from "./shown.ts";
import { stepTypes } from "./types/table.ts";

/** How a step ended. */
export interface StepOutcome {
  readonly result: StepResult;
  readonly outputs: Tree;
  /** Undefined when it succeeded. */
  readonly error: AtmosError | undefined;
  /** What it ran, as people would type it. */
  readonly command?: string | undefined;
}

interface Wanted {
  readonly step: Step;
  readonly state: StepState;
  readonly place: StepCall["place"];
  readonly runChild: StepCall["runChild"];
}

/** @throws Config of templates and fields, Cancelled */
export async function runStep(ctx: Context, list: StepList, wanted: Wanted): Promise<StepOutcome> {
  const { step, state } = wanted, type = stepTypes[step.type];
  const call = await callOf(ctx, list, wanted);
  if (list.dryRun && !type?.isHarmless && !type?.isOwnPreview) {
    return { result: tellPlan(call), outputs: {}, error: undefined };
  }
  announce(call);
  const module = await type?.load();
  const handler = module?.default ?? (() => Promise.resolve(NOTHING));
  const isGrouped = list.isGrouped && step.type !== "exec" && step.fields["interactive"] !== true;
  if (isGrouped) ctx.out.data(`::group::${step.name}\n`);
  const outcome = await attempts(ctx, step, () => handler(call));
  if (isGrouped) ctx.out.data("::endgroup::\n");
  if (outcome.error !== undefined) {
    return { ...outcome, outputs: {}, command: outcome.result.command ?? commandOf(call) };
  }
  return { ...outcome, outputs: outputsOf(call, outcome.result, state), error: undefined };
}

function commandOf(call: StepCall): string | undefined {
  const { step, stack } = call, key = ["command", "script"].find((each) => step.fields[each] !== undefined);
  const text = key === undefined ? undefined : call.text(key);
  if (step.type !== "atmos" || text === undefined) return text;
  return `atmos ${text.replace(/^atmos\s+/, "")}${stack === undefined ? "" : ` -s '${stack}'`}`;
}

/** What `show` asks for. */
function announce(call: StepCall): void {
  const { ctx, step, place: { index, count } } = call;
  if (shown(call, "count") === true) ctx.out.say("info", `[${index}/${count}] ${step.name}`);
  const command = step.fields["command"] === undefined ? undefined : call.text("command");
  if (shown(call, "command") === true && command !== undefined) {
    ctx.out.say("info", `$ ${step.type === "atmos" ? "atmos " : ""}${command}`);
  }
}

async function attempts(
  ctx: Context,
  step: Step,
  run: () => Promise<StepResult>,
): Promise<Pick<StepOutcome, "result" | "error">> {
  const { retry } = step, start = ctx.clock.now();
  for (let attempt = 1;; attempt++) {
    const { result, error } = await once(step, run);
    const counted = retry === undefined ? {} : { metadata: { ...result.metadata, attempts: attempt } };
    const outcome = { result: { ...result, ...counted }, error };
    if (outcome.error === undefined || retry === undefined) return outcome;
    if (retry.maxAttempts !== undefined && attempt >= retry.maxAttempts) {
      return { ...outcome, error: exhausted(outcome.error, `max attempts (${retry.maxAttempts}) exceeded`) };
    }
    if (!isRetryable(retry.conditions, outcome.result)) return outcome;
    const delay = delayAfter(retry, attempt, ctx.random.number());
    if (retry.maxElapsedMs !== undefined && ctx.clock.now() - start + delay > retry.maxElapsedMs) {
      return {
        ...outcome,
        error: exhausted(outcome.error, `retry timeout exceeded after ${retry.maxElapsed}`),
      };
    }
    await ctx.clock.sleep(delay, ctx.signal);
  }
}

/** A code that is not 0 is an error too. */
async function once(
  step: Step,
  run: () => Promise<StepResult>,
): Promise<Pick<StepOutcome, "result" | "error">> {
  try {
    const result = await run();
    if (result.code === 0 || result.ends) return { result, error: undefined };
    if (result.failure !== undefined) {
      return { result: { ...result, error: result.failure.title }, error: result.failure };
    }
    const title = result.error ?? `step ${step.name} exited with code ${result.code}`;
    return {
      result: { ...result, error: title },
      error: new ChildError("steps/exit", title, { exitCode: result.code, at: step.at }),
    };
  } catch (error) {
    if (!(error instanceof AtmosError) || error instanceof CancelledError) throw error;
    return { result: { code: error.exitCode, value: "", error: error.title }, error };
  }
}

function isRetryable(conditions: readonly string[], { metadata = {}, retry }: StepResult): boolean {
  const said = retry?.text ?? `${String(metadata["stderr"] ?? "")}\n${String(metadata["stdout"] ?? "")}`;
  if (retry?.isWorthIt) return true;
  return conditions.length === 0
    ? retry === undefined
    : conditions.some((each) => compileRe2(each).test(said));
}

function exhausted(error: AtmosError, why: string): ChildError {
  const { explanation, hints, at, exitCode } = error;
  return new ChildError("steps/exhausted", `${why}, last error: ${error.title}`, {
    explanation,
    hints,
    at,
    exitCode,
    cause: error,
  });
}

async function callOf(
  ctx: Context,
  list: StepList,
  { step, state, place, runChild }: Wanted,
): Promise<StepCall> {
  const { fields } = step;
  const roots: Tree = {
    ...list.data,
    steps: state.results,
    ...(state.git === undefined ? {} : { git: state.git }),
    step: { name: step.name },
  };
  const data = (env: Readonly<Record<string, string>>): Tree => {
    const all = { ...env, ...state.hidden };
    return { ...roots, env: all, Env: all };
  };
  const layers = [list.ownEnv, state.exported, envEntries(fields["env"])];
  const { env, set } = layeredEnv(
    list,
    layers,
    (text, known, name) => state.render(text, data(known), { name: `env.${name}`, missing: "error" }),
  );
  const all = data(env);
  const rendered: StepCall["rendered"] = (value, name, more) => {
    const known = more === undefined ? all : data({ ...env, ...more });
    if (typeof value === "string") return state.render(value, known, { name, missing: "error" });
    if (Array.isArray(value)) return value.map((item, index) => rendered(item, `${name}[${index}]`, more));
    if (!isTree(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [key, rendered(member, `${name}.${key}`, more)]),
    );
  };
  const text = (key: string): string | undefined => {
    const value = fields[key];
    if (value === undefined || value === null) return undefined;
    return String(rendered(typeof value === "object" ? JSON.stringify(value) : String(value), key));
  };
  return {
    ctx,
    list,
    step,
    env,
    setEnv: { ...list.fixedEnv, ...set },
    workingDirectory: await directoryOf(ctx, list, text("working_directory")),
    stack: list.stackFlag ?? text("stack") ?? list.stack,
    output: (step.group === undefined ? outputOf(fields["output"], step) : undefined) ?? list.output,
    place,
    text,
    rendered,
    textWith: (written, more) =>
      state.render(written, { ...all, ...more }, { name: step.name, missing: "error" }),
    runChild,
    noteResult(name, more) {
      const known = state.results[name];
      state.results[name] = { ...(isTree(known) ? known : resultTree(undefined)), ...more };
    },
    required(key) {
      const value = text(key);
      if (value !== undefined && value.trim() !== "") return value;
      throw new ConfigError(
        "steps/missing-field",
        `Step \`${step.name}\` (type \`${step.type}\`) is missing required field \`${key}\``,
        { at: step.at },
      );
    },
  };
}

async function directoryOf(ctx: Context, list: StepList, written: string | undefined): Promise<string> {
  if (!written) return list.workingDirectory;
  const path = resolvePath(list.basePath, written.replace(/^~(?=\/|$)/, ctx.env["HOME"] ?? "~"));
  if ((await ctx.disk.stat(path))?.kind === "directory") return path;
  throw new ConfigError("steps/no-directory", `working directory does not exist: ${path}`, {
    explanation: `no such file or directory; it is written as ${written}.`,
  });
}

const MODES: readonly OutputMode[] = ["raw", "log", "viewport", "none"];

/** @throws Config `steps/bad-output` */
export function outputOf(value: unknown, step: Pick<Step, "name" | "at">): OutputMode | undefined {
  if (value === undefined || value === null || value === "" || isTree(value)) return undefined;
  const mode = MODES.find((each) => each === value);
  if (mode !== undefined) return mode;
  throw new ConfigError("steps/bad-output", `output is ${MODES.join(", ")}, not ${JSON.stringify(value)}`, {
    explanation: `Step \`${step.name}\`.`,
    at: step.at,
  });
}

/** `outputs` of a step that has succeeded. @throws Config `steps/bad-outputs` */
function outputsOf({ step, env, list }: StepCall, result: StepResult, state: StepState): Tree {
  const { outputs } = step.fields;
  if (!isTree(outputs)) return {};
  const all = { ...env, ...state.hidden };
  const data: Tree = {
    ...list.data,
    steps: state.results,
    env: all,
    Env: all,
    ...(state.git === undefined ? {} : { git: state.git }),
    ...resultTree(result),
  };
  const entries = Object.entries(outputs).map(([key, text]) => {
    try {
      return [key, state.render(String(text), data, { name: key, missing: "error" })] as const;
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      throw new ConfigError("steps/bad-outputs", `failed to resolve output ${key}`, {
        explanation: error.title,
        at: step.at,
        cause: error,
      });
    }
  });
  return Object.fromEntries(entries);
}
