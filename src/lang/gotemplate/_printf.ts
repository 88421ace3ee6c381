/** Go's `printf`: the format string.
 *  Follows templates §2.5.
 *  Invariant: every format gives a text; what is wrong with it is said inside (`%!d(MISSING)`). */
import { type Flags, formatValue } from "./format.ts";
import { isInteger, typeName, type Value } from "./value.ts";

/** Larger widths and precisions count as wrong. */
const MAX_NUMBER = 1_000_000;

interface State {
  readonly format: string;
  readonly values: readonly Value[];
  at: number;
  /** The next value. */
  index: number;
  /** An index such as `[3]` came right before. */
  afterIndex: boolean;
  isReordered: boolean;
  isGoodIndex: boolean;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** The text of a format and its values. */
export function printf(format: string, values: readonly Value[]): string {
  const state: State = {
    format,
    values,
    at: 0,
    index: 0,
    afterIndex: false,
    isReordered: false,
    isGoodIndex: true,
  };
  let text = "";
  while (state.at < format.length) {
    const found = format.indexOf("%", state.at);
    const end = found < 0 ? format.length : found;
    text += format.slice(state.at, end);
    state.at = end + 1;
    if (found >= 0) text += formatDirective(state);
  }
  return text + extra(state);
}

function formatDirective(state: State): string {
  state.isGoodIndex = true;
  state.afterIndex = false;
  const flags: Writable<Flags> = readFlags(state);
  readIndex(state);
  const complaint = readWidth(state, flags) + readPrecision(state, flags);
  if (!state.afterIndex) readIndex(state);
  const code = state.format.codePointAt(state.at);
  if (code === undefined) return `${complaint}%!(NOVERB)`;
  const verb = String.fromCodePoint(code);
  state.at += verb.length;
  return complaint + formatNext(state, verb, flags);
}

function formatNext(state: State, verb: string, flags: Flags): string {
  if (verb === "%") return "%";
  if (!state.isGoodIndex) return `%!${verb}(BADINDEX)`;
  const value = state.values[state.index];
  if (value === undefined) return `%!${verb}(MISSING)`;
  state.index++;
  if (verb !== "v") return formatValue(value, verb, flags);
  const { plus = false, sharp = false, ...others } = flags;
  return formatValue(value, verb, { ...others, plusV: plus, sharpV: sharp });
}

function readFlags(state: State): Flags {
  const [text = ""] = /^[#0+\- ]*/.exec(state.format.slice(state.at)) ?? [];
  state.at += text.length;
  return {
    sharp: text.includes("#"),
    zero: text.includes("0"),
    plus: text.includes("+"),
    minus: text.includes("-"),
    space: text.includes(" "),
  };
}

/** `[3]`: the number of the next value. */
function readIndex(state: State): void {
  state.afterIndex = false;
  if (state.format[state.at] !== "[") return;
  state.isReordered = true;
  const close = state.format.indexOf("]", state.at);
  const number = close < 0 ? undefined : toNumber(state.format.slice(state.at + 1, close));
  state.at = close < 0 ? state.at + 1 : close + 1;
  state.afterIndex = number !== undefined;
  if (number !== undefined && number >= 1 && number <= state.values.length) state.index = number - 1;
  else state.isGoodIndex = false;
}

function readWidth(state: State, flags: Writable<Flags>): string {
  if (state.format[state.at] !== "*") {
    flags.width = readNumber(state);
    if (state.afterIndex && flags.width !== undefined) state.isGoodIndex = false;
    return "";
  }
  const width = readStar(state);
  if (width === undefined) return "%!(BADWIDTH)";
  flags.width = Math.abs(width);
  if (width < 0) Object.assign(flags, { minus: true, zero: false });
  return "";
}

function readPrecision(state: State, flags: Writable<Flags>): string {
  if (state.format[state.at] !== "." || state.at + 1 >= state.format.length) return "";
  state.at++;
  if (state.afterIndex) state.isGoodIndex = false;
  readIndex(state);
  if (state.format[state.at] !== "*") {
    flags.precision = readNumber(state) ?? 0;
    return "";
  }
  const precision = readStar(state);
  if (precision !== undefined && precision >= 0) flags.precision = precision;
  return flags.precision === undefined ? "%!(BADPREC)" : "";
}

/** `*`: the next value is the number. */
function readStar(state: State): number | undefined {
  state.at++;
  state.afterIndex = false;
  const value = state.values[state.index];
  if (state.index < state.values.length) state.index++;
  if (!isInteger(value)) return undefined;
  const number = Number(typeof value === "object" ? value.value : value);
  return Math.abs(number) > MAX_NUMBER ? undefined : number;
}

function readNumber(state: State): number | undefined {
  const [digits = ""] = /^[0-9]*/.exec(state.format.slice(state.at)) ?? [];
  const number = toNumber(digits);
  state.at = digits !== "" && number === undefined ? state.format.length : state.at + digits.length;
  return number;
}

function toNumber(digits: string): number | undefined {
  const number = /^[0-9]+$/.test(digits) ? Number(digits) : NaN;
  return number <= 10 * MAX_NUMBER + 9 ? number : undefined;
}

function extra({ values, index, isReordered }: State): string {
  if (isReordered || index >= values.length) return "";
  const rest = values.slice(index).map((value) =>
    value === null ? "<nil>" : `${typeName(value)}=${formatValue(value, "v")}`
  );
  return `%!(EXTRA ${rest.join(", ")})`;
}
