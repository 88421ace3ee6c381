/** The kinds of value that a definition is made of. Pure. Follows house §5.3 and config §7 (booleans).
 *  Invariant: a block that answers undefined has reported why, or the value is an empty text where that means absent. */
import { joinPath, resolvePath } from "@/base/path.ts";
import {
  type Decoder,
  type Form,
  formed,
  isTextMap,
  misfit,
  type Place,
  type Reading,
  refuse,
  shownBy,
  textOf,
  type Texts,
  type TextsOnly,
  textsOnly,
  variable,
  withShown,
} from "./reading.ts";

const TEXT: Form = { kind: "scalar", types: ["string"] };

/** A text as written. */
export const text: Decoder<string> = formed(
  { kind: "scalar", types: ["string", "number", "boolean"] },
  (value, place, reading) => textOf(value) ?? misfit("a text", value, { place, reading }),
);

/** A value with the place where it stands. */
export interface Placed<T> {
  readonly value: T;
  readonly place: Place;
}

/** Keeps the place of a value beside it. */
export function placed<T>(decode: Decoder<T>): Decoder<Placed<T>> {
  const form: Form = { kind: "same", as: () => decode };
  return withShown(
    formed(form, (value, place, reading) => {
      const decoded = decode(value, place, reading);
      return decoded === undefined ? undefined : { value: decoded, place };
    }),
    shownBy(decode),
  );
}

/** Whatever was written, as texts. */
export const anything: Decoder<TextsOnly> = formed({ kind: "free" }, (value) => textsOnly(value));

const YES = /^(true|t|yes|y|on|1)$/i;
const NO = /^(false|f|no|n|off|0)$/i;

/** A boolean in any of its spellings. */
export const flag: Decoder<boolean> = formed(
  { kind: "scalar", types: ["boolean"] },
  (value, place, reading) => {
    const word = textOf(value) ?? "";
    if (YES.test(word)) return true;
    if (NO.test(word)) return false;
    return misfit("true or false", value, { place, reading });
  },
);

/** A whole number, not below `min`. */
export function whole(min = -Infinity): Decoder<number> {
  const form: Form = { kind: "scalar", types: ["integer"], ...min === -Infinity ? {} : { least: min } };
  return formed(form, (value, place, reading) => {
    const digits = textOf(value) ?? "";
    const number = /^[-+]?\d+(\.0+)?$/.test(digits) ? Number(digits) : NaN;
    if (Number.isSafeInteger(number) && number >= min) return number;
    const wanted = min === -Infinity ? "a whole number" : `a whole number of at least ${min}`;
    return misfit(wanted, value, { place, reading });
  });
}

/**
 * One of a few words, each with its other spellings. Case, and `_` for `-`, do not count.
 * @example choice({ off: ["disabled"], require: ["required"] })
 */
export function choice<const W extends Readonly<Record<string, readonly string[]>>>(
  words: W,
): Decoder<keyof W & string> {
  const bySpelling = new Map<string, keyof W & string>();
  for (const [word, others] of Object.entries(words)) {
    for (const spelling of [word, ...others]) bySpelling.set(plainWord(spelling), word);
  }
  const spellings = [...Object.keys(words), ...Object.values(words).flat()];
  const hasBool = spellings.some((word) => /^(true|false)$/.test(word));
  const form: Form = {
    kind: "scalar",
    types: hasBool ? ["string", "boolean"] : ["string"],
    words: spellings,
    anyCase: true,
  };
  const known = Object.keys(words).join(", ");
  const others = Object.values(words).flat().filter((word) => !/^(true|false)$/.test(word)).join(", ");
  const wanted = `one of ${known}${others === "" ? "" : ` (also spelled ${others})`}`;
  return withShown(
    formed(
      form,
      (value, place, reading) =>
        bySpelling.get(plainWord(textOf(value) ?? "")) ?? misfit(wanted, value, { place, reading }),
    ),
    text,
  );
}

function plainWord(word: string): string {
  return word.toLowerCase().replaceAll("_", "-");
}

