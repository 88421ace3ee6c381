/** Kinds of values that are turned into one another: `"5"` is the number 5 where a number is wanted, `a,b` a list.
 *  Pure. Follows config §6.3 (wrong type), §7 (booleans, lists).
 *  Invariant: as for the other blocks, undefined means that the reason was reported. */
import { list, sorted } from "./blocks.ts";
import {
  type Decoder,
  type Form,
  formed,
  isPlainScalar,
  isTextMap,
  misfit,
  type Reading,
  textOf,
  type Texts,
  valuesOf,
  withShown,
} from "./reading.ts";

const STRING: Form = { kind: "scalar", types: ["string"] };
const BOOL: Form = { kind: "scalar", types: ["boolean"] };

/** A text; a number or a truth value becomes one as it is usually written (`1.50` is `1.5`). */
export const string: Decoder<string> = formed(STRING, (value, place, reading) => {
  if (typeof value === "string") return value;
  if (isPlainScalar(value) && !reading.exact) return String(value.value);
  return misfit("a string", value, { place, reading });
});

/** The same where a number or a truth value is as good as a text: variables, versions. */
export const scalar: Decoder<string> = formed(
  { kind: "scalar", types: ["string", "number", "boolean"] },
  (value, place, reading) => isPlainScalar(value) ? String(value.value) : string(value, place, reading),
);

/** A truth value, `1` and `0` among them. */
export const bool: Decoder<boolean> = formed(BOOL, (value, place, reading) => {
  const isPlain = isPlainScalar(value) && typeof value.value === "boolean";
  if (reading.exact && !isPlain) return misfit("true or false (bool)", value, { place, reading });
  const word = textOf(value);
  if (word === "" || /^(0|f|false)$/i.test(word ?? "-")) return false;
  return /^(1|t|true)$/i.test(word ?? "-") ? true : misfit("true or false (bool)", value, { place, reading });
});

/** What is on whenever it is said at all, unless it says no: `NO_COLOR=yes`. */
export const presence: Decoder<boolean> = formed(
  BOOL,
  (value, place, reading) =>
    place.from === undefined ? bool(value, place, reading) : !/^(0|f|false)$/i.test(textOf(value) ?? ""),
);

/** A whole number. */
export const int: Decoder<number> = formed(
  { kind: "scalar", types: ["integer"] },
  (value, place, reading) =>
    number(value, reading, Number.isSafeInteger) ?? misfit("a whole number (int)", value, { place, reading }),
);

/** A number. */
export const float: Decoder<number> = formed(
  { kind: "scalar", types: ["number"] },
  (value, place, reading) =>
    number(value, reading, Number.isFinite) ?? misfit("a number (float)", value, { place, reading }),
);

function number(
  value: Texts,
  { exact }: Pick<Reading, "exact">,
  fits: (value: number) => boolean,
): number | undefined {
  if (exact && !isPlainScalar(value)) return undefined;
  const written = isPlainScalar(value) ? value.value : textOf(value);
  if (written === undefined || typeof written === "boolean") return undefined;
  if (typeof written === "string" && !/^([-+]?\d+(\.\d*)?([eE][-+]?\d+)?)?$/.test(written)) return undefined;
  const read = Number(written);
  return fits(read) ? read : undefined;
}

/** A time span: seconds as a number, or a text such as `90s`, `7d`, `daily`. */
export const duration: Decoder<string> = formed(
  { kind: "scalar", types: ["string", "integer"] },
  (value, place, reading) => {
    const text = scalar(value, place, reading);
    if (text === undefined || text === "" || DURATION.test(text)) return text;
    return misfit("a duration such as 90s, 1h30m or 7d", value, { place, reading });
  },
);

const DURATION =
  /^(\d+|\d+[dw]|[-+]?(\d+(\.\d*)?(ns|us|µs|ms|s|m|h))+|minute|minutely|hourly|daily|weekly|monthly|yearly)$/;

/** One of a few words, as they are or empty. */
export function oneOf(...words: readonly string[]): Decoder<string> {
  const wanted = `one of ${words.join(", ")}`;
  return formed({ kind: "scalar", types: ["string"], words }, (value, place, reading) => {
    const text = string(value, place, reading);
    return text === undefined || text === "" || words.includes(text)
      ? text
      : misfit(wanted, value, { place, reading });
  });
}

/** Texts; a single one is split at its commas. */
export const strings: Decoder<readonly string[]> = textsOf(string);

/** The same of texts where numbers are as good. */
export const scalars: Decoder<readonly string[]> = textsOf(scalar);

function textsOf(item: Decoder<string>): Decoder<readonly string[]> {
  const items = list(item);
  return formed({ kind: "either", of: [items, item] }, (value, place, reading) => {
    if (Array.isArray(value)) return items(value, place, reading);
    if (isTextMap(value)) return misfit("a list", value, { place, reading });
    const text = item(value, place, reading) ?? "";
    return text.split(",").map((each) => each.trim()).filter((each) => each !== "");
  });
}

/** A list; a single map counts as one of one. */
export function listOf<T>(item: Decoder<T>): Decoder<readonly T[]> {
  const items = list(item);
  const each =
    (decode: Decoder<readonly unknown[]>): Decoder<readonly unknown[]> => (value, place, reading) =>
      decode(isTextMap(value) ? [value] : value, place, reading);
  const form: Form = { kind: "either", of: [items, item] };
  return withShown(formed(form, each(items) as Decoder<readonly T[]>), each(items.shown as typeof items));
}

/** A mapping with free keys, which keep their case; entries that are nothing are left out. */
export function map<T>(item: Decoder<T>): Decoder<Readonly<Record<string, T>>> {
  return withShown(formed({ kind: "map", item }, entriesOf(item)), sorted(entriesOf(item.shown ?? item)));
}

function entriesOf<T>(item: Decoder<T>): Decoder<Readonly<Record<string, T>>> {
  return (value, place, reading) => {
    if (!isTextMap(value)) return misfit("a map", value, { place, reading });
    const entries: [string, T][] = [];
    for (const [key, entry] of Object.entries(value)) {
      if (entry === null) continue;
      const decoded = item(entry, { ...place, path: [...place.path, key] }, reading);
      if (decoded !== undefined) entries.push([key, decoded]);
    }
    return Object.fromEntries(entries);
  };
}

/** Whatever it is: scalars are what they look like, maps are shown in the order of their keys. */
export const free: Decoder<unknown> = withShown(
  formed({ kind: "free" }, (value) => valuesOf(value)),
  (value) => inOrder(valuesOf(value)),
);

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1);
  return Object.fromEntries(entries.map(([key, member]) => [key, inOrder(member)]));
}

/** A mapping of whatever somebody likes. */
export const freeMap: Decoder<Readonly<Record<string, unknown>>> = map(free);
