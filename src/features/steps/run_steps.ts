/** Runs a list of steps. Follows workflows §3.1, §4.1, §5, §7.
 *  Invariants: after a failure only steps run whose condition accepts it; the first failure decides the exit code; every step
 *  leaves a result under its name. */
import type { Context } from "@/base/context.ts";
import { AtmosError, CancelledError, ChildError } from "@/base/errors.ts";
import type { Tree } from "@/features/stacks/core/merge.ts";
import { createRenderer, type RenderText } from "@/features/stacks/templates.ts";
import { type Facts, shouldRun } from "./core/condition.ts";
import { resultTree } from "./core/result.ts";
import type { Step } from "./core/step.ts";
import { conditionValues, gitData } from "./facts.ts";
import { withHyphens } from "./hyphens.ts";
import { runStep } from "./run_step.ts";
import { hideSecrets } from "./secrets.ts";
import type { ChildOutcome, StepList, StepResult } from "./step_call.ts";

/** What changes while steps run. */
export interface StepState {
  readonly results: Record<string, Tree>;
  /** Set by steps, for programs and templates. */
  readonly exported: [string, string][];
  /** Set by steps, for templates only. */
  readonly hidden: Record<string, string>;
  readonly render: RenderText;
  readonly git: Tree | undefined;
}

/** The first failure. */
interface Failure {
  readonly step: Step;
  readonly error: AtmosError;
  /** What it ran. */
  readonly command: string | undefined;
}

/**
 * @returns the exit code; a failure has been thrown as an error that tells how to go on
 * @throws Child `steps/failed`; Cancelled
 */
export async function runSteps(ctx: Context, list: StepList): Promise<number> {
  await hideSecrets(ctx);
  const mentionsGit = list.steps.some((step) => /\.git\b/.test(JSON.stringify(step.fields, bigintText)));
  const state: StepState = {
    results: {},
    exported: [],
    hidden: {},
    render: hyphenRenderer(ctx),
    git: mentionsGit ? await gitData(ctx) : undefined,
  };
  let failure: Failure | undefined, ended: number | undefined;
  for (const [index, step] of list.steps.entries()) {
    const facts = factsOf(ctx, { list, state, step, hasFailed: failure !== undefined });
    if (!shouldRun(step.when, facts) || (ended !== undefined && !alwaysRuns(step, facts))) {
      state.results[step.name] = resultTree(undefined);
      if (list.dryRun) {
        ctx.out.say("info", `[${index + 1}/${list.steps.length}] ${step.name} (skipped: when)`);
      }
      continue;
    }
    const outcome = await attempt(ctx, { list, state, step, index });
    if (outcome.error === undefined) {
      if (outcome.result?.ends) ended ??= outcome.result.code;
      continue;
    }
    if (isForgiven(ctx, step, { ...facts, status: "failure" })) continue;
    if (failure === undefined) failure = { step, error: outcome.error, command: outcome.command };
    else ctx.out.say("error", `${step.name}: ${outcome.error.title}`);
  }
  if (failure !== undefined) throw failureOf(list, failure);
  return ended ?? 0;
}

/** Templates that may name keys with hyphens. */
function hyphenRenderer(ctx: Context): RenderText {
  const render = createRenderer(ctx);
  return (text, data, options) => render(withHyphens(text, data), data, options);
}

interface Attempt {
  readonly list: StepList;
  readonly state: StepState;
  readonly step: Step;
  readonly index: number;
}

/** Runs one step and keeps its result. An interrupt ends everything. */
async function attempt(
  ctx: Context,
  { list, state, step, index }: Attempt,
): Promise<{
  readonly error: AtmosError | undefined;
  readonly result: StepResult | undefined;
  readonly command?: string | undefined;
}> {
  try {
    const { result, outputs, error, command } = await runStep(ctx, list, {
      step,
      state,
      place: { index: index + 1, count: list.steps.length },
      runChild: (childCtx, childList, child) =>
        runChild(childCtx, { list: childList, state, step: child, index }),
    });
    state.results[step.name] = resultTree(result, outputs);
    for (const [name, { value, isExported }] of Object.entries(result.variables ?? {})) {
      if (isExported) state.exported.push([name, value]);
      else state.hidden[name] = value;
    }
    return { error, result, command };
  } catch (error) {
    if (!(error instanceof AtmosError) || error instanceof CancelledError) throw error;
    const result = { code: error.exitCode, value: "", error: error.title };
    state.results[step.name] = resultTree(result);
    return { error, result: undefined };
  }
}

/** Runs a step that stands inside of another, as the others are run. */
async function runChild(ctx: Context, child: Attempt): Promise<ChildOutcome> {
  const { state, step } = child, facts = factsOf(ctx, { ...child, hasFailed: false });
  if (!shouldRun(step.when, facts)) {
    state.results[step.name] = resultTree(undefined);
    return { isSkipped: true, error: undefined, isForgiven: false, command: undefined };
  }
  const { error, command } = await attempt(ctx, child);
  const isForgivenNow = error !== undefined && isForgiven(ctx, step, { ...facts, status: "failure" });
  return { isSkipped: false, error, isForgiven: isForgivenNow, command };
}

function factsOf(
  ctx: Context,
  { list, state, step, hasFailed }: Omit<Attempt, "index"> & { readonly hasFailed: boolean },
): Facts {
  return {
    ci: isAutomatic(ctx),
    status: hasFailed ? "failure" : "success",
    values: conditionValues(ctx, list, { step, results: state.results, exported: state.exported }),
  };
}

/** Whether this is a run of a CI service. */
function isAutomatic({ env }: Context): boolean {
  const isOn = (text: string | undefined) => text !== undefined && !/^(?:|0|false|no|off)$/i.test(text);
  return ["CI", "GITHUB_ACTIONS", "GITLAB_CI", "CIRCLECI", "BUILDKITE", "TF_BUILD", "JENKINS_URL"].some((
    name,
  ) => isOn(env[name]));
}

/** Whether a step runs after a failure too. */
function alwaysRuns(step: Step, facts: Facts): boolean {
  return step.when.isAboutStatus && shouldRun(step.when, { ...facts, status: "failure" });
}

function isForgiven(ctx: Context, step: Step, facts: Facts): boolean {
  if (step.forgives === undefined || !step.forgives.holds(facts)) return false;
  ctx.out.say("warning", `Step ${step.name} failed; the run continues`);
  return true;
}

function failureOf(list: StepList, { step, error, command }: Failure): ChildError {
  const stack = list.stackFlag ??
    (typeof step.fields["stack"] === "string" ? step.fields["stack"] : list.stack);
  const resume = list.owner.resume(step.name, stack);
  const { title, explanation, hints, at, exitCode } = error;
  return new ChildError(
    "steps/failed",
    list.owner.kind === "workflow"
      ? "Workflow Error: workflow step execution failed"
      : `step ${step.name} failed`,
    {
      explanation: [
        `${title}${explanation === undefined ? "" : `\n${explanation}`}`,
        ...(command === undefined ? [] : ["", "The following command failed to execute:", "", command]),
        ...(resume === undefined ? [] : ["", "To resume the workflow from this step, run:"]),
      ].join("\n"),
      hints: [...(resume === undefined ? [] : [resume]), ...hints],
      at: at ?? step.at,
      exitCode,
      cause: error,
    },
  );
}

function bigintText(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}
