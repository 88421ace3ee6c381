/** Settings: one definition per key says what it is called, where else it can be set and what it is by default.
 *  Pure. Follows house §5.3, toolchain §2.3 (flag, then variable, then file, then default).
 *  Invariants: an empty value counts as not set; a value that does not fit is reported and the default holds. */
import { nearestNames } from "@/base/text/suggest.ts";
import {
  type Decoder,
  dottedPath,
  isTextMap,
  type Place,
  type Reading,
  refuse,
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
    if (!isTextMap(value)) return refuse("a map", value, { place, reading });
    const entries = Object.entries(settings).map(([key, setting]) =>
      [key, readSetting({ key, setting, section: value }, place, reading)] as const
    );
    if (others === "warn") warnOfUnknown(settings, value, { place, reading });
    return Object.fromEntries(entries) as ValuesOf<S>; // every key of S, each read by its own decoder
  };
}

interface Candidate {
  readonly value: Texts;
  readonly place: Place;
}

interface Wanted {
  readonly key: string;
  readonly setting: Setting<unknown>;
  readonly section: TextMap;
}

function readSetting({ key, setting, section }: Wanted, place: Place, reading: Reading): unknown {
  const path = [...place.path, key];
  const here = { ...place, path, sources: sourcesText(setting, path) ?? place.sources };
  const found = fromRun(setting, here, reading) ?? fromSection([key, ...setting.aliases ?? []], section, {
    place: here,
    reading,
  });
  const decoded = found === undefined ? undefined : setting.decode(found.value, found.place, reading);
  if (decoded !== undefined || setting.default === undefined) return decoded;
  return setting.decode(setting.default, here, reading);
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

function fromSection(
  names: readonly string[],
  section: TextMap,
  { place, reading }: { readonly place: Place; readonly reading: Reading },
): Candidate | undefined {
  const parent = place.path.slice(0, -1);
  const given = names.flatMap((name) => keysLike(name, section)).filter((key) => !isAbsent(section[key]));
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
  return { value: section[first] ?? null, place: { ...place, path: [...parent, first] } };
}

/** The key as it is, then in other cases. */
function keysLike(name: string, section: TextMap): readonly string[] {
  const lower = name.toLowerCase();
  const like = Object.keys(section).filter((key) => key !== name && key.toLowerCase() === lower);
  return Object.hasOwn(section, name) ? [name, ...like] : like;
}

function isAbsent(value: Texts | undefined): boolean {
  return value === undefined || value === null || value === "";
}

function sourcesText({ flag, env = [] }: Setting<unknown>, path: Place["path"]): string | undefined {
  if (flag === undefined && env.length === 0) return undefined;
  const ways = [...flag === undefined ? [] : [`--${flag}`], ...env, dottedPath(path)];
  return `The first of these that is set counts: ${ways.join(", ")}.`;
}

function warnOfUnknown(
  settings: Settings,
  section: TextMap,
  { place, reading }: { readonly place: Place; readonly reading: Reading },
): void {
  const known = Object.entries(settings).flatMap(([key, { aliases = [] }]) => [key, ...aliases]);
  const lower = new Set(known.map((name) => name.toLowerCase()));
  for (const key of Object.keys(section)) {
    if (lower.has(key.toLowerCase()) || /^x-/i.test(key)) continue;
    const [nearest] = nearestNames(key, known);
    const parent = place.path.length === 0 ? "" : ` in ${dottedPath(place.path)}`;
    reading.report({
      severity: "warning",
      code: "config/unknown-key",
      title: `unknown key ${JSON.stringify(key)}${parent}${
        nearest === undefined ? "" : `, did you mean ${nearest}?`
      }`,
      at: reading.positionOf([...place.path, key], "key"),
    });
  }
}
