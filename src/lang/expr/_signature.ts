/** Checks the arguments of functions against their declared types.
 *  Follows aqua-registry §10. Pure.
 *  Invariant: with several signatures the last one's complaint is shown, as the original does. */
import { isAssignable, type StaticType } from "./_static_type.ts";

/** Parameter types and the type of the answer. */
export type Signature = readonly [parameters: readonly StaticType[], result: StaticType];

/** Why a call does not fit. `argument` is its index where one argument is to blame. */
export interface Mismatch {
  readonly message: string;
  readonly argument?: number;
}

/** Checks a call; answers its type or why it cannot be. */
export type CallCheck = (name: string, args: readonly StaticType[]) => StaticType | Mismatch;

/** Whether a check failed. */
export function isMismatch(checked: StaticType | Mismatch): checked is Mismatch {
  return "message" in checked;
}

/** The check of a function with one or more signatures; the first that fits decides the type. */
export function signatures(first: Signature, ...others: readonly Signature[]): CallCheck {
  return (name, args) => {
    let checked = checkSignature(name, args, first);
    for (const signature of others) {
      if (!isMismatch(checked)) return checked;
      checked = checkSignature(name, args, signature);
    }
    return checked;
  };
}

function checkSignature(
  name: string,
  args: readonly StaticType[],
  [parameters, result]: Signature,
): StaticType | Mismatch {
  if (args.length > parameters.length) return { message: `too many arguments to call ${name}` };
  if (args.length < parameters.length) return { message: `not enough arguments to call ${name}` };
  for (const [index, parameter] of parameters.entries()) {
    const argument = args[index] ?? parameter;
    if (argument.kind === "nil" && parameter.kind !== "any") {
      return {
        message: `cannot use nil as argument (type ${parameter.name}) to call ${name}`,
        argument: index,
      };
    }
    if (!fits(argument, parameter)) {
      const message = `cannot use ${argument.name} as argument (type ${parameter.name}) to call ${name} `;
      return { message, argument: index };
    }
  }
  return result;
}

function fits(argument: StaticType, parameter: StaticType): boolean {
  return argument.kind === "any" || isAssignable(argument, parameter);
}
