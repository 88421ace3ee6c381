/** What queries think of values: kinds, texts, equality, order. Follows templates §5 (yq v4). Pure.
 *  Invariant: whole numbers, also bigint, are `!!int`; a float without a fraction is told from them nowhere. */
import { renderYaml } from "@/lang/yaml/render.ts";
import { isMap } from "./_node.ts";

/** The tag that yq gives to a value. */
export function tagOf(value: unknown): string {
  if (value === null || value === undefined) return "!!null";
  if (typeof value === "boolean") return "!!bool";
  if (typeof value === "string") return "!!str";
  if (isNumber(value)) return isWhole(value) ? "!!int" : "!!float";
  return Array.isArray(value) ? "!!seq" : "!!map";
}

const NOUNS: Readonly<Record<string, string>> = {
  "!!null": "null",
  "!!bool": "a boolean",
  "!!str": "a string",
  "!!int": "a number",
  "!!float": "a number",
  "!!seq": "a list",
  "!!map": "a map",
};

/** A value in messages, as "a list". */
export function nounOf(value: unknown): string {
  return NOUNS[tagOf(value)] ?? "a value";
}

/** Whether a value is a number of any size. */
export function isNumber(value: unknown): value is number | bigint {
  return typeof value === "number" || typeof value === "bigint";
}

/** Whether a number has no fraction and is known to the last digit. */
export function isWhole(value: number | bigint): boolean {
  return typeof value === "bigint" || Number.isSafeInteger(value);
}

/** Whether a value is neither list nor map. */
export function isScalar(value: unknown): boolean {
  return typeof value !== "object" || value === null;
}

/** All but null and false count as true. */
export function isTrue(value: unknown): boolean {
  return value !== null && value !== undefined && value !== false;
}

/** A value as text: scalars as they are, lists and maps as YAML without the final newline. */
export function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (value === null || value === undefined) return "null";
  if (typeof value === "number" && !Number.isFinite(value)) return renderYaml(value).trimEnd();
  return isScalar(value) ? String(value) : renderYaml(value).replace(/\n$/, "");
}

/** What `==` means: between scalars the text counts, with `*` and `?` on the right as wildcards. */
export function matches(left: unknown, right: unknown): boolean {
  if (left === null || right === null || !isScalar(left) || !isScalar(right)) return sameValue(left, right);
  if (isNumber(left) && isNumber(right)) return sameValue(left, right);
  return globMatches(textOf(right), textOf(left));
}

/** Whether two values are the same, the order of keys aside. */
export function sameValue(left: unknown, right: unknown): boolean {
  if (Object.is(left, right) || left === 0 && right === 0) return true;
  if (isScalar(left) || isScalar(right)) return false;
  if (Array.isArray(left) || Array.isArray(right)) {
    return Array.isArray(left) && Array.isArray(right) && left.length === right.length &&
      left.every((member, index) => sameValue(member, right[index]));
  }
  if (!isMap(left) || !isMap(right)) return false;
  const keys = Object.keys(left);
  return keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && sameValue(left[key], right[key]));
}

/** A text that equal values share and different ones do not, the order of keys aside. */
export function identityOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(identityOf).join()}]`;
  if (isMap(value)) {
    const names = Object.keys(value).sort();
    return `{${names.map((name) => `${JSON.stringify(name)}:${identityOf(value[name])}`).join()}}`;
  }
  return typeof value === "string" ? JSON.stringify(value) : textOf(value);
}

/** Whether a pattern of `*` (any run) and `?` (any character) is the whole text. Time grows with the product of the
 *  lengths at most. */
export function globMatches(pattern: string, text: string): boolean {
  const [wanted, given] = [[...pattern], [...text]];
  let [p, t, star, resume] = [0, 0, -1, 0];
  while (t < given.length) {
    if (wanted[p] === "*") [star, resume, p] = [p, t, p + 1];
    else if (p < wanted.length && (wanted[p] === "?" || wanted[p] === given[t])) [p, t] = [p + 1, t + 1];
    else if (star >= 0) [p, t, resume] = [star + 1, resume + 1, resume + 1];
    else return false;
  }
  while (wanted[p] === "*") p++;
  return p === wanted.length;
}

/** The order of `sort`: null, booleans, lists and maps (all alike), numbers, strings by code point. */
export function compareValues(left: unknown, right: unknown): number {
  const [rankLeft, rankRight] = [rankOf(left), rankOf(right)];
  if (rankLeft !== rankRight) return rankLeft - rankRight;
  if (typeof left === "string" && typeof right === "string") return compareTexts(left, right);
  if (isNumber(left) && isNumber(right)) return left < right ? -1 : left > right ? 1 : 0;
  return typeof left === "boolean" ? Number(left) - Number(right) : 0;
}

function rankOf(value: unknown): number {
  if (value === null || value === undefined) return 0;
  if (typeof value === "boolean") return 1;
  if (typeof value === "string") return 4;
  return isNumber(value) ? 3 : 2;
}

/** By code point, as bytes of UTF-8 compare. */
export function compareTexts(left: string, right: string): number {
  const shorter = Math.min(left.length, right.length);
  let index = 0;
  while (index < shorter && left[index] === right[index]) index++;
  if (index === shorter) return left.length - right.length;
  const [a, b] = [left.charCodeAt(index), right.charCodeAt(index)];
  const isHigh = (unit: number) => unit >= 0xd800 && unit <= 0xdfff; // halves of what is beyond U+FFFF
  return isHigh(a) === isHigh(b) ? a - b : isHigh(a) ? 1 : -1;
}
