/** What running steps share, and what each type of step is given and answers. Follows workflows §3, §4. */
import type { Context } from "@/base/context.ts";
import type { AtmosError } from "@/base/errors.ts";
import type { Tree } from "@/features/stacks/core/merge.ts";
import type { Step } from "./core/step.ts";

/** How output of a step is shown; undefined streams it. */
export type OutputMode = "raw" | "log" | "viewport" | "none";

/** A list of steps and everything around it. */
export interface StepList {
  /** What runs them. */
  readonly owner: StepListOwner;
  readonly steps: readonly Step[];
  /** Environment of the process, of atmos.yaml and of tools. */
  readonly baseEnv: Readonly<Record<string, string>>;
  /** Environment of the workflow or command, as written, in its order. */
  readonly ownEnv: readonly (readonly [string, string])[];
  /** What of `baseEnv` the command itself sets, templates done. */
  readonly fixedEnv?: Readonly<Record<string, string>>;
  /** Absolute; of steps that name none. */
  readonly workingDirectory: string;
  /** Absolute; where a relative one of a step begins. */
  readonly basePath: string;
  /** Stack that wins over every other. */
  readonly stackFlag: string | undefined;
  /** Stack of steps that name none. */
  readonly stack: string | undefined;
  /** Roots of templates beside `steps` and `env`. */
  readonly data: Tree;
  readonly output: OutputMode | undefined;
  readonly show: Tree;
  readonly dryRun: boolean;
  /** Whether the log of a CI service folds each step. */
  readonly isGrouped?: boolean;
  /** Directories of tools, first on every PATH. */
  readonly toolDirs: readonly string[];
  /** Ends the programs of children when their group gives up. */
  readonly cancel?: AbortSignal;
}

/** A workflow or a custom command. */
export interface StepListOwner {
  readonly kind: "workflow" | "command";
  readonly name: string;
  /** The command that goes on from a step; undefined where there is none. */
  resume(step: string, stack: string | undefined): string | undefined;
}

/** What a step left for others. */
export interface StepResult {
  /** 0 is success. */
  readonly code: number;
  readonly value: string;
  readonly values?: readonly string[];
  /** By name, also told at the root of the result: `stdout`, `image` … */
  readonly metadata?: Tree;
  /** Why it failed. */
  readonly error?: string;
  /** The same with all that is known of it; what the step had done by then stays in the result. */
  readonly failure?: AtmosError | undefined;
  /** What failed, as people would type it; the step's own command unless given. */
  readonly command?: string | undefined;
  /** Of a failure: whether another attempt makes sense, and what patterns of `retry.conditions` are compared with. */
  readonly retry?: { readonly isWorthIt: boolean; readonly text: string };
  /** Variables for later steps: in templates, and for programs where `isExported`. */
  readonly variables?: Readonly<Record<string, { readonly value: string; readonly isExported: boolean }>>;
  /** Whether nothing after it runs but what always runs; then the code is that of the whole. */
  readonly ends?: boolean;
}

/** A step that is about to run. */
export interface StepCall {
  readonly ctx: Context;
  readonly list: StepList;
  readonly step: Step;
  /** Of programs. */
  readonly env: Readonly<Record<string, string>>;
  /** Those of `env` that the workflow or the step set. */
  readonly setEnv: Readonly<Record<string, string>>;
  /** Absolute. */
  readonly workingDirectory: string;
  readonly stack: string | undefined;
  readonly output: OutputMode | undefined;
  /** How many steps run, and the place of this one among them, from 1. */
  readonly place: { readonly index: number; readonly count: number };
  /** A field with its templates done; undefined when it is not there. @throws Config of the template */
  text(key: string): string | undefined;
  /** The same for a field that must be there. @throws Config `steps/missing-field` */
  required(key: string): string;
  /** Any value with the templates of its texts done. `name` is shown in errors; `more` are further variables. */
  rendered(value: unknown, name: string, more?: Readonly<Record<string, string>>): unknown;
  /** A text with its templates done, with further roots. */
  textWith(text: string, roots: Tree): string;
  /** Runs a step that stands inside of this one, and keeps its result. @throws Cancelled */
  runChild(ctx: Context, list: StepList, child: Step): Promise<ChildOutcome>;
  /** Adds to the result of a child; one that did not run gets one. */
  noteResult(name: string, more: Tree): void;
}

/** How a step inside of another ended. */
export interface ChildOutcome {
  /** By its own condition. */
  readonly isSkipped: boolean;
  readonly error: AtmosError | undefined;
  /** Whether its `continue` forgives the error. */
  readonly isForgiven: boolean;
  readonly command: string | undefined;
}

/** What a type of steps does. @throws AtmosError; its exit code is that of the step */
export type StepHandler = (call: StepCall) => Promise<StepResult>;

/** A result without anything. */
export const NOTHING: StepResult = { code: 0, value: "" };
