/** The functions of registry definitions: Go's own, and those of sprig that compute texts. Argument order is sprig's:
 *  the subject comes last. Follows aqua-registry §9, templates §3. Nothing here reaches the environment, files or a
 *  network. */
import { printValue } from "../_format.ts";
import { quote } from "../_quote.ts";
import { byteLength, sliceBytes } from "../_utf8.ts";
import { toLower, toTitle, toUpper, trimSpace } from "../_text.ts";
import { func, type FunctionSet, GoError, variadic } from "../function.ts";
import {
  intOf,
  isDict,
  isInteger,
  isList,
  isTrue,
  member,
  Struct,
  typed,
  typeName,
  type Value,
} from "../value.ts";
import { builtins } from "./builtins.ts";

/** What the functions need of regular expressions; an error of `compile` is one of the template. */
export interface TextRegexp {
  test(text: string): boolean;
  findSubmatch(text: string): readonly (string | undefined)[] | undefined;
  replaceAll(text: string, replacement: string): string;
}

/** The functions of definitions. @param compile compiles an RE2 */
export function aquaFunctions(compile: (pattern: string) => TextRegexp): FunctionSet {
  return { ...builtins, ...texts, ...lists, ...regexps(compile) };
}

const texts: FunctionSet = {
  trimV: func(["string"], (text) => text.startsWith("v") ? text.slice(1) : text),
  trim: func(["string"], trimSpace),
  trimAll: func(["string", "string"], (chars, text) => trimChars(chars, text)),
  trimPrefix: func(
    ["string", "string"],
    (prefix, text) => text.startsWith(prefix) ? text.slice(prefix.length) : text,
  ),
  trimSuffix: func(
    ["string", "string"],
    (suffix, text) => suffix !== "" && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text,
  ),
  lower: func(["string"], toLower),
  upper: func(["string"], toUpper),
  title: func(["string"], toTitle),
  contains: func(["string", "string"], (part, text) => text.includes(part)),
  hasPrefix: func(["string", "string"], (prefix, text) => text.startsWith(prefix)),
  hasSuffix: func(["string", "string"], (suffix, text) => text.endsWith(suffix)),
  replace: func(
    ["string", "string", "string"],
    (old, replacement, text) => text.replaceAll(old, () => replacement),
  ),
  substr: func(["int", "int", "string"], substr),
  quote: variadic([], "any", (...values) => quoted(values, quote)),
  squote: variadic([], "any", (...values) => quoted(values, (text) => `'${text}'`)),
  semver: func(["string"], semver),
  add: variadic([], "any", (...values) => sum(values)),
  sub: func(["any", "any"], (a, b) => Number(integer(a) - integer(b))),
  default: variadic(["any"], "any", (fallback, ...given) => isTrue(given[0]) ? given[0] : fallback),
  ternary: func(["any", "any", "bool"], (yes, no, condition) => condition ? yes : no),
};

const lists: FunctionSet = {
  list: variadic([], "any", (...values) => values),
  dict: variadic([], "any", (...values) => dict(values)),
  get: func(["map[string]interface {}", "string"], (map, key) => member(map, key) ?? ""),
  first: func(["any"], (list) => listOf(list, "first")[0] ?? null),
  last: func(["any"], (list) => listOf(list, "last").at(-1) ?? null),
  join: func(
    ["string", "any"],
    (separator, list) =>
      isList(list) ? list.filter((item) => item !== null).map(printValue).join(separator) : printValue(list),
  ),
  split: func(
    ["string", "string"],
    (separator, text) =>
      typed(
        Object.fromEntries(text.split(separator).map((part, index) => [`_${index}`, part])),
        "map[string]string",
      ),
  ),
  splitList: func(["string", "string"], (separator, text) => typed(text.split(separator), "[]string")),
};

function regexps(compile: (pattern: string) => TextRegexp): FunctionSet {
  const compiled = (pattern: string) => {
    try {
      return compile(pattern);
    } catch (error) {
      throw new GoError(error instanceof Error ? error.message : String(error));
    }
  };
  return {
    regexMatch: func(["string", "string"], (pattern, text) => compiled(pattern).test(text)),
    regexFind: func(["string", "string"], (pattern, text) => compiled(pattern).findSubmatch(text)?.[0] ?? ""),
    regexReplaceAll: func(
      ["string", "string", "string"],
      (pattern, text, replacement) => compiled(pattern).replaceAll(text, replacement),
    ),
  };
}

function trimChars(chars: string, text: string): string {
  const drop = new Set(chars), kept = Array.from(text);
  const from = kept.findIndex((char) => !drop.has(char));
  return from < 0 ? "" : kept.slice(from, kept.findLastIndex((char) => !drop.has(char)) + 1).join("");
}

/** Bytes from start to end; a negative start means 0, an end that lies outside means all the rest. */
function substr(start: number, end: number, text: string): string {
  const length = byteLength(text);
  if (start < 0) return sliceBytes(text, 0, end);
  if (end < 0 || end > length) return sliceBytes(text, start, length);
  return sliceBytes(text, start, end);
}

function quoted(values: readonly Value[], mark: (text: string) => string): string {
  return values.filter((value) => value !== null).map((value) => mark(printValue(value))).join(" ");
}

/** Masterminds' lenient reading: one to three numbers, a leading v allowed. */
function semver(text: string): Struct {
  const parts =
    /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-([\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*))?(?:\+([\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*))?$/
      .exec(text);
  if (!parts) throw new GoError("invalid semantic version");
  const [, major = "0", minor = "0", patch = "0", prerelease = "", metadata = ""] = parts;
  const numbers = { Major: Number(major), Minor: Number(minor), Patch: Number(patch) };
  const shown = [numbers.Major, numbers.Minor, numbers.Patch].join(".") + (prerelease && `-${prerelease}`) +
    (metadata && `+${metadata}`);
  const fields = { ...numbers, Prerelease: prerelease, Metadata: metadata, Original: text };
  return new Struct("*semver.Version", fields, {}, shown);
}

function sum(values: readonly Value[]): number {
  return Number(values.reduce<bigint>((total, value) => total + integer(value), 0n));
}

/** Texts that are numbers count, everything else is 0. */
function integer(value: Value): bigint {
  if (isInteger(value)) return intOf(value);
  return typeof value === "string" && /^[+-]?\d+$/.test(value) ? BigInt(value) : 0n;
}

function dict(values: readonly Value[]): Value {
  const entries: [string, Value][] = [];
  for (let i = 0; i < values.length; i += 2) entries.push([printValue(values[i] ?? ""), values[i + 1] ?? ""]);
  return Object.fromEntries(entries);
}

function listOf(value: Value, name: string): readonly Value[] {
  if (isList(value)) return value;
  throw new GoError(`Cannot find ${name} on type ${isDict(value) ? "map" : typeName(value)}`);
}
