/** Children of `parallel` and `matrix`, read. Pure. Follows workflows §11.6.
 *  Invariant: names, needs and circles are checked before any step runs; a child is a step with a name of its own. */
import { ConfigError } from "@/base/errors.ts";
import { isTree, type Tree } from "@/features/stacks/core/merge.ts";
import { checkNeeds } from "./group_needs.ts";
import { matrixRows, type Row, rowName } from "./matrix_rows.ts";
import { readSteps, type Step, type StepOwner } from "./step.ts";

/** When a failure of a child ends the others, and whether it is one of the group. */
export type FailMode = "wait_all" | "fail_fast" | "best_effort";

/** One run of a child. */
export interface GroupChild {
  readonly step: Step;
  /** Names of those that must have succeeded before. */
  readonly needs: readonly string[];
  /** `.matrix`; undefined in a parallel step. */
  readonly row: Row | undefined;
}

/** What a control step runs, and how. */
export interface Group {
  readonly children: readonly GroupChild[];
  /** Infinity is no limit. */
  readonly maxConcurrency: number;
  readonly failMode: FailMode;
  /** So many failures end the group; Infinity is no limit. */
  readonly maxFailures: number;
  readonly output: GroupOutput;
}

/** How the output of children is shown. */
export interface GroupOutput {
  readonly mode: "grouped" | "prefixed" | "none";
  readonly order: "completion" | "definition";
  readonly hasSummary: boolean;
  /** Template of what stands in the brackets; the name of the child unless given. */
  readonly prefix: string | undefined;
}

/** @throws Config `steps/bad-group` and those of `readSteps` */
export function readGroup(step: Step, owner: StepOwner): Group {
  const { fields } = step, fail = isTree(fields["fail"]) ? fields["fail"] : {};
  return {
    children: childrenOf(step, owner),
    maxConcurrency: limitOf(step, fields["max_concurrency"], "max_concurrency"),
    failMode: oneOf(step, fail["mode"] ?? "wait_all", {
      key: "fail.mode",
      known: ["wait_all", "fail_fast", "best_effort"],
    }),
    maxFailures: limitOf(step, fail["max_failures"], "fail.max_failures"),
    output: outputOf(step),
  };
}

/** An error of a control step. */
export function groupFault(step: Step, title: string, explanation?: string): ConfigError {
  return new ConfigError("steps/bad-group", `step \`${step.name}\` (${step.type}): ${title}`, {
    explanation,
    at: step.at,
  });
}

function childrenOf(step: Step, owner: StepOwner): readonly GroupChild[] {
  const written = step.fields["steps"];
  if (!Array.isArray(written) || written.length === 0) throw groupFault(step, "needs at least one step");
  const templates = readSteps(written.map((child) => withParent(child, step.fields)), {
    ...owner,
    title: `${owner.title} step \`${step.name}\``,
    parent: step.name,
    positionOf: () => owner.positionOf(step.position - 1, "steps") ?? step.at,
  });
  for (const child of templates) checkChild(step, child, owner);
  checkNeeds(step, templates, groupFault);
  if (step.type !== "matrix") {
    return templates.map((child) => ({ step: child, needs: needsOf(child), row: undefined }));
  }
  return matrixRows(step, groupFault).flatMap((row) => {
    const nameOf = (child: string) => `${step.name}_${rowName(row)}_${child}`;
    return templates.map((child, index): GroupChild => {
      const before = index === 0 ? [] : [templates[index - 1]?.name ?? ""];
      const needs = child.fields["needs"] === undefined ? before : needsOf(child);
      return { step: { ...child, name: nameOf(child.name) }, needs: needs.map(nameOf), row };
    });
  });
}

/** What a child has from its control step: variables below its own, and where it names none, directory, stack, identity. */
function withParent(child: unknown, parent: Tree): unknown {
  if (!isTree(child)) return child;
  const inherited = ["working_directory", "stack", "identity"].filter((key) => parent[key] !== undefined);
  const env = {
    ...isTree(parent["env"]) ? parent["env"] : {},
    ...isTree(child["env"]) ? child["env"] : {},
  };
  return { ...Object.fromEntries(inherited.map((key) => [key, parent[key]])), ...child, env };
}

/** Names of siblings. */
export function needsOf({ fields: { needs } }: Step): readonly string[] {
  if (needs === undefined || needs === null) return [];
  return (Array.isArray(needs) ? needs : [needs]).map(String);
}

function checkChild(step: Step, child: Step, { types }: StepOwner): void {
  const { name, type, fields } = child;
  if (!types[type]?.isChild) {
    const known = Object.keys(types).filter((each) => types[each]?.isChild).sort();
    throw groupFault(step, `child \`${name}\` cannot be of type ${type}`, `It may be ${known.join(", ")}.`);
  }
  for (const key of ["tty", "interactive"]) {
    if (fields[key] === true) throw groupFault(step, `child \`${name}\` cannot have \`${key}\``);
  }
  if (![undefined, null, "", "log", "none"].some((each) => each === fields["output"])) {
    const output = JSON.stringify(fields["output"]);
    throw groupFault(step, `child \`${name}\` cannot have output ${output}`, "It may be log or none.");
  }
}

function limitOf(step: Step, value: unknown, key: string): number {
  if (value === undefined || value === null) return Infinity;
  const limit = Number(value);
  if (Number.isSafeInteger(limit) && limit >= 0) return limit === 0 ? Infinity : limit;
  throw groupFault(step, `${key} must be a whole number from 0, not ${JSON.stringify(String(value))}`);
}

function oneOf<T extends string>(
  step: Step,
  value: unknown,
  { key, known }: { readonly key: string; readonly known: readonly T[] },
): T {
  const found = known.find((each) => each === value);
  if (found !== undefined) return found;
  throw groupFault(step, `${key} is ${known.join(", ")}, not ${JSON.stringify(String(value))}`);
}

function outputOf(step: Step): GroupOutput {
  const { output } = step.fields, map: Tree = isTree(output) ? output : { mode: output };
  const prefix = map["prefix"];
  return {
    mode: oneOf(step, map["mode"] ?? "grouped", { key: "output", known: ["grouped", "prefixed", "none"] }),
    order: oneOf(step, map["order"] ?? "completion", {
      key: "output.order",
      known: ["completion", "definition"],
    }),
    hasSummary: map["show_summary"] !== false,
    prefix: prefix === undefined || prefix === null ? undefined : String(prefix),
  };
}
