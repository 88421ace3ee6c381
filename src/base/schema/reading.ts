/** What the blocks of a definition read, and what they say about it. Pure. Follows house §5.3.
 *  Invariant: values are texts as somebody wrote them (`1.10`), so that the wanted type decides, not the look; reading
 *  never throws, it reports. */
import type { SourcePosition } from "@/base/errors.ts";

/** A document whose scalars are texts as written; null is nothing at all. */
export type Texts = string | null | readonly Texts[] | TextMap;

/** A mapping of a document, in its order. */
export type TextMap = { readonly [key: string]: Texts };

/** Steps from the root of a document: keys as written, indices of lists. */
export type KeyPath = readonly (string | number)[];

/** Where a value comes from. */
export interface Place {
  readonly path: KeyPath;
  /** The flag (`--offline`) or variable that holds the value instead of the document. */
  readonly from?: string | undefined;
  /** Every way to set the value, a sentence for errors. */
  readonly sources?: string | undefined;
}

/** A finding. An error means that the value does not count; warnings are only told. */
export interface Issue {
  readonly severity: "error" | "warning";
  /** `config/what`. */
  readonly code: string;
  readonly title: string;
  readonly explanation?: string | undefined;
  readonly hints?: readonly string[] | undefined;
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
}

/** Turns texts into a typed value; undefined after a report. */
export type Decoder<T> = (value: Texts, place: Place, reading: Reading) => T | undefined;

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
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A path as users write it: `toolchain.aliases."a.b"`, `registries[0].ref`. */
export function dottedPath(path: KeyPath): string {
  return path.map((step, index) => {
    if (typeof step === "number") return `[${step}]`;
    const word = /^[\w/@-]+$/.test(step) ? step : JSON.stringify(step);
    return index === 0 ? word : `.${word}`;
  }).join("");
}

/** Reports that a value does not fit; `wanted` completes "must be …". */
export function refuse(wanted: string, value: Texts, { place, reading }: Refusal): undefined {
  reading.report({
    severity: "error",
    code: "config/bad-value",
    title: `${place.from ?? dottedPath(place.path)} must be ${wanted}, not ${shown(value)}`,
    explanation: place.sources,
    at: place.from === undefined ? reading.positionOf(place.path) : undefined,
  });
}

/** Where a refused value stands. */
export interface Refusal {
  readonly place: Place;
  readonly reading: Reading;
}

const SHOWN_LENGTH = 60;

function shown(value: Texts): string {
  if (value === null) return "nothing";
  if (typeof value !== "string") return Array.isArray(value) ? "a list" : "a map";
  return JSON.stringify(value.length > SHOWN_LENGTH ? `${value.slice(0, SHOWN_LENGTH)}…` : value);
}
