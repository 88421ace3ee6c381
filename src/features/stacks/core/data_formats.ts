/** The formats that functions of templates read and write. Pure. Follows templates §3.2 (`data`), §3.3. */
import type { DataFormats } from "@/lang/gotemplate/funcs/gomplate/data.ts";
import {
  Float,
  floatOf,
  floatValue,
  intOf,
  intValue,
  isDict,
  isInteger,
  isList,
} from "@/lang/gotemplate/value.ts";
import { keysOf, member, type Value } from "@/lang/gotemplate/value.ts";
import { parseToml, renderToml } from "@/lang/toml/toml.ts";
import { parseYaml } from "@/lang/yaml/parse.ts";
import { renderYaml } from "@/lang/yaml/render.ts";

/** YAML, JSON and TOML. */
export const dataFormats: DataFormats = {
  parseYaml: (text) => parsedJson(text) ?? parseYaml(text, { file: "data" }).value as Value,
  writeYaml: (value) => renderYaml(plainOf(value), { sortKeys: true }),
  parseToml: (text) => parseToml(text, "data") as Value,
  writeToml: (value) => renderToml(plainOf(value)),
};

/** JSON keeps `2.0` a float and large numbers whole, which reading it as YAML would not. */
function parsedJson(text: string): Value | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text, (_key, value, context?: { readonly source?: string }) => {
      if (typeof value !== "number") return value;
      const source = context?.source ?? String(value);
      return /^-?\d+$/.test(source) ? intValue(BigInt(source)) : floatValue(value);
    });
  } catch (error) {
    if (error instanceof SyntaxError) return undefined; // a flow collection of YAML begins the same way
    throw error;
  }
}

/** A value of templates as plain data. */
export function plainOf(value: Value | undefined): unknown {
  if (value === undefined || value === null) return null;
  if (isInteger(value)) return intValue(intOf(value));
  if (value instanceof Float) return floatOf(value);
  if (isList(value)) return value.map(plainOf);
  if (isDict(value)) {
    return Object.fromEntries(keysOf(value).map((key) => [key, plainOf(member(value, key))]));
  }
  return typeof value === "object" ? "text" in value ? value.text ?? "" : "" : value;
}
