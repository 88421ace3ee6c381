/** What a template computes with: Go's values and the JavaScript values that stand for them.
 *  Follows templates §9.2. `undefined` is "no value" (a missing key), `null` is nil.
 *  Invariant: only own keys of a map are visible, so `constructor` is a missing key like any other. */

import type { TemplateFunction } from "./function.ts";

/** Marks a list or a map that is not `[]interface {}` or `map[string]interface {}`; see `typed`. */
export const GO_TYPE: unique symbol = Symbol("Go type");

/** Go's `[]interface {}`, or the list type that `typed` gave it. */
export interface List extends ReadonlyArray<Value> {
  readonly [GO_TYPE]?: string;
}

/** Go's `map[string]interface {}`, or the map type that `typed` gave it. A member that is undefined is missing. */
export interface Dict {
  readonly [key: string]: Value | undefined;
  readonly [GO_TYPE]?: string;
}

/** A value of a template. A number without a fraction is an int, any other a float64; bigint is an int, too. */
export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | List
  | Dict
  | Float
  | SizedInt
  | Complex
  | Struct;

/** A float64 that has no fraction, which a plain number would not tell from an int. */
export class Float {
  constructor(readonly value: number) {}
}

/** An integer of another type than int. */
export class SizedInt {
  constructor(readonly type: "int64" | "uint8" | "uint64", readonly value: bigint) {}
}

/** A complex128. */
export class Complex {
  constructor(readonly real: number, readonly imaginary: number) {}
}

/** What a field of a struct that is no value does. */
type Method = (() => Value) | TemplateFunction;

/** A pointer to a struct: no other fields and methods than these; asking for another is an error. */
export class Struct {
  /**
   * @param type Go's name of the type, such as `*semver.Version`
   * @param fields in the order of printing
   * @param methods functions; a plain one takes no arguments
   * @param text what printing shows instead of the fields
   */
  constructor(
    readonly type: string,
    readonly fields: Readonly<Record<string, Value>>,
    readonly methods: Readonly<Record<string, Method>> = {},
    readonly text?: string,
  ) {}
}

/** The classes of values that the rules of Go distinguish; `invalid` is nil and no value. */
export type Kind =
  | "invalid"
  | "bool"
  | "int"
  | "uint"
  | "float"
  | "complex"
  | "string"
  | "list"
  | "map"
  | "struct";

/** The class of a value. */
export function kindOf(value: Value | undefined): Kind {
  switch (typeof value) {
    case "string":
      return "string";
    case "boolean":
      return "bool";
    case "number":
      return Number.isInteger(value) ? "int" : "float";
    case "bigint":
      return "int";
    case "undefined":
      return "invalid";
  }
  if (value === null) return "invalid";
  if (isList(value)) return "list";
  if (value instanceof Float) return "float";
  if (value instanceof SizedInt) return value.type === "int64" ? "int" : "uint";
  if (value instanceof Complex) return "complex";
  return value instanceof Struct ? "struct" : "map";
}

/** Go's name of the kind of a value, as `reflect` tells it. */
export function kindName(value: Value): string {
  switch (kindOf(value)) {
    case "list":
      return "slice";
    case "struct":
      return "ptr";
    case "int":
    case "uint":
    case "float":
    case "complex":
      return typeName(value);
    default:
      return kindOf(value);
  }
}

/** Go's name of the type of a value, as `%T` prints it. */
export function typeName(value: Value | undefined): string {
  switch (kindOf(value)) {
    case "invalid":
      return "<nil>";
    case "float":
      return "float64";
    case "complex":
      return "complex128";
    case "int":
      return value instanceof SizedInt ? value.type : "int";
    case "uint":
    case "struct":
      return (value as SizedInt | Struct).type;
    case "list":
      return (value as List)[GO_TYPE] ?? "[]interface {}";
    case "map":
      return (value as Dict)[GO_TYPE] ?? "map[string]interface {}";
    default:
      return typeof value === "string" ? "string" : "bool";
  }
}

/** The type of the elements of a list or map: `[]string` gives `string`. */
export function elementType(container: List | Dict): string {
  const type = container[GO_TYPE];
  return type === undefined ? "interface {}" : type.replace(/^(\[\]|map\[string\])/, "");
}

/** A list or map with Go's name of its type, such as `[]string` or `map[string]string`. */
export function typed<T extends List | Dict>(container: T, type: string): T {
  return Object.defineProperty(container, GO_TYPE, { value: type });
}

/** Whether a value is a list of any element type. */
export function isList(value: Value | undefined): value is List {
  return Array.isArray(value);
}

/** Whether a value is a map of any element type. */
export function isDict(value: Value | undefined): value is Dict {
  return kindOf(value) === "map";
}

/** Whether a value is an integer of any type. */
export function isInteger(value: Value | undefined): value is number | bigint | SizedInt {
  return Number.isInteger(value) || typeof value === "bigint" || value instanceof SizedInt;
}

/** The value of a key; undefined when the map has none. */
export function member(dict: Dict, key: string): Value | undefined {
  return Object.hasOwn(dict, key) ? dict[key] : undefined;
}

/** A float64, whether or not it has a fraction. */
export function floatValue(value: number): number | Float {
  return Number.isInteger(value) ? new Float(value) : value;
}

/** The number of a float64. */
export function floatOf(value: number | Float): number {
  return value instanceof Float ? value.value : value;
}

/** An int in its shortest form. */
export function intValue(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** The digits of an integer of any type. */
export function intOf(value: number | bigint | SizedInt): bigint {
  return value instanceof SizedInt ? value.value : BigInt(value);
}

/** Whether `if` takes a value for true: not false, zero, empty, nil or missing. */
export function isTrue(value: Value | undefined): boolean {
  switch (typeof value) {
    case "string":
      return value !== "";
    case "boolean":
      return value;
    case "number":
      return value !== 0;
    case "bigint":
      return value !== 0n;
    case "undefined":
      return false;
  }
  if (value === null) return false;
  if (isList(value)) return value.length > 0;
  if (value instanceof Float) return value.value !== 0;
  if (value instanceof SizedInt) return value.value !== 0n;
  if (value instanceof Complex) return value.real !== 0 || value.imaginary !== 0;
  return value instanceof Struct || keysOf(value).length > 0;
}

/** The keys of a map that have a value, in Go's order: by the bytes of UTF-8. */
export function keysOf(dict: Dict): string[] {
  return Object.keys(dict).filter((key) => dict[key] !== undefined).sort(compareStrings);
}

/** Orders two texts by their bytes in UTF-8, which UTF-16 order is not beyond U+FFFF. */
export function compareStrings(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const order = rank(a.charCodeAt(at)) - rank(b.charCodeAt(at));
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
