/** The functions of registry definitions: Go's own, and those of sprig that compute texts. Argument order is sprig's:
 *  the subject comes last. Follows aqua-registry §9, templates §3. Nothing here reaches the environment, files or a
 *  network. */
import { printValue } from "../format.ts";
import { quote } from "../_quote.ts";
import { byteLength, sliceBytes } from "../_utf8.ts";
import { toLower, toTitle, toUpper, trimSpace } from "../_text.ts";
import { func, type FunctionSet, GoError, variadic } from "../function.ts";
import {
  Float,
  floatOf,
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

/** What the functions need of regular expressions. */
export interface TextRegexp {
  test(text: string): boolean;
  findSubmatch(text: string): readonly (string | undefined)[] | undefined;
  replaceAll(text: string, replacement: string): string;
}

/** What other languages give to the functions. */
export interface AquaLanguages {
  /** Compiles an RE2; what it throws is an error of the template. */
  compileRegexp(pattern: string): TextRegexp;
  /** Reads a version range; undefined for a text that is none. */
  parseRange(text: string): ((version: string) => boolean) | undefined;
}

/** The functions of definitions. */
export function aquaFunctions({ compileRegexp, parseRange }: AquaLanguages): FunctionSet {
  const semverCompare = func(["string", "string"], (range, version) => {
    const matches = parseRange(range);
    if (matches === undefined) throw new GoError(`improper constraint: ${range}`);
    semver(version);
    return matches(version);
  });
  return { ...builtins, ...texts, ...lists, ...regexps(compileRegexp), semverCompare };
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
      (isList(list) ? list : [list]).filter((item) => item !== null).map(printValue).join(separator),
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
  const tryCompile = (pattern: string) => {
    try {
      return compile(pattern);
    } catch {
      return undefined; // sprig drops the error
    }
  };
  return {
    regexMatch: func(["string", "string"], (pattern, text) => tryCompile(pattern)?.test(text) ?? false),
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
  const from = Math.max(0, start);
  const to = start >= 0 && (end < 0 || end > length) ? length : end;
  if (from > to || to > length) throw new GoError(`slice bounds out of range [${from}:${to}]`);
  return sliceBytes(text, from, to);
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

/** Numbers without their fraction, true as 1, texts that are numbers; everything else is 0. */
function integer(value: Value): bigint {
  if (isInteger(value)) return intOf(value);
  if (typeof value === "boolean") return value ? 1n : 0n;
  if (value instanceof Float || typeof value === "number") return truncated(floatOf(value));
  return typeof value === "string" && /^[+-]?\d+$/.test(value) ? BigInt(value) : 0n;
}

function truncated(value: number): bigint {
  return Number.isFinite(value) ? BigInt(Math.trunc(value)) : 0n;
}

/** A key without a value gets an empty text. */
function dict(values: readonly Value[]): Value {
  const entries: [string, Value][] = [];
  for (let i = 0; i < values.length; i += 2) {
    const value = values[i + 1];
    entries.push([printValue(values[i] ?? ""), value === undefined ? "" : value]);
  }
  return Object.fromEntries(entries);
}

function listOf(value: Value, name: string): readonly Value[] {
  if (isList(value)) return value;
  throw new GoError(`Cannot find ${name} on type ${isDict(value) ? "map" : typeName(value)}`);
}
