/** Gomplate's `strings`, and its functions of the same kind without a namespace. Pure. Follows templates §3.2.
 *  Subjects are of any type and taken by their text. */
import { quote } from "../../_quote.ts";
import { toLower, toUpper, trimSpace } from "../../_text.ts";
import { byteLength, sliceBytes } from "../../_utf8.ts";
import { func, type FunctionSet, GoError, variadic } from "../../function.ts";
import { compareStrings, isList, typed, type Value } from "../../value.ts";
import { wrapped } from "../_cases.ts";
import { replaceAll, split, splitN, texts, trimChars } from "../sprig/texts.ts";
import { itemsOf, optional, textsOf, toInt, toText } from "./namespace.ts";

/** Longer results are refused. */
const MOST = 10 * 1024 * 1024;

/** The members of `strings`. */
export const strings: FunctionSet = {
  ToUpper: of(toUpper),
  ToLower: of(toLower),
  Title: of(title),
  TrimSpace: of(trimSpace),
  Trim: func(["string", "any"], (chars, value) => trimChars(chars, toText(value))),
  TrimPrefix: func(["string", "any"], (prefix, value) => {
    const text = toText(value);
    return text.startsWith(prefix) ? text.slice(prefix.length) : text;
  }),
  TrimSuffix: func(["string", "any"], (suffix, value) => {
    const text = toText(value);
    return text.endsWith(suffix) ? text.slice(0, text.length - suffix.length) : text;
  }),
  ReplaceAll: func(["string", "string", "any"], (old, by, value) => replaceAll(toText(value), old, by)),
  Contains: func(["string", "any"], (part, value) => toText(value).includes(part)),
  HasPrefix: func(["string", "any"], (prefix, value) => toText(value).startsWith(prefix)),
  HasSuffix: func(["string", "any"], (suffix, value) => toText(value).endsWith(suffix)),
  Split: func(["string", "any"], (separator, value) => typed(split(toText(value), separator), "[]string")),
  SplitN: func(
    ["string", "int", "any"],
    (separator, most, value) => typed(splitN(toText(value), separator, most), "[]string"),
  ),
  Repeat: func(["int", "any"], repeat),
  Indent: optional("Indent", [1, 3], indent),
  Quote: of(quote),
  Squote: of((text) => `'${text.replaceAll("'", "''")}'`),
  ShellQuote: func(["any"], shellQuote),
  Slug: of(slug),
  CamelCase: of((text) => keepFirst(text, title(trimSpace(text))).replace(/[^\p{L}\p{N}]+/gu, "")),
  SnakeCase: of((text) => words(text).join("_")),
  KebabCase: of((text) => words(text).join("-")),
  WordWrap: optional("WordWrap", [1, 3], wordWrap),
  Trunc: func(["int", "any"], (length, value) => {
    const text = toText(value);
    return length < 0 || byteLength(text) <= length ? text : sliceBytes(text, 0, length);
  }),
  Abbrev: optional("Abbrev", [2, 3], abbreviate),
  Sort: func(["any"], (list) => typed([...textsOf(itemsOf(list))].sort(compareStrings), "[]string")),
  RuneCount: variadic(
    [],
    "any",
    (...values) => values.reduce<number>((sum, value) => sum + Array.from(toText(value)).length, 0),
  ),
};

/** Without a namespace; where the order of arguments differs from the member's, so it does in gomplate. */
export const flatStrings: FunctionSet = {
  toUpper: of(toUpper),
  toLower: of(toLower),
  trimSpace: of(trimSpace),
  title: of(title),
  quote: of(quote),
  squote: of((text) => `'${text.replaceAll("'", "''")}'`),
  shellQuote: func(["any"], shellQuote),
  indent: optional("indent", [1, 3], indent),
  replaceAll: func(["string", "string", "any"], (old, by, value) => replaceAll(toText(value), old, by)),
  contains: func(["any", "string"], (value, part) => toText(value).includes(part)),
  hasPrefix: func(["any", "string"], (value, prefix) => toText(value).startsWith(prefix)),
  hasSuffix: func(["any", "string"], (value, suffix) => toText(value).endsWith(suffix)),
  split: func(["any", "string"], (value, separator) => typed(split(toText(value), separator), "[]string")),
  splitN: func(
    ["any", "string", "int"],
    (value, separator, most) => typed(splitN(toText(value), separator, most), "[]string"),
  ),
  trim: func(["any", "string"], (value, chars) => trimChars(chars, toText(value))),
};

function of(run: (text: string) => string) {
  return func(["any"], (value) => run(toText(value)));
}

/** Words with a capital and small letters. */
function title(text: string): string {
  return text.replace(/[\p{L}\p{N}_]+(?:'\p{L}+)*/gu, (word) => {
    const [first = "", ...rest] = Array.from(word);
    return toUpper(first) + toLower(rest.join(""));
  });
}

/** The changed text with the first occurrence of its first letter as the other text begins. */
function keepFirst(text: string, changed: string): string {
  const [first = ""] = Array.from(trimSpace(text)), [now = ""] = Array.from(changed);
  return first + changed.slice(now.length);
}

function words(text: string): readonly string[] {
  return keepFirst(text, toLower(trimSpace(text))).split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "");
}

function repeat(count: number, value: Value): string {
  const text = toText(value);
  if (count < 0) throw new GoError(`negative count ${count}`);
  if (count * text.length > MOST) throw new GoError("the result is too long");
  return text.repeat(count);
}

/** Lines that are empty stay so. */
function indent(...values: readonly Value[]): string {
  const text = toText(values.at(-1)), [first = null, second = null] = values;
  const [width, pad] = values.length === 1
    ? [1, " "]
    : values.length === 3
    ? [toInt(first), toText(second)]
    : typeof first === "string" && !/^\d+$/.test(first)
    ? [1, first]
    : [toInt(first), " "];
  if (width <= 0 || pad.includes("\n")) return text;
  if (width * pad.length * text.split("\n").length > MOST) throw new GoError("the result is too long");
  return text.replace(/^(?=[^\n])/gm, () => pad.repeat(width));
}

function shellQuote(value: Value): string {
  const quoted = (text: string) => `'${text.replaceAll("'", `'"'"'`)}'`;
  return isList(value) ? textsOf(value).map(quoted).join(" ") : quoted(toText(value));
}

/** Small ASCII letters, digits and hyphens. */
function slug(text: string): string {
  return text.replaceAll("&", " and ").replaceAll("@", " at ").normalize("NFKD").replace(/\p{M}/gu, "")
    .toLowerCase().replace(/ß/g, "ss").replace(/['’]/g, "").replace(/[^a-z0-9_]+/g, "-").replace(
      /^-+|-+$/g,
      "",
    );
}

function wordWrap(...values: readonly Value[]): string {
  const [width = null, line = null] = values;
  return wrapped(toText(values.at(-1)), values.length > 1 ? toInt(width) || 80 : 80, {
    separator: values.length === 3 ? toText(line) || "\n" : "\n",
    isLongWordsKept: false,
  });
}

function abbreviate(...values: readonly Value[]): Value | undefined {
  const text = toText(values.at(-1)), [first = null, second = null] = values;
  const [offset, width] = values.length === 3 ? [toInt(first), toInt(second)] : [0, toInt(first)];
  if (width < 4) throw new GoError("stringutils illegal argument: Minimum abbreviation width is 4");
  return texts["abbrevboth"]?.call([offset, width, text]);
}
