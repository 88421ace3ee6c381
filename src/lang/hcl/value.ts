/** Values of HCL and how one becomes another. Pure. Follows the conversions that HCL does by itself.
 *  Invariant: a conversion that would lose something answers undefined. */
import { numberOf } from "./_number.ts";
import type { HclScalar } from "./syntax.ts";

/** What an expression gives. Maps are plain objects with keys of their own only. */
export type HclValue = HclScalar | readonly HclValue[] | { readonly [key: string]: HclValue };

/** Whether a value is a list. */
export function isList(value: HclValue): value is readonly HclValue[] {
  return Array.isArray(value);
}

/** Whether a value is a map. */
export function isMap(value: HclValue): value is { readonly [key: string]: HclValue } {
  return typeof value === "object" && value !== null && !isList(value);
}

/** A text, number or bool as text. */
export function asText(value: HclValue): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "number") return plainNumber(value);
  return typeof value === "bigint" || typeof value === "boolean" ? String(value) : undefined;
}

/** A number, or a text that is one. */
export function asNumber(value: HclValue): number | bigint | undefined {
  if (typeof value === "number" || typeof value === "bigint") return value;
  return typeof value === "string" ? numberOf(value) : undefined;
}

/** A bool, or a text that is one. */
export function asBool(value: HclValue): boolean | undefined {
  if (typeof value === "boolean") return value;
  if (value === "true" || value === "1") return true;
  return value === "false" || value === "0" ? false : undefined;
}

/** Members as for goes over them: maps by sorted key. Undefined for what has none. */
export function membersOf(
  value: HclValue,
): readonly (readonly [key: string | number, value: HclValue])[] | undefined {
  if (isList(value)) return value.map((item, index) => [index, item]);
  if (!isMap(value)) return undefined;
  return Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1);
}

/** A value in a sentence. */
export function kindOf(value: HclValue): string {
  if (value === null) return "null";
  if (isList(value)) return "a list";
  return isMap(value)
    ? "a map"
    : typeof value === "string"
    ? "a text"
    : typeof value === "boolean"
    ? "a bool"
    : "a number";
}

/** Without an exponent, which HCL never prints. */
function plainNumber(value: number): string {
  const text = String(value),
    [, sign = "", whole = "", fraction = "", exponent] = /^(-?)(\d+)\.?(\d*)e([+-]\d+)$/.exec(text) ?? [];
  if (exponent === undefined) return text;
  const digits = whole + fraction, point = whole.length + Number(exponent);
  if (point <= 0) return `${sign}0.${"0".repeat(-point)}${digits}`;
  return sign + digits.padEnd(point, "0");
}
