/** Sprig's functions of texts. Pure. Follows templates §3.1 (Strings, Split/join); the subject is last.
 *  Invariant: lengths and places count bytes where Go counts bytes. */
import { printValue } from "../../format.ts";
import { quote } from "../../_quote.ts";
import { toLower, toTitle, toUpper, trimSpace } from "../../_text.ts";
import { byteLength, fromBytes, sliceBytes, toBytes } from "../../_utf8.ts";
import { func, type FunctionSet, GoError, variadic } from "../../function.ts";
import { compareStrings, isList, type List, typed, type Value } from "../../value.ts";
import { camelCase, initials, kebabCase, snakeCase, swapCase, untitle, wrapped } from "../_cases.ts";

/** Longer results are refused: a template is no place to fill the memory. */
const MOST = 10 * 1024 * 1024;

/** The functions. */
export const texts: FunctionSet = {
  trim: func(["string"], trimSpace),
  trimAll: func(["string", "string"], trimChars),
  trimall: func(["string", "string"], trimChars),
  trimSuffix: func(
    ["string", "string"],
    (suffix, text) => suffix !== "" && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text,
  ),
  trimPrefix: func(
    ["string", "string"],
    (prefix, text) => text.startsWith(prefix) ? text.slice(prefix.length) : text,
  ),
  upper: func(["string"], toUpper),
  lower: func(["string"], toLower),
  title: func(["string"], toTitle),
  untitle: func(["string"], untitle),
  repeat: func(["int", "string"], repeat),
  substr: func(["int", "int", "string"], substr),
  trunc: func(["int", "string"], trunc),
  replace: func(["string", "string", "string"], (old, by, text) => replaceAll(text, old, by)),
  abbrev: func(["int", "string"], (width, text) => abbreviated(text, 0, width)),
  abbrevboth: func(["int", "int", "string"], (left, right, text) => abbreviatedBoth(text, left, right)),
  initials: func(["string"], initials),
  contains: func(["string", "string"], (part, text) => text.includes(part)),
  hasPrefix: func(["string", "string"], (prefix, text) => text.startsWith(prefix)),
  hasSuffix: func(["string", "string"], (suffix, text) => text.endsWith(suffix)),
  quote: variadic([], "any", (...values) => marked(values, quote)),
  squote: variadic([], "any", (...values) => marked(values, (text) => `'${text}'`)),
  cat: variadic([], "any", (...values) => marked(values, (text) => text)),
  indent: func(["int", "string"], indent),
  nindent: func(["int", "string"], (spaces, text) => `\n${indent(spaces, text)}`),
  nospace: func(["string"], (text) => text.replace(/[\s\u0085]/gu, "")),
  swapcase: func(["string"], swapCase),
  snakecase: func(["string"], snakeCase),
  camelcase: func(["string"], camelCase),
  kebabcase: func(["string"], kebabCase),
  wrap: func(
    ["int", "string"],
    (width, text) => wrapped(text, width, { separator: "\n", isLongWordsKept: false }),
  ),
  wrapWith: func(
    ["int", "string", "string"],
    (width, separator, text) => wrapped(text, width, { separator, isLongWordsKept: true }),
  ),
  plural: func(["string", "string", "int"], (one, many, count) => count === 1 ? one : many),
  toString: func(["any"], textOf),
  toStrings: func(["any"], strings),
  join: func(["string", "any"], (separator, list) => strings(list).join(separator)),
  splitList: func(["string", "string"], (separator, text) => typed(split(text, separator), "[]string")),
  split: func(["string", "string"], (separator, text) => numbered(split(text, separator))),
  splitn: func(
    ["string", "int", "string"],
    (separator, most, text) => numbered(splitN(text, separator, most)),
  ),
  sortAlpha: func(
    ["any"],
    (list) =>
      list === null
        ? typed(["<nil>"], "[]string")
        : typed([...strings(list)].sort(compareStrings), "[]string"),
  ),
};

/** What sprig prints of a value as one text; a nil is `<nil>`. */
export function textOf(value: Value): string {
  return printValue(value);
}

/** The texts of a list without its nils; of anything else its one text. */
export function strings(value: Value): readonly string[] & List {
  const items = isList(value) ? value : value === null ? [] : [value];
  return typed(items.filter((item) => item !== null).map(printValue), "[]string") as readonly string[] & List;
}

function marked(values: readonly Value[], mark: (text: string) => string): string {
  return values.filter((value) => value !== null).map((value) => mark(printValue(value))).join(" ");
}

/** Go's `strings.Trim`. */
export function trimChars(chars: string, text: string): string {
  const drop = new Set(chars), kept = Array.from(text);
  const from = kept.findIndex((char) => !drop.has(char));
  return from < 0 ? "" : kept.slice(from, kept.findLastIndex((char) => !drop.has(char)) + 1).join("");
}

function repeat(count: number, text: string): string {
  if (count < 0) throw new GoError("strings: negative Repeat count");
  if (count * text.length > MOST) throw new GoError("the result is too long");
  return text.repeat(count);
}

