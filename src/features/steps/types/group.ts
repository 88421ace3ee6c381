/** `parallel` and `matrix`: children that run at the same time, as far as their needs allow. Follows workflows §11.6.
 *  Invariant: a child starts when all it needs have succeeded; one whose needs did not is skipped. */
import { ChildError } from "@/base/errors.ts";
import type { Tree } from "@/features/stacks/core/merge.ts";
import type { Group, GroupChild } from "../core/group.ts";
import { groupView } from "../group_output.ts";
import {
  type ChildOutcome,
  NOTHING,
  type StepCall,
  type StepHandler,
  type StepResult,
} from "../step_call.ts";
import { tellPlan } from "../tell_plan.ts";

type Status = "succeeded" | "failed" | "skipped" | "canceled";

interface Ended {
  readonly child: GroupChild;
  readonly status: Status;
  readonly outcome: ChildOutcome | undefined;
}

const group: StepHandler = async (call) => {
  const { group: wanted } = call.step;
  if (wanted === undefined) throw new Error("a control step that was read has a group");
  if (call.list.dryRun) return await tellChildren(call, wanted);
  const ended = await runChildren(call, wanted);
  return resultOf(call, wanted, ended);
};

export default group;

/** A dry run: what each child would do, one after the other. */
async function tellChildren(call: StepCall, { children }: Group): Promise<StepResult> {
  tellPlan(call);
  for (const { step, row } of children) {
    await call.runChild(call.ctx, { ...call.list, data: dataOf(call, row) }, step);
  }
  return NOTHING;
}

function dataOf({ list }: StepCall, row: GroupChild["row"]): Tree {
  return row === undefined ? list.data : { ...list.data, matrix: row };
}

/** Runs them all; answers how each ended, in the order of ending. */
async function runChildren(call: StepCall, wanted: Group): Promise<readonly Ended[]> {
  const stop = new AbortController(), ended = new Map<string, Ended>();
  const view = groupView(call.ctx.out, wanted.output, wanted.children.map(({ step }) => step.name));
  const waiting = new Set(wanted.children), running = new Map<string, Promise<void>>();
  const start = (child: GroupChild) => {
    const name = child.step.name;
    const done = runChild(call, child, { view, wanted, signal: stop.signal }).then((end) => {
      ended.set(name, end);
      if (mustStop(wanted, [...ended.values()])) {
        stop.abort(new ChildError("steps/canceled", `step ${name} failed`, { exitCode: 1 }));
      }
    }).finally(() => void running.delete(name));
    running.set(name, done);
  };
  const skip = (child: GroupChild) => {
    view.skip(child.step.name);
    call.noteResult(child.step.name, { status: "skipped", canceled: false });
    ended.set(child.step.name, { child, status: "skipped", outcome: undefined });
  };
  try {
    while (waiting.size > 0 || running.size > 0) {
      let moved = false;
      for (const child of [...waiting]) {
        const isHopeless = stop.signal.aborted || child.needs.some((need) => isUnmet(ended.get(need)));
        const isReady = child.needs.every((need) => ended.has(need)) && running.size < wanted.maxConcurrency;
        if (!isHopeless && !isReady) continue;
        waiting.delete(child);
        moved = true;
        if (isHopeless) skip(child);
        else start(child);
      }
      if (!moved) await Promise.race(running.values());
    }
  } catch (error) {
    stop.abort(error);
    await Promise.allSettled(running.values());
    throw error;
  }
  return [...ended.values()];
}

/** A child that its own condition left out, or whose failure is forgiven, stops nobody. */
function isUnmet(end: Ended | undefined): boolean {
  if (end === undefined || end.status === "succeeded") return false;
  return !(end.status === "skipped" && end.outcome !== undefined);
}

function mustStop({ failMode, maxFailures }: Group, ended: readonly Ended[]): boolean {
  const failures = ended.filter(({ status }) => status === "failed").length;
  return failures >= (failMode === "fail_fast" ? 1 : maxFailures);
}

interface Running {
  readonly view: ReturnType<typeof groupView>;
  readonly wanted: Group;
  readonly signal: AbortSignal;
}

async function runChild(
  call: StepCall,
  child: GroupChild,
  { view, wanted, signal }: Running,
): Promise<Ended> {
  const { ctx, list } = call, { step, row } = child;
  const data = dataOf(call, row), { prefix: written } = wanted.output;
  const prefix = written === undefined
    ? step.name
    : call.textWith(written, { matrix: row ?? {}, step: { name: step.name } });
  const shown = view.open(step.name, prefix);
  let status: Status = "canceled";
  try {
    const outcome = await call.runChild(
      { ...ctx, out: shown.out, signal: AbortSignal.any([ctx.signal, signal]) },
      { ...list, data, output: undefined, isGrouped: false, cancel: signal },
      withoutLabels(step),
    );
    status = statusOf(outcome, signal);
    call.noteResult(step.name, { status, canceled: status === "canceled" });
    return { child, status, outcome };
  } finally {
    shown.end(status);
  }
}

/** The group labels the output of its children. */
function withoutLabels(step: GroupChild["step"]): GroupChild["step"] {
  return step.fields["output"] === "log" ? { ...step, fields: { ...step.fields, output: undefined } } : step;
}

function statusOf({ isSkipped, error, isForgiven }: ChildOutcome, signal: AbortSignal): Status {
  if (isSkipped) return "skipped";
  if (error === undefined || isForgiven) return "succeeded";
  return signal.aborted ? "canceled" : "failed";
}

function resultOf({ ctx: { out }, step }: StepCall, wanted: Group, ended: readonly Ended[]): StepResult {
  const count = (status: Status) => ended.filter((end) => end.status === status).length;
  const counts = {
    succeeded: count("succeeded"),
    failed: count("failed"),
    skipped: count("skipped"),
    canceled: count("canceled"),
  };
  const first = ended.find(({ status }) => status === "failed"), error = first?.outcome?.error;
  const hasFailed = error !== undefined && wanted.failMode !== "best_effort";
  if (wanted.output.hasSummary) {
    const text = Object.entries(counts).map(([status, many]) => `${many} ${status}`).join(", ");
    out.say("info", `${hasFailed ? "✗" : "✓"} [${step.name}] summary: ${text}`);
  }
  const metadata = {
    ...counts,
    children: Object.fromEntries(ended.map(({ child, status }) => [child.step.name, status])),
  };
  if (!hasFailed) return { code: 0, value: "", metadata };
  return {
    code: error.exitCode,
    value: "",
    metadata,
    error: `child ${first?.child.step.name}: ${error.title}`,
    command: first?.outcome?.command,
  };
}
