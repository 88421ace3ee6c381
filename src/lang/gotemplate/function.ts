/** How a function set declares its functions: the types of the parameters decide what a template may pass.
 *  Follows templates §2.4 (typed parameters) and §9.2.
 *  Invariant: a function fails only by GoError; anything else that it throws is a defect of ours. */
import type { Dict, Value } from "./value.ts";

/** What the implementation of a function gets for a parameter of a type. */
interface ParamValues {
  /** As it is: nil and no value stay apart. */
  value: Value | undefined;
  /** No value becomes nil. */
  any: Value;
  string: string;
  bool: boolean;
  int: number;
  "map[string]interface {}": Dict;
}

/** Go's name of the type of a parameter; `value` is `reflect.Value`, `any` is `interface {}`. */
export type ParamType = keyof ParamValues;

/** A function of a template. */
export interface TemplateFunction {
  readonly params: readonly ParamType[];
  /** The type of further arguments; undefined when there are none. */
  readonly rest?: ParamType | undefined;
  /** The arguments are as many and of such types as declared. */
  readonly call: (args: readonly (Value | undefined)[]) => Value | undefined;
  /** The builtins that evaluate arguments only as needed, or that want the text of the first argument. */
  readonly special?: "and" | "or" | "call" | undefined;
}

/** Functions by the name that templates call them by. */
export type FunctionSet = Readonly<Record<string, TemplateFunction>>;

/** What a function of Go would return as its error or panic with; the template fails with this text. */
export class GoError extends Error {}

type ParamsOf<T extends readonly ParamType[]> = { readonly [K in keyof T]: ParamValues[T[K] & ParamType] };

/** A function with a fixed number of parameters: `func(["string"], (s) => s.toUpperCase())`. */
export function func<const T extends readonly ParamType[]>(
  params: T,
  run: (...args: ParamsOf<T>) => Value | undefined,
): TemplateFunction {
  return { params, call: (args) => run(...args as unknown as ParamsOf<T>) };
}

/** A function that takes further arguments of one type after its fixed parameters. */
export function variadic<const T extends readonly ParamType[], const R extends ParamType>(
  params: T,
  rest: R,
  run: (...args: [...ParamsOf<T>, ...ParamValues[R][]]) => Value | undefined,
): TemplateFunction {
  return { params, rest, call: (args) => run(...args as unknown as [...ParamsOf<T>, ...ParamValues[R][]]) };
}
