/** Settings: one definition per key says what it is called, where else it can be set and what it is by default.
 *  Pure. Follows house §5.3, toolchain §2.3 (flag, then variable, then file, then default).
 *  Invariants: an empty value counts as not set; a value that does not fit is reported and the default holds. */
import { nearestNames } from "@/base/text/suggest.ts";
import {
  type Decoder,
  dottedPath,
  isTextMap,
  misfit,
  type Place,
  type Reading,
  type TextMap,
  type Texts,
  variable,
} from "./reading.ts";

/** How a setting may be given besides its key. */
export interface SettingOptions {
  /** Other spellings of the key; the key itself wins. */
  readonly aliases?: readonly string[];
  /** Variables; the first that is set and not empty wins. */
  readonly env?: readonly string[];
  /** Flag, without dashes. */
  readonly flag?: string;
  /** What counts when nobody says anything, as it would be written. */
  readonly default?: Texts;
}

/** A setting; its key in the record is its name in files. */
export interface Setting<T> extends SettingOptions {
  readonly summary: string;
  readonly decode: Decoder<T>;
}

/** A setting that always has a value. */
export interface DefaultedSetting<T> extends Setting<T> {
  readonly default: Texts;
}

/** Settings by key. */
export type Settings = Readonly<Record<string, Setting<unknown>>>;

/** The values of a record of settings: undefined only where there is no default. */
export type ValuesOf<S extends Settings> = {
  readonly [K in keyof S]: S[K] extends DefaultedSetting<infer T> ? T
    : S[K] extends Setting<infer T> ? T | undefined
    : never;
};

/** Declares a setting. */
export function setting<T>(
  summary: string,
  decode: Decoder<T>,
  options: SettingOptions & { readonly default: Texts },
): DefaultedSetting<T>;
export function setting<T>(summary: string, decode: Decoder<T>, options?: SettingOptions): Setting<T>;
export function setting<T>(summary: string, decode: Decoder<T>, options?: SettingOptions): Setting<T> {
  return { summary, decode, ...options };
}

/** A mapping with known keys, whose case does not count. Unless others are to be ignored, an unknown key is a warning
 *  that names the nearest known one; keys that begin with `x-` are free. */
export function record<S extends Settings>(
  settings: S,
  others: "warn" | "ignore" = "warn",
): Decoder<ValuesOf<S>> {
  return (value, place, reading) => {
    if (!isTextMap(value)) return misfit("a map", value, { place, reading });
    const section: Section = { texts: value, keys: keysByLowerCase(value), place, reading };
    const values = Object.entries(settings).map(([key, each]) =>
      [key, readSetting(key, each, section)] as const
    );
    if (others === "warn") warnOfUnknown(settings, section);
    return Object.fromEntries(values) as ValuesOf<S>; // every key of S, each read by its own decoder
  };
}

/** The mapping that is being read. */
interface Section {
  readonly texts: TextMap;
  /** Keys as written by their lower case. */
  readonly keys: ReadonlyMap<string, readonly string[]>;
  readonly place: Place;
  readonly reading: Reading;
}

interface Candidate {
  readonly value: Texts;
  readonly place: Place;
}

function keysByLowerCase(texts: TextMap): ReadonlyMap<string, readonly string[]> {
  const keys = new Map<string, string[]>();
  for (const key of Object.keys(texts)) {
    const lower = key.toLowerCase();
    const alike = keys.get(lower);
    if (alike === undefined) keys.set(lower, [key]);
    else alike.push(key);
  }
  return keys;
}

function readSetting(key: string, setting: Setting<unknown>, section: Section): unknown {
  const { place: { path: parent, ways: outer }, reading } = section;
  const { flag, env, default: fallback } = setting;
  const path = [...parent, key];
  const ways = flag === undefined && env === undefined
    ? outer
    : { ...flag && { flag }, ...env && { env }, path };
  const place = { path, ways };
  const found = fromRun(setting, place, reading) ??
    fromSection([key, ...setting.aliases ?? []], place, section);
  const decoded = found && setting.decode(found.value, found.place, reading);
  return decoded === undefined && fallback !== undefined ? setting.decode(fallback, place, reading) : decoded;
}

/** A flag, else a variable. */
function fromRun(setting: Setting<unknown>, place: Place, reading: Reading): Candidate | undefined {
  const { flag, env = [] } = setting;
  const typed = flag !== undefined && Object.hasOwn(reading.flags, flag) ? reading.flags[flag] : undefined;
  if (typed) return { value: typed, place: { ...place, from: `--${flag}` } };
  const from = env.find((name) => variable(reading, name));
  return from === undefined
    ? undefined
    : { value: variable(reading, from) ?? null, place: { ...place, from } };
}

/** The first of the names that has a value; the others are told to be ignored. */
function fromSection(names: readonly string[], place: Place, section: Section): Candidate | undefined {
  const { texts, place: { path: parent }, reading } = section;
  const given = names.flatMap((name) => keysLike(name, section)).filter((key) => !isAbsent(texts[key]));
  const [first, ...ignored] = given;
  if (first === undefined) return undefined;
  for (const key of ignored) {
    reading.report({
      severity: "warning",
      code: "config/said-twice",
      title: `${dottedPath([...parent, key])} is ignored, because ${
        dottedPath([...parent, first])
      } says the same`,
      at: reading.positionOf([...parent, key], "key"),
    });
  }
  return { value: texts[first] ?? null, place: { ...place, path: [...parent, first] } };
}

/** The key as it is, then in other cases. */
function keysLike(name: string, { keys }: Section): readonly string[] {
  const alike = keys.get(name.toLowerCase()) ?? [];
  return alike.length > 1 && alike.includes(name) ? [name, ...alike.filter((key) => key !== name)] : alike;
}

function isAbsent(value: Texts | undefined): boolean {
  return value === undefined || value === null || value === "";
}

function warnOfUnknown(settings: Settings, { keys, place, reading }: Section): void {
  const known = Object.entries(settings).flatMap(([key, { aliases = [] }]) => [key, ...aliases]);
  const lower = new Set(known.map((name) => name.toLowerCase()));
  for (
    const key of [...keys].flatMap(([like, alike]) => lower.has(like) || like.startsWith("x-") ? [] : alike)
  ) {
    const [nearest] = nearestNames(key, known);
    const parent = place.path.length === 0 ? "" : ` in ${dottedPath(place.path)}`;
    const guess = nearest === undefined ? "" : `, did you mean ${nearest}?`;
    reading.report({
      severity: "warning",
      code: "config/unknown-key",
      title: `unknown key ${JSON.stringify(key)}${parent}${guess}`,
      at: reading.positionOf([...place.path, key], "key"),
    });
  }
}
