/** Decoders for records whose YAML was read as texts: the wanted type decides, not the look of the text. Pure.
 *  Follows aqua-registry §2. Invariants: unknown keys are ignored, null counts as absent, absent and empty stay apart;
 *  a decoder never throws, it reports and answers undefined. */
import type { YamlPath, YamlStrings } from "@/lang/yaml/parse.ts";

/** Told for each value that does not fit: where, and what would. */
export type Report = (path: YamlPath, wanted: string) => void;

/** Turns texts into a typed value; undefined after a report. */
export type Decoder<T> = (value: YamlStrings, path: YamlPath, report: Report) => T | undefined;

/** Decoders by key. */
export type Fields = Readonly<Record<string, Decoder<unknown>>>;

/** The type that a decoder answers. */
export type Decoded<D> = D extends Decoder<infer T> ? T : never;

/** A record none of whose members must be there. */
export type RecordOf<F extends Fields> = { readonly [K in keyof F]?: Decoded<F[K]> };

/** A text as written. */
export const text: Decoder<string> = (value, path, report) => {
  if (typeof value === "string") return value;
  report(path, "a text");
};

const trueWords = new Set(["true", "yes", "on", "y"]);
const falseWords = new Set(["false", "no", "off", "n"]);

/** A boolean in any spelling of YAML 1.1. */
export const flag: Decoder<boolean> = (value, path, report) => {
  const word = typeof value === "string" ? value.toLowerCase() : "";
  if (trueWords.has(word)) return true;
  if (falseWords.has(word)) return false;
  report(path, "true or false");
};

/** Whatever was written. */
export const anything: Decoder<YamlStrings> = (value) => value;

/** A list; null items are left out. */
export function list<T>(item: Decoder<T>): Decoder<readonly T[]> {
  return (value, path, report) => {
    if (!Array.isArray(value)) return report(path, "a list") as undefined;
    const items: T[] = [];
    value.forEach((entry: YamlStrings, index) => {
      const decoded = entry === null ? undefined : item(entry, [...path, index], report);
      if (decoded !== undefined) items.push(decoded);
    });
    return items;
  };
}

/** A mapping with free keys; null values are left out. */
export function mapOf<T>(item: Decoder<T>): Decoder<Readonly<Record<string, T>>> {
  return (value, path, report) => {
    if (!isMapping(value)) return report(path, "a map") as undefined;
    const map: Record<string, T> = {};
    for (const [key, entry] of Object.entries(value)) {
      const decoded = entry === null ? undefined : item(entry, [...path, key], report);
      if (decoded !== undefined) map[key] = decoded;
    }
    return map;
  };
}

/** A mapping with known keys. */
export function record<F extends Fields>(fields: F): Decoder<RecordOf<F>> {
  return (value, path, report) => {
    if (!isMapping(value)) return report(path, "a map") as undefined;
    const known: Record<string, unknown> = {};
    for (const [key, entry] of Object.entries(value)) {
      const decode = entry === null || !Object.hasOwn(fields, key) ? undefined : fields[key];
      const decoded = decode?.(entry, [...path, key], report);
      if (decoded !== undefined) known[key] = decoded;
    }
    return known as RecordOf<F>;
  };
}

/** Whether a value is a mapping. */
export function isMapping(value: YamlStrings): value is { readonly [key: string]: YamlStrings } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
