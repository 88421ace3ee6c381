/** Functions about single values: kinds, texts, numbers. Follows templates §5 (yq v4). Pure. */
import { unitsOf } from "../_budget.ts";
import { made } from "../_node.ts";
import { isNumber, isScalar, isTrue, nounOf, tagOf, textOf } from "../_value.ts";
import { type Call, type Chapter, oneText, oneValue, type QueryFunction } from "./function.ts";

/** `tag`, `kind`, `not`, `to_string`, `to_number`, `upcase`, `trim`, `split`, `join`, `error`. */
export const scalars: Chapter = {
  tag: { arity: [0, 0], run: ({ input }) => [made(tagOf(input.value))] },
  kind: {
    arity: [0, 0],
    run: ({ input: { value } }) => [made(isScalar(value) ? "scalar" : tagOf(value).slice(2))],
  },
  not: { arity: [0, 0], run: ({ input }) => [made(!isTrue(input.value))] },
  to_string: {
    arity: [0, 0],
    run: ({ input, budget }) => {
      budget.weigh(input.value);
      return [made(textOf(input.value))];
    },
  },
  to_number: { arity: [0, 0], run: (call) => [made(toNumber(call))] },
  upcase: ofText("upcase", (text) => text.toUpperCase()),
  downcase: ofText("downcase", (text) => text.toLowerCase()),
  trim: ofText("trim", (text) => text.trim()),
  split: { arity: [1, 1], run: split },
  join: { arity: [1, 1], run: (call) => [made(join(call))] },
  error: {
    arity: [1, 1],
    run: (call) => {
      throw call.error(textOf(oneValue(call, 0)));
    },
  },
};

function ofText(name: string, change: (text: string) => string): QueryFunction {
  return {
    arity: [0, 0],
    run: ({ input: { value }, budget, error }) => {
      if (typeof value !== "string") throw error(`cannot ${name} ${nounOf(value)}`);
      budget.spend(unitsOf(value.length));
      return [made(change(value))];
    },
  };
}

const WHOLE = /^([-+]?)(\d+|0[xX][0-9a-fA-F]+|0[oO][0-7]+)$/;
const FLOAT = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/;

/** A leading zero means nothing; whole numbers keep 64 bits. */
function toNumber({ input: { value }, error }: Call): number | bigint {
  if (isNumber(value)) return value;
  const digits = typeof value === "string" ? value.replaceAll("_", "") : "";
  const whole = digits.length <= 24 ? WHOLE.exec(digits) : null;
  if (whole) {
    const exact = BigInt(whole[2] ?? "") * (whole[1] === "-" ? -1n : 1n);
    if (Number.isSafeInteger(Number(exact))) return Number(exact);
    if (exact >= -(2n ** 63n) && exact < 2n ** 64n) return exact;
  }
  const number = FLOAT.test(digits) ? Number(digits) : NaN;
  if (Number.isFinite(number)) return number;
  throw error(`cannot make a number of ${typeof value === "string" ? JSON.stringify(value) : nounOf(value)}`);
}

/** Nothing for null, an empty list for an empty string. */
function split(call: Call) {
  const { value } = call.input;
  if (value === null) return [];
  if (typeof value !== "string") throw call.error(`cannot split ${nounOf(value)}`);
  const separator = oneText(call, 0);
  call.budget.spend(value.length);
  if (value === "") return [made([])];
  return [made(separator === "" ? [...value] : value.split(separator))];
}

function join(call: Call): string {
  const { input: { value }, budget, error } = call;
  if (!Array.isArray(value)) throw error(`cannot join ${nounOf(value)}, only a list`);
  const separator = textOf(oneValue(call, 0));
  const bad = value.findIndex((member) => !isScalar(member));
  if (bad >= 0) throw error(`cannot join: member ${bad} is ${nounOf(value[bad])}`);
  const text = value.map((member) => member === null ? "" : textOf(member)).join(separator);
  budget.spend(value.length + unitsOf(text.length));
  return text;
}
