/** The functions that expressions may call, one row each; those with predicates have a table of their own.
 *  Follows aqua-registry §10, T12 (the subject comes first). Pure.
 *  Invariant: types are checked before anything runs; arguments whose type is known only then are checked again. */
import { type CallCheck, type Mismatch, signatures } from "./_signature.ts";
import {
  BOOL,
  elementOf,
  FLOAT,
  INT,
  INTERFACE,
  LIST,
  type StaticType,
  STRING,
  STRINGS,
  UNKNOWN,
} from "./_static_type.ts";
import {
  formatValue,
  joinTexts,
  repeatText,
  replaceText,
  splitText,
  trimCharacters,
  trimPrefix,
  trimSuffix,
} from "./_text_functions.ts";
import { asList, asNumber, asText, byteOffset, isList, RunFailure, typeName, type Value } from "./_value.ts";

/** A row: how a call is checked and what it does. */
export interface Builtin {
  readonly check: CallCheck;
  readonly run: (args: readonly Value[]) => Value;
}

const TEXT_TO_TEXT = signatures([[STRING], STRING]);
const TEXTS_TO_BOOL = signatures([[STRING, STRING], BOOL]);
const TEXTS_TO_INT = signatures([[STRING, STRING], INT]);

const BUILTINS: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  ["trim", {
    check: signatures([[STRING], STRING], [[STRING, STRING], STRING]),
    run: ([text, set]) => set === undefined ? asText(text).trim() : trimCharacters(asText(text), asText(set)),
  }],
  ["trimPrefix", {
    check: signatures([[STRING, STRING], STRING], [[STRING], STRING]),
    run: ([text, prefix = " "]) => trimPrefix(asText(text), asText(prefix)),
  }],
  ["trimSuffix", {
    check: signatures([[STRING, STRING], STRING], [[STRING], STRING]),
    run: ([text, suffix = " "]) => trimSuffix(asText(text), asText(suffix)),
  }],
  ["upper", { check: TEXT_TO_TEXT, run: ([text]) => asText(text).toUpperCase() }],
  ["lower", { check: TEXT_TO_TEXT, run: ([text]) => asText(text).toLowerCase() }],
  ["split", {
    check: signatures([[STRING, STRING], STRINGS], [[STRING, STRING, INT], STRINGS]),
    run: ([text, separator, limit = -1]) => splitText(asText(text), asText(separator), asNumber(limit)),
  }],
  ["replace", {
    check: signatures([[STRING, STRING, STRING, INT], STRING], [[STRING, STRING, STRING], STRING]),
    run: ([text, old, fresh, limit = -1]) =>
      replaceText(asText(text), { old: asText(old), fresh: asText(fresh), limit: asNumber(limit) }),
  }],
  ["repeat", {
    check: signatures([[STRING, INT], STRING]),
    run: ([text, count]) => repeatText(asText(text), asNumber(count)),
  }],
  ["join", {
    check: signatures(
      [[STRINGS, STRING], STRING],
      [[LIST, STRING], STRING],
      [[LIST], STRING],
      [[STRINGS], STRING],
    ),
    run: ([texts, glue = ""]) => joinTexts(asList(texts).map(asText), asText(glue)),
  }],
  ["indexOf", {
    check: TEXTS_TO_INT,
    run: ([text, part]) => byteOffset(asText(text), asText(text).indexOf(asText(part))),
  }],
  ["lastIndexOf", {
    check: TEXTS_TO_INT,
    run: ([text, part]) => byteOffset(asText(text), asText(text).lastIndexOf(asText(part))),
  }],
  ["hasPrefix", { check: TEXTS_TO_BOOL, run: ([text, part]) => asText(text).startsWith(asText(part)) }],
  ["hasSuffix", { check: TEXTS_TO_BOOL, run: ([text, part]) => asText(text).endsWith(asText(part)) }],
  ["len", { check: oneOf(["string", "list", "map"], INT), run: ([value]) => measure(value) }],
  ["int", { check: oneOf(["int", "float", "string"], INT), run: ([value]) => toInt(value) }],
  ["float", { check: oneOf(["int", "float", "string"], FLOAT), run: ([value]) => toFloat(value) }],
  ["string", { check: signatures([[INTERFACE], STRING]), run: ([value]) => formatValue(value ?? null) }],
  ["first", { check: checkElement, run: ([list]) => asList(list)[0] ?? null }],
  ["last", { check: checkElement, run: ([list]) => asList(list).at(-1) ?? null }],
]);

/** Builtins of the language that no registry is known to use: their calls are refused with a word of their own,
 *  like any other failure of the expression. */
const NOT_BUILT: ReadonlySet<string> = new Set([
  ...["abs", "ceil", "floor", "round", "max", "min", "mean", "median", "type", "get", "take", "splitAfter"],
  ...["sum", "findLast", "findLastIndex", "groupBy", "sortBy", "reduce", "sort", "reverse", "uniq", "concat"],
  ...["flatten", "keys", "values", "toPairs", "fromPairs", "toJSON", "fromJSON", "toBase64", "fromBase64"],
  ...["now", "duration", "date", "timezone", "bitand", "bitor", "bitxor", "bitnand", "bitnot", "bitshl"],
  ...["bitshr", "bitushr"],
]);

/** The row of a builtin; undefined for other names. */
export function findBuiltin(name: string): Builtin | undefined {
  return BUILTINS.get(name);
}

/** Whether the language knows the function, although it is not built here. */
export function isNotBuilt(name: string): boolean {
  return NOT_BUILT.has(name);
}

/** The check of a function of one argument that is of one of the kinds. */
function oneOf(kinds: readonly StaticType["kind"][], result: StaticType): CallCheck {
  return (name, args) => {
    const [argument] = args;
    if (argument === undefined || args.length !== 1) return wrongCount(args.length);
    if (argument.kind === "any" || kinds.includes(argument.kind)) return result;
    return { message: `invalid argument for ${name} (type ${argument.name})` };
  };
}

function checkElement(name: string, args: readonly StaticType[]): StaticType | Mismatch {
  const [list] = args;
  if (list === undefined || args.length !== 1) return wrongCount(args.length);
  if (list.kind === "any") return UNKNOWN;
  // The original forgets what the elements of an untyped list are.
  if (list.kind === "list") return list.name === STRINGS.name ? elementOf(list) : INTERFACE;
  return { message: `cannot get ${name} element from ${list.name}` };
}

function wrongCount(count: number): Mismatch {
  return { message: `invalid number of arguments (expected 1, got ${count})` };
}

function measure(value: Value | undefined): number {
  if (typeof value === "string") return [...value].length;
  if (value instanceof Map) return value.size;
  if (value !== undefined && isList(value)) return value.length;
  throw new RunFailure(`invalid argument for len (type ${typeName(value ?? null)})`);
}

function toInt(value: Value | undefined): number {
  if (typeof value === "number") return Math.trunc(value);
  if (typeof value !== "string") throw new RunFailure(`invalid operation: int(${typeName(value ?? null)})`);
  const whole = /^[+-]?\d+$/.test(value) ? Number(value) : NaN;
  if (!Number.isSafeInteger(whole)) throw new RunFailure(`invalid operation: int(${value})`);
  return whole;
}

function toFloat(value: Value | undefined): number {
  if (typeof value === "number") return value;
  if (typeof value !== "string") throw new RunFailure(`invalid operation: float(${typeName(value ?? null)})`);
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value)) {
    throw new RunFailure(`invalid operation: float(${value})`);
  }
  return Number(value);
}
