/** What the blocks of a definition read, and what they say about it. Pure. Follows house §5.3.
 *  Invariant: values are texts as somebody wrote them (`1.10`), so that the wanted type decides, not the look; reading
 *  never throws, it reports. */
import type { SourcePosition } from "@/base/errors.ts";

const mark = Symbol("plain scalar");

/** A scalar of a document that is a number or a truth value there: `1.10` is the text, 1.1 the value. */
export interface PlainScalar {
  readonly text: string;
  readonly value: boolean | number | bigint;
  readonly [mark]: true;
}

/** Makes one. */
export function plainScalar(text: string, value: PlainScalar["value"]): PlainScalar {
  return { text, value, [mark]: true };
}

/** Tells one from a mapping that happens to have the same keys. */
export function isPlainScalar(value: Texts): value is PlainScalar {
  return typeof value === "object" && value !== null && mark in value;
}

/** A document whose scalars are texts as written; null is nothing at all. */
export type Texts = string | null | PlainScalar | readonly Texts[] | TextMap;

/** A mapping of a document, in its order. */
export type TextMap = { readonly [key: string]: Texts };

/** Steps from the root of a document: keys as written, indices of lists. */
export type KeyPath = readonly (string | number)[];

/** Where a value comes from. */
export interface Place {
  readonly path: KeyPath;
  /** The flag (`--offline`) or variable that holds the value instead of the document. */
  readonly from?: string | undefined;
  /** How else the setting around it can be given. */
  readonly ways?: Ways | undefined;
}

/** The flag and the variables of a setting, and its key. */
export interface Ways {
  /** Without dashes. */
  readonly flag?: string;
  readonly env?: readonly string[];
  readonly path: KeyPath;
}

/** A finding. An error means that the value does not count; warnings are only told. */
export interface Issue {
  readonly severity: "error" | "warning";
  /** `config/what`. */
  readonly code: string;
  readonly title: string;
  readonly explanation?: string | undefined;
  readonly hints?: readonly string[] | undefined;
  /** The key that it is about. */
  readonly path?: KeyPath | undefined;
  /** Undefined for what a flag or variable says. */
  readonly at?: SourcePosition | undefined;
}

/** What one reading knows and where its findings go. */
export interface Reading {
  readonly env: Readonly<Record<string, string>>;
  /** Flags that were given, by long name without dashes. */
  readonly flags: Readonly<Record<string, string>>;
  /** What paths begin at: those of a document, and those of flags and variables. */
  readonly root: string;
  readonly cwd: string;
  readonly windows: boolean;
  positionOf(path: KeyPath, of?: "value" | "key"): SourcePosition | undefined;
  report(issue: Issue): void;
  /** Whether a single file is checked: values must look like what is wanted, flags and variables do not count, and
   *  what other files may say is not missed. */
  readonly exact?: boolean;
  /** Hears of each setting that a flag or a variable decides: its path, and `--flag` or the variable. */
  readonly onOverride?: ((path: KeyPath, from: string) => void) | undefined;
}

/** Turns texts into a typed value; undefined after a report. */
export interface Decoder<T> {
  (value: Texts, place: Place, reading: Reading): T | undefined;
  /** The same value for people to see, where that is another one: paths and words as written, free keys sorted. */
  readonly shown?: Decoder<unknown>;
  /** What it takes, for those who describe values instead of reading them. */
  readonly form?: Form;
}

/** What a decoder takes. */
export type Form =
  | {
    readonly kind: "scalar";
    readonly types: readonly ScalarType[];
    /** Nothing else is taken; `anyCase`: however they are spelled. */
    readonly words?: readonly string[];
    readonly anyCase?: boolean;
    readonly least?: number;
  }
  | { readonly kind: "list" | "map"; readonly item: Decoder<unknown> }
  | {
    readonly kind: "record";
    readonly settings: Readonly<Record<string, DescribedSetting>>;
    readonly others: "warn" | "ignore" | Decoder<unknown>;
  }
  | { readonly kind: "either"; readonly of: readonly Decoder<unknown>[] }
  /** As another decoder, which may be defined later. */
  | { readonly kind: "same"; as(): Decoder<unknown> }
  | { readonly kind: "free" };

/** Types of scalars, in the words of JSON Schema. */
export type ScalarType = "string" | "boolean" | "integer" | "number";

/** A setting, as far as a description of it goes. */
export interface DescribedSetting {
  readonly summary: string;
  readonly decode: Decoder<unknown>;
  readonly aliases?: readonly string[];
  readonly env?: readonly string[];
  readonly flag?: string;
  readonly default?: Texts;
}