/** An http or https address without a final slash. */
export const address: Decoder<string> = withShown(
  formed(TEXT, (value, place, reading) => {
    const text = textOf(value) ?? "";
    return /^https?:\/\//.test(text) && URL.canParse(text)
      ? text.replace(/\/+$/, "")
      : misfit("an http or https address", value, { place, reading });
  }),
  text,
);

/** A path, made absolute: `~`, `$NAME` and `${NAME}` are replaced; the rest begins at the root for a document and at
 *  the working directory for a flag or a variable. Reports `config/unset-variable`. */
export const path: Decoder<string> = withShown(
  formed(TEXT, (value, place, reading) => {
    const text = reading.exact && typeof value !== "string" ? undefined : textOf(value);
    if (text === undefined) return misfit("a path", value, { place, reading });
    const expanded = expandVariables(expandHome(text, reading.env), place, reading);
    if (expanded === undefined || expanded === "") return undefined;
    const slashed = reading.windows ? expanded.replaceAll("\\", "/") : expanded;
    return resolvePath(place.from === undefined ? reading.root : reading.cwd, slashed);
  }),
  text,
);

function expandHome(value: string, env: Reading["env"]): string {
  const home = env["HOME"] || env["USERPROFILE"];
  return home && /^~([/\\]|$)/.test(value) ? joinPath(home.replaceAll("\\", "/"), value.slice(1)) : value;
}

/** A variable that is not set must not turn `$WORK/tools` into `/tools`. */
function expandVariables(value: string, place: Place, reading: Reading): string | undefined {
  let unset: string | undefined;
  const expanded = value.replace(
    /\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/g,
    (_, braced?: string, bare?: string) => {
      const name = braced ?? bare ?? "";
      const known = variable(reading, name);
      if (known === undefined) unset ??= name;
      return known ?? "";
    },
  );
  if (unset === undefined) return expanded;
  const title = `the path ${value} needs the variable ${unset}, which is not set`;
  return refuse({ code: "config/unset-variable", title, place, reading });
}

/** A list; items that are nothing are left out. */
export function list<T>(item: Decoder<T>): Decoder<readonly T[]> {
  return withShown(formed({ kind: "list", item }, listOf(item)), listOf(shownBy(item)));
}

function listOf<T>(item: Decoder<T>): Decoder<readonly T[]> {
  return (value, place, reading) => {
    if (!Array.isArray(value)) return misfit("a list", value, { place, reading });
    const items: T[] = [];
    value.forEach((entry: Texts, index) => {
      if (entry === null) return;
      const decoded = item(entry, { ...place, path: [...place.path, index] }, reading);
      if (decoded !== undefined) items.push(decoded);
    });
    return items;
  };
}

/** A mapping with free keys, in its order; entries that are nothing or empty are left out. */
export function mapOf<T>(item: Decoder<T>): Decoder<Readonly<Record<string, T>>> {
  return withShown(formed({ kind: "map", item }, recordOf(item)), sorted(recordOf(shownBy(item))));
}

/** The entries of a mapping in the order of their keys. */
export function sorted<T>(
  decode: Decoder<Readonly<Record<string, T>>>,
): Decoder<Readonly<Record<string, T>>> {
  return (value, place, reading) => {
    const entries = Object.entries(decode(value, place, reading) ?? {});
    return Object.fromEntries(entries.sort(([a], [b]) => a < b ? -1 : 1));
  };
}

function recordOf<T>(item: Decoder<T>): Decoder<Readonly<Record<string, T>>> {
  return (value, place, reading) => {
    if (!isTextMap(value)) return misfit("a map", value, { place, reading });
    const entries: [string, T][] = [];
    for (const [key, entry] of Object.entries(value)) {
      if (entry === null || entry === "") continue;
      const decoded = item(entry, { ...place, path: [...place.path, key] }, reading);
      if (decoded !== undefined) entries.push([key, decoded]);
    }
    return Object.fromEntries(entries);
  };
}
