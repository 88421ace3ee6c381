/** What gomplate's namespaces share: the namespace as a function, and its conversions. Pure. Follows templates §3.2. */
import { printValue } from "../../format.ts";
import { parseFloat64, parseInt64 } from "../../_number.ts";
import { toBytes } from "../../_utf8.ts";
import { func, type FunctionSet, GoError, type TemplateFunction } from "../../function.ts";
import { Float, floatOf, intOf, isInteger, isList, type List, Struct, type Value } from "../../value.ts";

/** A function without arguments that answers a record of functions: `strings.ToUpper "x"`. */
export function namespace(
  methods: FunctionSet,
  fields: Readonly<Record<string, Value>> = {},
): TemplateFunction {
  const record = namespaceValue(methods, fields);
  return func([], () => record);
}

/** The record of a namespace. Go holds it in an `interface {}`, which errors show. */
export function namespaceValue(methods: FunctionSet, fields: Readonly<Record<string, Value>> = {}): Struct {
  return new Struct("interface {}", fields, methods);
}

/** Gomplate's text of a value; nil is `nil`. */
export function toText(value: Value | undefined): string {
  return value === null || value === undefined ? "nil" : printValue(value);
}

/** The texts of the items of a list, or of the values themselves. */
export function textsOf(values: readonly Value[]): readonly string[] {
  return values.map(toText);
}

/** The bytes of a value: of a list of numbers themselves, of anything else of its text. */
export function bytesOf(value: Value): Uint8Array {
  const isBytes = isList(value) && value.every((item) => isInteger(item));
  return isBytes ? Uint8Array.from(value, (item) => Number(intOf(item as number))) : toBytes(toText(value));
}

/** Gomplate's truth of a value: the number 1 and the texts `1`, `t`, `true`, `yes`. */
export function toBool(value: Value): boolean {
  if (typeof value === "boolean") return value;
  if (typeof value === "string") {
    return ["1", "t", "true", "yes"].includes(value.toLowerCase()) || toFloat(value) === 1;
  }
  return isNumber(value) && toFloat(value) === 1;
}

/** An integer; what is none is 0. Commas in texts are dropped. */
export function toInteger(value: Value): bigint {
  if (typeof value === "boolean") return value ? 1n : 0n;
  if (isInteger(value)) return BigInt.asIntN(64, intOf(value));
  if (typeof value === "number" || value instanceof Float) return wholeOf(floatOf(value));
  if (typeof value !== "string") return 0n;
  const text = value.replaceAll(",", "");
  return parseInt64(text) ?? wholeOf(parseFloat64(text) ?? 0);
}

function wholeOf(value: number): bigint {
  return Number.isFinite(value) ? BigInt.asIntN(64, BigInt(Math.trunc(value))) : 0n;
}

/** A float; what is none is 0. */
export function toFloat(value: Value): number {
  if (typeof value === "boolean") return value ? 1 : 0;
  if (isInteger(value)) return Number(intOf(value));
  if (typeof value === "number" || value instanceof Float) return floatOf(value);
  if (typeof value !== "string") return 0;
  const text = value.replaceAll(",", ""), whole = parseInt64(text);
  return whole === undefined ? parseFloat64(text) ?? 0 : Number(whole);
}

/** Whether a value is a number, of any type. */
export function isNumber(value: Value): boolean {
  return isInteger(value) || typeof value === "number" || value instanceof Float;
}

/** The int of a value. */
export function toInt(value: Value): number {
  return Number(toInteger(value));
}

/** The items of a list. @throws GoError for anything else */
export function itemsOf(value: Value): List {
  if (isList(value)) return value;
  throw new GoError(`expected an array or slice, but got ${value === null ? "<nil>" : toText(value)}`);
}

/**
 * Arguments of which the first ones may be left out, by their number.
 * @param counts the fewest and the most
 */
export function optional(
  name: string,
  [fewest, most]: readonly [number, number],
  run: (...values: readonly Value[]) => Value | undefined,
): TemplateFunction {
  return {
    params: [],
    rest: "any",
    call: (args) => {
      if (args.length < fewest || args.length > most) {
        throw new GoError(`wrong number of args for ${name}: want ${fewest} to ${most}, got ${args.length}`);
      }
      return run(...args.map((arg) => arg ?? null));
    },
  };
}