/** Marks a decoder, which nobody else may have, with what it takes. */
export function formed<T>(form: Form, decode: Decoder<T>): Decoder<T> {
  return Object.assign(decode, { form });
}

/** Gives a decoder another way to show its values. */
export function withShown<T>(decode: Decoder<T>, shown: Decoder<unknown>): Decoder<T> {
  const { form } = decode;
  return Object.assign((...given: Parameters<Decoder<T>>) => decode(...given), {
    shown,
    ...form && { form },
  });
}

/** What shows the values of a decoder. */
export function shownBy(decode: Decoder<unknown>): Decoder<unknown> {
  return decode.shown ?? decode;
}

/** The value of a variable; undefined when it is not set. On Windows case does not count. */
export function variable(
  { env, windows }: Pick<Reading, "env" | "windows">,
  name: string,
): string | undefined {
  const key = windows ? name.toUpperCase() : name; // the Context has them in upper case there
  return Object.hasOwn(env, key) ? env[key] : undefined;
}

/** Whether a value is a mapping. */
export function isTextMap(value: Texts): value is TextMap {
  return typeof value === "object" && value !== null && !Array.isArray(value) &&
    !isPlainScalar(value);
}

/** The text of a scalar as written; undefined for anything else. */
export function textOf(value: Texts): string | undefined {
  if (isPlainScalar(value)) return value.text;
  return typeof value === "string" ? value : undefined;
}

/** Nothing but texts, for whoever reads numbers and truth values himself. */
export type TextsOnly = string | null | readonly TextsOnly[] | { readonly [key: string]: TextsOnly };

/** The same document without what its scalars looked like. */
export function textsOnly(value: Texts): TextsOnly {
  return converted(value, (scalar) => scalar.text) as TextsOnly;
}

/** The same document as data: scalars are what they look like. */
export function valuesOf(value: Texts): unknown {
  return converted(value, (scalar) => scalar.value);
}

/** What is shared (an alias of the document) stays shared. */
function converted(
  value: Texts,
  ofScalar: (scalar: PlainScalar) => unknown,
  seen = new Map<Texts, unknown>(),
): unknown {
  if (value === null || typeof value === "string") return value;
  if (isPlainScalar(value)) return ofScalar(value);
  const known = seen.get(value);
  if (known !== undefined) return known;
  const each = (member: Texts) => converted(member, ofScalar, seen);
  const result = Array.isArray(value)
    ? value.map(each)
    : Object.fromEntries(Object.entries(value).map(([key, member]) => [key, each(member)]));
  seen.set(value, result);
  return result;
}

/** A path as users write it: `toolchain.aliases."a.b"`, `registries[0].ref`. */
export function dottedPath(path: KeyPath): string {
  return path.map((step, index) => {
    if (typeof step === "number") return `[${step}]`;
    const word = /^[\w/@-]+$/.test(step) ? step : JSON.stringify(step);
    return index === 0 ? word : `.${word}`;
  }).join("");
}

/** What is wrong with a value, and where it stands. */
export interface Refusal {
  readonly code: string;
  readonly title: string;
  readonly place: Place;
  readonly reading: Reading;
}

/** Reports that a value does not count, with every way to set it. */
export function refuse({ code, title, place, reading }: Refusal): undefined {
  const at = place.from === undefined ? reading.positionOf(place.path) : undefined;
  const { path, ways } = place;
  reading.report({ severity: "error", code, title, explanation: waysText(ways), path, at });
}

/** Reports that a value does not fit; `wanted` completes "must be …". */
export function misfit(wanted: string, value: Texts, at: Pick<Refusal, "place" | "reading">): undefined {
  const name = at.place.from ?? dottedPath(at.place.path);
  return refuse({ code: "config/bad-value", title: `${name} must be ${wanted}, not ${shown(value)}`, ...at });
}

function waysText(ways: Ways | undefined): string | undefined {
  if (ways === undefined) return undefined;
  const flag = ways.flag === undefined ? [] : [`--${ways.flag}`];
  return `The first of these that is set counts: ${
    [...flag, ...ways.env ?? [], dottedPath(ways.path)].join(", ")
  }.`;
}

const SHOWN_LENGTH = 60;

function shown(value: Texts): string {
  if (value === null) return "nothing";
  if (isPlainScalar(value)) return value.text;
  const text = textOf(value);
  if (text === undefined) return Array.isArray(value) ? "a list" : "a map";
  return JSON.stringify(text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text);
}
