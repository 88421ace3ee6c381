/** Settings: one definition per key says what it is called, where else it can be set and what it is by default.
 *  Pure. Follows house §5.3, toolchain §2.3 (flag, then variable, then file, then default).
 *  Invariants: an empty value counts as not set; a value that does not fit is reported and the default holds. */
import { nearestNames } from "@/base/text/suggest.ts";
import {
  type Decoder,
  dottedPath,
  type Form,
  formed,
  isTextMap,
  misfit,
  type Place,
  type Reading,
  shownBy,
  type TextMap,
  type Texts,
  variable,
  withShown,
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
  /** Whether it is only shown to those who want to see secrets. */
  readonly secret?: boolean;
  /** Whether a map is shown in which nothing is said, not even by a default; unless given, when it has members. */
  readonly whenEmpty?: "shown" | "hidden";
}

const secretMark = Symbol("secret");

/** A value that only some may see. */
export interface Secret {
  readonly [secretMark]: unknown;
}

/** Keeps a value from being shown. */
export function secretOf(value: unknown): Secret {
  return { [secretMark]: value };
}

/** What a secret holds, in a list of one; undefined for anything else. */
export function openSecret(value: unknown): readonly [unknown] | undefined {
  const isSecret = typeof value === "object" && value !== null && secretMark in value;
  return isSecret ? [value[secretMark]] : undefined;
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

/** What a record does with the rest. */
export interface RecordOptions {
  /** Keys that it does not know: a warning that names the nearest known one (those that begin with `x-` are free), or
   *  nothing, or values of a kind of their own, which are shown after the known ones. */
  readonly others?: "warn" | "ignore" | Decoder<unknown>;
  /** Whether an empty text in a document is a value. */
  readonly emptyCounts?: boolean;
}

/** A mapping with known keys, whose case does not count. */
export function record<S extends Settings>(
  settings: S,
  options: RecordOptions = {},
): Decoder<ValuesOf<S>> {
  const reader =
    (as: (setting: Setting<unknown>) => Decoder<unknown>): Decoder<Record<string, unknown>> =>
    (value, place, reading) => {
      if (!isTextMap(value)) return misfit("a map", value, { place, reading });
      const section: Section = { texts: value, keys: keysByLowerCase(value), place, reading, options };
      const values = Object.entries(settings).map(([key, each]) =>
        [key, readSetting(key, { ...each, decode: as(each) }, section)] as const
      );
      return Object.fromEntries([...values, ...readOthers(settings, section, as)]);
    };
  const form: Form = { kind: "record", settings, others: options.others ?? "warn" };
  const decode = formed(form, reader(({ decode }) => decode));
  const shown = formed(form, shownMembers(settings, reader(shownSetting)));
  // every key of S, each read by its own decoder
  return withShown(decode as Decoder<ValuesOf<S>>, shown);
}

function shownSetting({ decode, secret }: Setting<unknown>): Decoder<unknown> {
  const shown = shownBy(decode);
  if (!secret) return shown;
  return (...given) => {
    const value = shown(...given);
    return isNothing(value) ? value : secretOf(value);
  };
}

/** Without what nobody said. */
function shownMembers(settings: Settings, decode: Decoder<Record<string, unknown>>): Decoder<unknown> {
  const isShown = (key: string, value: unknown) => {
    const { whenEmpty } = Object.hasOwn(settings, key) ? settings[key] ?? {} : {};
    if (value === undefined || whenEmpty === "shown") return value !== undefined;
    return whenEmpty === "hidden" ? !isNothing(value) : !hasNoMembers(value);
  };
  return (...given) =>
    Object.fromEntries(Object.entries(decode(...given) ?? {}).filter(([key, value]) => isShown(key, value)));
}

function hasNoMembers(value: unknown): boolean {
  const isMap = typeof value === "object" && value !== null && !Array.isArray(value);
  return isMap && openSecret(value) === undefined && Object.keys(value).length === 0;
}

function isNothing(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return !value;
  return openSecret(value) === undefined && Object.values(value).every(isNothing);
}

/** The mapping that is being read. */
interface Section {
  readonly texts: TextMap;
  /** Keys as written by their lower case. */
  readonly keys: ReadonlyMap<string, readonly string[]>;
  readonly place: Place;
  readonly reading: Reading;
  readonly options: RecordOptions;
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
  const decided = reading.exact ? undefined : fromRun(setting, place, reading);
  if (decided?.place.from !== undefined) reading.onOverride?.(path, decided.place.from);
  const found = decided ?? fromSection([key, ...setting.aliases ?? []], place, section);
  const decoded = found && setting.decode(found.value, found.place, reading);
  if (decoded !== undefined || fallback === undefined) return decoded;
  // A default is written as a text, whatever its type.
  return setting.decode(fallback, place, reading.exact ? { ...reading, exact: false } : reading);
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
  const { texts, place: { path: parent }, reading, options } = section;
  const isAbsent = (value: Texts | undefined) =>
    value === undefined || value === null || (value === "" && !options.emptyCounts);
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

/** Keys that are not settings, as the record wants them. */
function readOthers(
  settings: Settings,
  section: Section,
  as: (setting: Setting<unknown>) => Decoder<unknown>,
): readonly (readonly [string, unknown])[] {
  const { texts, place, reading, options: { others = "warn" } } = section;
  if (others === "ignore") return [];
  const known = Object.entries(settings).flatMap(([key, { aliases = [] }]) => [key, ...aliases]);
  const unknown = unknownKeys(known, section);
  if (others === "warn") {
    unknown.filter((key) => !/^x-/i.test(key)).forEach((key) => warnOfUnknown(key, known, section));
    return [];
  }
  const decode = as({ summary: "", decode: others });
  return unknown.sort().map((key) =>
    [key, decode(texts[key] ?? null, { ...place, path: [...place.path, key] }, reading)] as const
  );
}

function unknownKeys(known: readonly string[], { keys }: Section): string[] {
  const lower = new Set(known.map((name) => name.toLowerCase()));
  return [...keys].flatMap(([like, alike]) => lower.has(like) ? [] : alike);
}

function warnOfUnknown(key: string, known: readonly string[], { place, reading }: Section): void {
  const [nearest] = nearestNames(key, known);
  const parent = place.path.length === 0 ? "" : ` in ${dottedPath(place.path)}`;
  const guess = nearest === undefined ? "" : `, did you mean ${nearest}?`;
  reading.report({
    severity: "warning",
    code: "config/unknown-key",
    title: `unknown key ${JSON.stringify(key)}${parent}${guess}`,
    path: [...place.path, key],
    at: reading.positionOf([...place.path, key], "key"),
  });
}
