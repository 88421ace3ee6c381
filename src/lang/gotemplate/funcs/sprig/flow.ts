/** Sprig's defaults, choices and questions about types. Pure. Follows templates §3.1 (Defaults, Reflection). */
import { func, type FunctionSet, GoError, variadic } from "../../function.ts";
import { kindName, typeName } from "../../value.ts";
import { deepEqual } from "../_equal.ts";
import { isEmpty } from "../_empty.ts";

/** The functions. */
export const flow: FunctionSet = {
  default: variadic(["any"], "any", (fallback, ...given) => isEmpty(given[0]) ? fallback : given[0]),
  empty: func(["any"], isEmpty),
  coalesce: variadic([], "any", (...values) => values.find((value) => !isEmpty(value)) ?? null),
  ternary: func(["any", "any", "bool"], (yes, no, condition) => condition ? yes : no),
  fail: func(["string"], (message) => {
    throw new GoError(message);
  }),
  typeOf: func(["any"], typeName),
  typeIs: func(["string", "any"], (name, value) => typeName(value) === name),
  typeIsLike: func(["string", "any"], (name, value) => [name, `*${name}`].includes(typeName(value))),
  kindOf: func(["any"], kindName),
  kindIs: func(["string", "any"], (name, value) => kindName(value) === name),
  deepEqual: func(["any", "any"], deepEqual),
};
