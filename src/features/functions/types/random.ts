/** `!random`, `!random max`, `!random min max`: a whole number, both ends included. Follows templates §4.4.
 *  Invariant: drawn from the system's generator, every number as likely as the others. */
import { argumentsOf } from "../core/arguments.ts";
import { badArguments } from "../core/failure.ts";
import type { FunctionCall, YamlFunction } from "../resolve_functions.ts";

const DEFAULT_MAX = 65535;
/** 52 bits: what a number holds behind the comma. */
const HEX_DIGITS = 13;

const random: YamlFunction = async (ctx, call) => {
  const words = [...argumentsOf(call)].map(({ value }) => wholeNumber(call, value));
  if (words.length > 2) throw badArguments(call, "The random function accepts 0, 1, or 2 arguments.");
  const max = words.at(-1) ?? DEFAULT_MAX;
  const min = words.length === 2 ? words[0] ?? 0 : 0;
  if (min >= max) throw badArguments(call, `Min value (${min}) must be less than max value (${max}).`);
  const count = max - min + 1;
  if (count > 16 ** HEX_DIGITS) throw badArguments(call, `${min} and ${max} are too far from each other.`);
  return min + Math.floor(Number.parseInt(ctx.random.hex(HEX_DIGITS), 16) / 16 ** HEX_DIGITS * count);
};

export default random;

function wholeNumber(call: FunctionCall, text: string): number {
  const value = /^[-+]?\d+$/.test(text) ? Number(text) : NaN;
  if (Number.isSafeInteger(value)) return value;
  throw badArguments(call, `${JSON.stringify(text)} is not a whole number.`);
}