/** Bytes from start to end; a negative start means 0, an end that lies outside all the rest. */
export function substr(start: number, end: number, text: string): string {
  const length = byteLength(text);
  if (start < 0) return sliceBytes(text, 0, checkedEnd(0, end, length));
  if (end < 0 || end > length) return sliceBytes(text, checkedEnd(start, length, length) && start, length);
  return sliceBytes(text, start, checkedEnd(start, end, length));
}

function checkedEnd(start: number, end: number, length: number): number {
  if (end > length) {
    throw new GoError(`runtime error: slice bounds out of range [:${end}] with length ${length}`);
  }
  if (start > end) throw new GoError(`runtime error: slice bounds out of range [${start}:${end}]`);
  return end;
}

function trunc(length: number, text: string): string {
  const bytes = byteLength(text);
  if (length < 0 && bytes + length > 0) return sliceBytes(text, bytes + length, bytes);
  return length >= 0 && bytes > length ? sliceBytes(text, 0, length) : text;
}

/** Go's `strings.ReplaceAll`: an empty text is found around every character. */
export function replaceAll(text: string, old: string, by: string): string {
  if (old !== "") return text.replaceAll(old, () => by);
  return by + Array.from(text).map((char) => char + by).join("");
}

function abbreviated(text: string, offset: number, width: number): string {
  if (width < 4 || (offset > 0 && width < 7)) return text;
  const chars = Array.from(text);
  if (chars.length <= width) return text;
  const from = Math.min(offset, chars.length);
  const start = chars.length - from < width - 3 ? chars.length - (width - 3) : from;
  if (start <= 4) return `${chars.slice(0, width - 3).join("")}...`;
  if (start + width - 3 < chars.length) {
    return `...${abbreviated(chars.slice(start).join(""), 0, width - 3)}`;
  }
  return `...${chars.slice(chars.length - (width - 3)).join("")}`;
}

function abbreviatedBoth(text: string, left: number, right: number): string {
  return right < 4 || (left > 0 && right < 7) ? text : abbreviated(text, left, right);
}

function indent(spaces: number, text: string): string {
  if (spaces < 0) throw new GoError("strings: negative Repeat count");
  if (spaces * (text.split("\n").length) > MOST) throw new GoError("the result is too long");
  const pad = " ".repeat(spaces);
  return pad + text.replaceAll("\n", `\n${pad}`);
}

/** Go's `strings.Split`: an empty separator cuts between characters. */
export function split(text: string, separator: string): string[] {
  return separator === "" ? Array.from(text) : text.split(separator);
}

/** Go's `strings.SplitN`. */
export function splitN(text: string, separator: string, most: number): string[] {
  const parts = split(text, separator);
  if (most < 0 || parts.length <= most) return parts;
  return most === 0 ? [] : [...parts.slice(0, most - 1), parts.slice(most - 1).join(separator)];
}

function numbered(parts: readonly string[]): Value {
  return typed(Object.fromEntries(parts.map((part, index) => [`_${index}`, part])), "map[string]string");
}

/** Base64 and base32 work on bytes. */
export const encodings: FunctionSet = {
  b64enc: func(["string"], (text) => toBytes(text).toBase64()),
  b64dec: func(["string"], (text) => decoded(text)),
  b32enc: func(["string"], base32),
  b32dec: func(["string"], (text) => decodedBase32(text)),
};

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Sprig answers the error's text as the result. */
export function decoded(text: string): string {
  const plain = text.replace(/[\r\n]/g, "");
  if (!BASE64.test(plain)) {
    return `illegal base64 data at input byte ${firstIllegal(plain, /[A-Za-z0-9+/]/, 4)}`;
  }
  return fromBytes(Uint8Array.fromBase64(plain));
}

function firstIllegal(text: string, allowed: RegExp, group: number): number {
  const at = Array.from(text).findIndex((char) => !allowed.test(char));
  if (at < 0) return Math.floor(text.length / group) * group;
  const isPadding = text[at] === "=" && /^=+$/.test(text.slice(at));
  return isPadding ? Math.min(at, text.length) : at;
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

function base32(text: string): string {
  const bits = Array.from(toBytes(text), (byte) => byte.toString(2).padStart(8, "0")).join("");
  const digits = (bits.match(/.{1,5}/g) ?? []).map((five) => ALPHABET[parseInt(five.padEnd(5, "0"), 2)]);
  return digits.join("").padEnd(Math.ceil(digits.length / 8) * 8, "=");
}

function decodedBase32(text: string): string {
  const plain = text.replace(/[\r\n]/g, "");
  const digits = plain.replace(/=+$/, "");
  const bad = Array.from(digits).findIndex((char) => !ALPHABET.includes(char));
  if (bad >= 0 || plain.length % 8 !== 0) {
    return `illegal base32 data at input byte ${bad >= 0 ? bad : plain.length}`;
  }
  const bits = Array.from(digits, (char) => ALPHABET.indexOf(char).toString(2).padStart(5, "0")).join("");
  return fromBytes(Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => parseInt(byte, 2)));
}
