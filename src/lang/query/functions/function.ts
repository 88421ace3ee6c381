/** What a function of queries is. Follows templates §5. Pure. */
import type { Budget } from "../_budget.ts";
import type { Node } from "../_node.ts";

/** A call for one input. */
export interface Call {
  readonly input: Node;
  /** The arguments; each evaluates on any nodes. */
  readonly args: readonly ((nodes: readonly Node[]) => readonly Node[])[];
  readonly budget: Budget;
  /** Makes the error to throw, with the place of the call. */
  error(message: string): Error;
}

/** A function; `arity` is the least and the greatest number of arguments. */
export interface QueryFunction {
  readonly arity: readonly [number, number];
  run(call: Call): readonly Node[];
}

/** A chapter of the language: name → function. */
export type Chapter = Readonly<Record<string, QueryFunction>>;

/** The value of an argument for the input, which must be exactly one; null when the argument is not given. */
export function oneValue({ args, input, error }: Call, index: number): unknown {
  const arg = args[index];
  if (!arg) return null;
  const [first, ...others] = arg([input]);
  if (first && others.length === 0) return first.value;
  throw error(`expected one value as argument ${index + 1}, found ${first ? others.length + 1 : "none"}`);
}

/** The same, which must be a text. */
export function oneText(call: Call, index: number): string {
  const value = oneValue(call, index);
  if (typeof value === "string") return value;
  throw call.error(`expected a string as argument ${index + 1}`);
}
