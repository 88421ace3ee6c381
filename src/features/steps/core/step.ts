/** Steps of workflows and custom commands, read. Pure. Follows workflows §4, §2.4.
 *  Invariants: everything that can be wrong without running is told before the first step; names are given before anything
 *  is left out. */
import { ConfigError, type SourcePosition } from "@/base/errors.ts";
import { parseGoDuration } from "@/base/text/go_duration.ts";
import { nearestNames } from "@/base/text/suggest.ts";
import { isTree, type Tree } from "@/features/stacks/core/merge.ts";
import { type CompileCel, readCondition } from "./condition.ts";
import type { Group } from "./group.ts";
import { checkBuilt } from "./not_built.ts";
import { readRetry, type Retry } from "./retry.ts";

/** A step. */
export interface Step {
  /** Its own, or `step<N>`. */
  readonly name: string;
  /** Counts from 1, over all steps of the list. */
  readonly position: number;
  readonly type: string;
  /** As written. */
  readonly fields: Tree;
  readonly when: ReturnType<typeof readCondition>;
  /** Undefined when its failure is never forgiven. */
  readonly forgives: ReturnType<typeof readCondition> | undefined;
  readonly retry: Retry | undefined;
  readonly timeoutMs: number | undefined;
  /** Its children, where its type has some. */
  readonly group?: Group | undefined;
  readonly at: SourcePosition | undefined;
}

/** What reading must know of a type. */
export interface StepKind {
  /** Whether it runs something that may be tried again. */
  readonly isRunner: boolean;
  /** Whether it may stand inside of `parallel` and `matrix`. */
  readonly isChild?: boolean;
  /** Reads the children of a step. @throws Config */
  readonly readGroup?: (step: Step, owner: StepOwner) => Group;
  /** Compares a step with all the others. @throws Config */
  readonly check?: (step: Step, all: readonly Step[]) => void;
}

/** Whose steps they are. */
export interface StepOwner {
  /** Such as ``Workflow `deploy` ``. */
  readonly title: string;
  /** Type of a step that names none. */
  readonly defaultType: string;
  /** Types that exist, and for each whether it runs something that may be tried again. */
  readonly types: Readonly<Record<string, StepKind>>;
  /** The control step around them; undefined outside of one. */
  readonly parent?: string;
  /** Place of a step, and of a key in it. */
  positionOf(index: number, key?: string): SourcePosition | undefined;
  readonly compile: CompileCel;
}

/** @throws Config `steps/…` with the place of the step */
export function readSteps(list: readonly unknown[], owner: StepOwner): readonly Step[] {
  const written = list.map((item) => typeof item === "string" ? { type: "shell", command: item } : item);
  const names = namesOf(written, owner);
  const steps = written.map((fields, index) => {
    try {
      return readStep(fields, { index, name: names[index] ?? "", owner });
    } catch (error) {
      if (!(error instanceof ConfigError) || error.at !== undefined) throw error;
      const { code, title, explanation, hints, cause } = error;
      throw new ConfigError(code, title, {
        explanation: [`${owner.title} step \`${names[index]}\`.`, explanation ?? ""].join(" ").trim(),
        hints,
        cause,
        at: owner.positionOf(index, keyOf(code)),
      });
    }
  });
  for (const step of steps) owner.types[step.type]?.check?.(step, steps);
  for (const step of steps) checkBuilt(step);
  return steps;
}

function keyOf(code: string): string | undefined {
  return { "steps/bad-retry": "retry", "steps/bad-condition": "when", "cel/invalid": "when" }[code];
}

/** Generated names keep out of the way of those that somebody gave. */
function namesOf(written: readonly unknown[], owner: StepOwner): readonly string[] {
  const own = written.map((fields) => {
    const name = isTree(fields) ? fields["name"] : undefined;
    return typeof name === "string" && name !== "" ? name : undefined;
  });
  const twice = own.find((name, index) => name !== undefined && own.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new ConfigError("steps/same-name", `duplicate name: two steps are called ${twice}`, {
      explanation: `${owner.title}: results and --from-step go by name.`,
      hints: ["Rename one of them."],
      at: owner.positionOf(own.lastIndexOf(twice)),
    });
  }
  return own.map((name, index) => {
    if (name !== undefined) return name;
    let made = `${owner.parent === undefined ? "" : `${owner.parent}_`}step${index + 1}`;
    while (own.includes(made)) made += "_";
    return made;
  });
}

function readStep(
  fields: unknown,
  { index, name, owner }: { readonly index: number; readonly name: string; readonly owner: StepOwner },
): Step {
  if (!isTree(fields)) throw new ConfigError("steps/not-a-map", "a step must be a map");
  const type = fields["type"] === undefined ? owner.defaultType : String(fields["type"]);
  const kind = Object.hasOwn(owner.types, type) ? owner.types[type] : undefined;
  if (kind === undefined) throw unknownType(type, name, owner);
  const retry = readRetry(fields["retry"]);
  if (retry !== undefined && !kind.isRunner) {
    throw new ConfigError("steps/no-retry", `a ${type} step takes no retry`);
  }
  if (fields["when"] !== undefined && fields["if"] !== undefined) {
    throw new ConfigError("steps/bad-condition", "`if` is another word for `when`: give one of them");
  }
  checkPlace(fields, { name, type, owner });
  const forgives = fields["continue"] ?? (fields["continue_on_error"] === true ? "always" : undefined);
  const step: Step = {
    name,
    position: index + 1,
    type,
    fields,
    when: readCondition(fields["when"] ?? fields["if"], owner.compile),
    forgives: forgives === undefined ? undefined : readCondition(forgives, owner.compile),
    retry,
    timeoutMs: timeoutOf(fields["timeout"]),
    at: owner.positionOf(index),
  };
  return kind.readGroup === undefined ? step : { ...step, group: kind.readGroup(step, owner) };
}

/** Keys that mean something in few places only. */
function checkPlace(
  fields: Tree,
  { name, type, owner }: { readonly name: string; readonly type: string; readonly owner: StepOwner },
): void {
  const fault = (title: string) => new ConfigError("steps/misplaced", `step \`${name}\` (${type}): ${title}`);
  if (fields["needs"] !== undefined && owner.parent === undefined) {
    throw fault("`needs` orders the children of a parallel or matrix step, and this is none");
  }
  if (fields["matrix"] !== undefined && type !== "matrix") {
    throw fault("`matrix` belongs to a step of type matrix");
  }
  if (fields["background"] === true && type !== "container") {
    throw fault("`background: true` belongs to a container step");
  }
}

function unknownType(type: string, name: string, owner: StepOwner): ConfigError {
  const known = Object.keys(owner.types).sort(), near = nearestNames(type, known);
  return new ConfigError(
    "steps/unknown-type",
    `${owner.title} step \`${name}\` uses unsupported type \`${type}\`.`,
    {
      hints: [...near.map((each) => `Did you mean ${each}?`), `Types are ${known.join(", ")}`],
    },
  );
}

function timeoutOf(value: unknown): number | undefined {
  if (value === undefined || value === null || (typeof value === "string" && value.includes("{{"))) {
    return undefined;
  }
  const ms = parseGoDuration(String(value));
  if (ms !== undefined && ms >= 0) return ms;
  throw new ConfigError("steps/bad-timeout", `timeout is no duration: ${JSON.stringify(value)}`);
}
