/** Layers of texts. Pure. Follows config §1 (layer 0 and 4), §4.3 (null takes a key back).
 *  Invariant: what is said above stays as it is; keys are alike in any case. */
import { isTextMap, type TextMap, type Texts } from "@/base/schema/reading.ts";

/** The texts with those of `below` where they say nothing. */
export function filled(texts: TextMap, below: TextMap): TextMap {
  const result: Record<string, Texts> = { ...texts };
  for (const [key, value] of Object.entries(below)) {
    const own = Object.keys(texts).find((name) => name.toLowerCase() === key.toLowerCase()) ?? key;
    const said = result[own] ?? null;
    if (said === null) result[own] = value;
    else if (isTextMap(said) && isTextMap(value)) result[own] = filled(said, value);
  }
  return result;
}

/** Texts out of dotted keys. */
export function nested(entries: readonly (readonly [key: string, value: Texts])[]): TextMap {
  return entries.reduce<TextMap>((texts, [key, value]) => {
    const one = key.split(".").reduceRight<Texts>((inner, step) => ({ [step]: inner }), value);
    return isTextMap(one) ? filled(texts, one) : texts;
  }, {});
}
