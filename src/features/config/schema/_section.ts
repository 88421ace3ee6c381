/** What the sections of atmos.yaml have in common. Follows config §6.3 (an empty text is a value, null is none) and
 *  §9.1 (keys without a default are shown when somebody set them). */
import { type Decoder, type Form, formed, isTextMap, withShown } from "@/base/schema/reading.ts";
import { record, secretOf, setting, type Settings, type ValuesOf } from "@/base/schema/record.ts";
import { freeMap, int, listOf, map, scalar, string } from "@/base/schema/weak.ts";

/** A section; `others` decodes keys that users choose themselves. */
export function section<S extends Settings>(
  settings: S,
  others?: "ignore" | Decoder<unknown>,
): Decoder<ValuesOf<S>> {
  return record(settings, { emptyCounts: true, ...others && { others } });
}

/** A text that is shown even when nobody sets it. */
export const blank = { default: "" } as const;
/** Off unless somebody says so. */
export const off = { default: "false" } as const;
/** On unless somebody says no. */
export const on = { default: "true" } as const;
/** A number that is shown even when nobody sets it. */
export const zero = { default: "0" } as const;
/** A list that is shown even when nobody sets it. */
export const noItems = { default: [] } as const;

/** Options of a section inside a section: shown when anything in it is. */
export const inner = { default: {} } as const;
/** The same, but its empty defaults alone are not worth showing. */
export const quiet = { default: {}, whenEmpty: "hidden" } as const;
/** Options of a map that is shown even when nobody sets it. */
export const noEntries = { default: {}, whenEmpty: "shown" } as const;

/** How a list command prints. */
export const listing = section({
  format: setting("Format", string, blank),
  columns: setting(
    "Columns",
    listOf(section({
      name: setting("Head of the column", string, blank),
      value: setting("Template of a cell", string, blank),
      width: setting("Characters", int),
    })),
    noItems,
  ),
});

/** A list of names and values, or a map of them, sorted by name; a map for one value is what the list would say of it. */
export function variables<T>(item: Decoder<T>): Decoder<readonly T[]> {
  const items = listOf(item);
  const one: Decoder<unknown> = formed({ kind: "either", of: [scalar, item] }, (...given) => item(...given));
  const form: Form = { kind: "either", of: [map(one), items] };
  return formed(form, (value, place, reading) => {
    if (!isTextMap(value)) return items(value, place, reading);
    return Object.keys(value).sort().flatMap((key) => {
      const own = value[key] ?? null;
      const texts = isTextMap(own) ? { key, ...own } : { key, value: own };
      const read = item(texts, { ...place, path: [...place.path, key] }, reading);
      return read === undefined ? [] : [read];
    });
  });
}

const SECRET_NAME = /token|secret|passw|credential|private_?key|api_?key|access_?key|dsn/i;

/** A mapping of whatever somebody likes; what is called like a secret is one. */
export const secretMap: Decoder<Readonly<Record<string, unknown>>> = withShown(freeMap, (...given) => {
  const shown = freeMap.shown?.(...given);
  return shown === undefined ? undefined : hideSecrets(shown);
});

function hideSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(hideSecrets);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, hideMember(key, member)]),
  );
}

function hideMember(name: string, value: unknown): unknown {
  const isScalar = typeof value !== "object" && value !== "";
  return isScalar && SECRET_NAME.test(name) ? secretOf(value) : hideSecrets(value);
}
