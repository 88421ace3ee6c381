/** `when` and `continue` of a step. Pure. Follows workflows §5.
 *  Invariant: a condition that says nothing about the status holds only while nothing has failed. */
import { ConfigError } from "@/base/errors.ts";
import { isTree } from "@/features/stacks/core/merge.ts";
import type { CelCondition, CelTypes } from "@/lang/cel/cel.ts";

/** What conditions are about. */
export interface Facts {
  readonly ci: boolean;
  readonly status: "success" | "failure";
  /** Values of the variables of expressions, apart from `ci` and `status`. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** A condition that has been read. @throws Config `cel/failed` */
export type Condition = (facts: Facts) => boolean;

/** The variables of expressions. */
export const CONDITION_VARIABLES: CelTypes = {
  ci: "bool",
  status: "string",
  stack: "string",
  component: "string",
  workflow: "string",
  step: "string",
  hook: "string",
  event: "string",
  env: "map",
  os: "string",
  arch: "string",
  platform: "string",
  matrix: "map",
  steps: "map",
  flags: "map",
};

/** Compiles an expression. */
export type CompileCel = (text: string) => CelCondition;

/** A part with what it says about the status. */
interface Part {
  readonly holds: Condition;
  readonly isAboutStatus: boolean;
}

/**
 * Reads the value of `when` or `continue`; nothing is no condition.
 * @throws Config `steps/bad-condition`, `cel/invalid`
 */
export function readCondition(value: unknown, compile: CompileCel): Part {
  if (value === undefined || value === null || value === "") return always(true, false);
  if (typeof value === "boolean") return always(value, false);
  if (typeof value === "string") return wordPart(value.trim(), compile);
  if (Array.isArray(value)) return allOf(value.map((item) => readCondition(item, compile)));
  if (isTree(value)) return mapPart(value, compile);
  throw bad(value);
}

/** Whether a step runs. */
export function shouldRun({ holds, isAboutStatus }: Part, facts: Facts): boolean {
  return (isAboutStatus || facts.status === "success") && holds(facts);
}

function always(value: boolean, isAboutStatus: boolean): Part {
  return { holds: () => value, isAboutStatus };
}

function wordPart(text: string, compile: CompileCel): Part {
  const cel = /^!cel\s+([^]*)$/.exec(text)?.[1];
  if (cel !== undefined) return celPart(cel.replace(/^(["'])([^]*)\1$/, "$2"), compile);
  switch (text.toLowerCase()) {
    case "ci":
      return { holds: ({ ci }) => ci, isAboutStatus: false };
    case "local":
      return { holds: ({ ci }) => !ci, isAboutStatus: false };
    case "always":
      return always(true, true);
    case "never":
      return always(false, false);
    case "success":
      return { holds: ({ status }) => status === "success", isAboutStatus: true };
    case "failure":
      return { holds: ({ status }) => status === "failure", isAboutStatus: true };
    default:
      return celPart(text, compile);
  }
}

function celPart(text: string, compile: CompileCel): Part {
  const condition = compile(text);
  return {
    holds: ({ ci, status, values }) => condition({ ...values, ci, status }),
    isAboutStatus: /\bstatus\b/.test(text.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, "")),
  };
}

function allOf(parts: readonly Part[]): Part {
  return {
    holds: (facts) => parts.every((part) => part.holds(facts)),
    isAboutStatus: parts.some((part) => part.isAboutStatus),
  };
}

function mapPart(map: Readonly<Record<string, unknown>>, compile: CompileCel): Part {
  const [[key, inner] = [], ...others] = Object.entries(map);
  if (key === undefined || others.length > 0) throw bad(map, "A map has exactly one of all, any, or not.");
  const parts = (Array.isArray(inner) ? inner : [inner]).map((item) => readCondition(item, compile));
  const isAboutStatus = parts.some((part) => part.isAboutStatus);
  switch (key) {
    case "all":
      return allOf(parts);
    case "any":
      return { holds: (facts) => parts.some((part) => part.holds(facts)), isAboutStatus };
    case "not":
      return { holds: (facts) => !parts.every((part) => part.holds(facts)), isAboutStatus };
    default:
      throw bad(map, `There is an unknown operator: ${key}.`);
  }
}

function bad(value: unknown, explanation?: string): ConfigError {
  return new ConfigError("steps/bad-condition", `when: this is no condition: ${JSON.stringify(value)}`, {
    explanation,
    hints: ["Write a word (always, failure, ci …), an expression, a list, or a map of all, any or not."],
  });
}
