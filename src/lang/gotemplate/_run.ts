/** The state of one execution, its limits, and how it fails.
 *  Follows templates §2.3 (error format) and §9.2 (limits).
 *  Invariant: an error points at the part that was looked at last, as in Go. */
import { ConfigError } from "@/base/errors.ts";
import { nodeText, type Place } from "./_ast.ts";
import type { Template } from "./parse_template.ts";
import { quote } from "./_quote.ts";
import { byteLength } from "./_utf8.ts";
import { isList, type Value } from "./value.ts";

/** What a missing key of a map gives: no value, the zero value of its type, or an error. */
export type MissingKey = "default" | "zero" | "error";

/** A value and whether it sits in an `interface {}`: only then its own type stays out of messages. */
export interface Cell {
  readonly value: Value | undefined;
  readonly isBoxed: boolean;
}

/** A variable in scope. */
export interface Variable extends Cell {
  readonly name: string;
}

/** How much one execution may take. */
export interface Limits {
  /** Nodes, commands and rounds; functions also pay for the texts and lists that they look at. */
  readonly steps: number;
  /** UTF-16 units of the output and of every text on the way. */
  readonly textLength: number;
}

/** Where an execution stands. */
export interface Run {
  readonly template: Template;
  readonly missingKey: MissingKey;
  readonly limits: Limits;
  /** The definition that is executed. */
  name: string;
  /** The data that `.` is. */
  dot: Cell;
  /** Variables in scope, the innermost last. */
  variables: Variable[];
  /** What errors point at. */
  place: Place | undefined;
  output: string;
  steps: number;
  /** Definitions that called each other up to here. */
  depth: number;
}

/** For templates of the user's own. */
export const DEFAULT_LIMITS: Limits = { steps: 1_000_000, textLength: 10 * 1024 * 1024 };

const MAX_CALLS = 1000;
/** Characters or items that a function looks at for one step. */
const SIZE_OF_STEP = 100;

/** Counts steps. @throws ConfigError `gotemplate/limit` */
export function countStep(run: Run, steps = 1): void {
  run.steps += steps;
  if (run.steps > run.limits.steps) failLimit(run.template.name, `more than ${run.limits.steps} steps`);
}

/** Counts the work of a function on values. @throws ConfigError `gotemplate/limit` */
export function countWork(run: Run, values: readonly (Value | undefined)[]): void {
  for (const value of values) {
    if (typeof value === "string" || isList(value)) countStep(run, value.length / SIZE_OF_STEP);
  }
}

/** Bounds a text that grows. @throws ConfigError `gotemplate/limit` */
export function checkSize(run: Run, text: string): void {
  const { textLength } = run.limits;
  if (text.length > textLength) failLimit(run.template.name, `a text of more than ${textLength} characters`);
}

/** Fails when templates call each other too deeply. */
export function checkCalls(run: Run): void {
  if (run.depth >= MAX_CALLS) failAt(run, `exceeded maximum template depth (${MAX_CALLS})`);
}

/** Fails because a template takes too much of something. */
export function failLimit(name: string, what: string): never {
  throw new ConfigError("gotemplate/limit", `template: ${name}: ${what}`, { at: { file: name } });
}

/** Fails with Go's text at the current place. */
export function failAt(run: Run, message: string): never {
  const { name: file, source } = run.template;
  if (run.place === undefined) {
    throw new ConfigError("gotemplate/execute", `template: ${file}: ${message}`, { at: { file } });
  }
  const before = source.slice(0, run.place.pos);
  const line = before.split("\n").length;
  const column = byteLength(before.slice(before.lastIndexOf("\n") + 1));
  const where = `${file}:${line}:${column}: executing ${quote(run.name)} at <${nodeText(run.place)}>`;
  throw new ConfigError("gotemplate/execute", `template: ${where}: ${message}`, {
    at: { file, line, column: column + 1 },
  });
}
