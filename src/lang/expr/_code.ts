/** What a compiled expression is made of.
 *  Follows aqua-registry §10. Pure.
 *  Invariant: code keeps no state of a run: everything that changes is in the frame. */
import type { ConfigError } from "@/base/errors.ts";
import type { Environment, ExpressionValues, RegexpCompiler } from "./environment.ts";
import { fault } from "./_fault.ts";
import type { StaticType } from "./_static_type.ts";
import type { Node } from "./_syntax.ts";
import { isList, RunFailure, type Value } from "./_value.ts";

/** The state of one run. `slots` hold variables and the elements of predicates. */
export interface Frame {
  readonly values: ExpressionValues;
  readonly slots: Value[];
  /** Steps that may still be taken; list functions and lists pay by length. */
  stepsLeft: number;
}

/** A compiled node. `constant` is set for literals of type bool and string. */
export interface Code {
  readonly type: StaticType;
  readonly run: (frame: Frame) => Value;
  readonly constant?: boolean | string;
}

/** A variable of `let` and the slot that holds it. */
export interface Variable {
  readonly name: string;
  readonly type: StaticType;
  readonly slot: number;
}

/** What `#` means in a predicate; `#index` only in `map`. */
export interface Element {
  readonly type: StaticType;
  readonly slot: number;
  readonly indexSlot: number | undefined;
}

/** What is visible where a node stands, and what all nodes share. */
export interface Scope {
  readonly text: string;
  readonly environment: Environment;
  readonly compileRegexp: RegexpCompiler;
  readonly variables: readonly Variable[];
  /** The innermost predicate's element. */
  readonly element: Element | undefined;
  readonly slots: { count: number };
}

/** Reserves a slot. */
export function newSlot(scope: Scope): number {
  return scope.slots.count++;
}

/** The error of a node that is wrong whatever the values are: `expr/type`. */
export function typeFault(scope: Scope, node: Node, message: string): ConfigError {
  return fault("expr/type", { text: scope.text, at: node.at }, message);
}

/** Runs a step for a node; its failure gets the place of the node: `expr/run`. */
export function located(scope: Scope, node: Node, step: (frame: Frame) => Value): (frame: Frame) => Value {
  return (frame) => {
    try {
      return step(frame);
    } catch (error) {
      if (error instanceof RunFailure) {
        throw fault("expr/run", { text: scope.text, at: node.at }, error.message);
      }
      throw error;
    }
  };
}

/** Pays for work on values by their length; hostile expressions end here. Throws RunFailure. */
export function spendOn(frame: Frame, ...values: readonly Value[]): void {
  for (const value of values) {
    if (typeof value === "string" || isList(value)) spend(frame, value.length);
  }
}

/** Pays for steps. Throws RunFailure. */
export function spend(frame: Frame, steps: number): void {
  frame.stepsLeft -= steps;
  if (frame.stepsLeft < 0) throw new RunFailure("memory budget exceeded");
}
