/** Processes that run nothing: a script says which calls are expected, in order, and what they answer.
 *  Follows house §8.1. Invariant: a call that the script does not expect next fails the test. */
import { deepStrictEqual } from "node:assert/strict";
import type { Processes, ProcessPlan, ProcessResult } from "@/base/ports.ts";

/** One expected call. Members that are left out are not compared. */
export interface ScriptedCall {
  readonly program: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** What the call answers (0 and empty unless given) or throws. */
  readonly answer?: Partial<ProcessResult> | Error;
}

/** What the code under test ran. */
export interface RecordedCall {
  readonly how: "run" | "watch" | "capture" | "replace";
  readonly plan: ProcessPlan;
}

/** The fake with its record. */
export interface ScriptedProcesses extends Processes {
  readonly calls: readonly RecordedCall[];
  /** Throws when expected calls were never made. */
  assertDone(): void;
}

/**
 * Makes the fake.
 * @param calls what must be run, in order; a capture, a run and a replace match alike
 * @param programs what `find` knows: name → absolute path
 */
export function scriptedProcesses(
  calls: readonly ScriptedCall[] = [],
  programs: Readonly<Record<string, string>> = {},
): ScriptedProcesses {
  const made: RecordedCall[] = [];
  const next = (how: RecordedCall["how"], plan: ProcessPlan, stdin?: string): ProcessResult => {
    const expected = calls[made.length];
    made.push({ how, plan });
    if (!expected) throw new Error(`unexpected ${how} of ${[plan.program, ...plan.args].join(" ")}`);
    const { answer = {}, ...wanted } = expected;
    const actual: Record<string, unknown> = { ...plan, ...(stdin === undefined ? {} : { stdin }) };
    deepStrictEqual(Object.fromEntries(Object.keys(wanted).map((key) => [key, actual[key]])), wanted);
    if (answer instanceof Error) throw answer;
    return { code: 0, stdout: "", stderr: "", ...answer };
  };
  return {
    calls: made,
    assertDone() {
      const missing = calls.slice(made.length).map(({ program, args = [] }) => [program, ...args].join(" "));
      if (missing.length > 0) throw new Error(`never run: ${missing.join("; ")}`);
    },
    run: (plan) => promised(() => next("run", plan).code),
    watch: (plan, options) => promised(() => next("watch", plan, options.stdin)),
    replace: (plan) => promised(() => next("replace", plan).code),
    capture: (plan, options) => promised(() => next("capture", plan, options?.stdin)),
    find: (name) => Promise.resolve(programs[name]),
  };
}

/** The result, or what was thrown, as a promise. */
function promised<T>(make: () => T): Promise<T> {
  return new Promise((resolve) => resolve(make()));
}
