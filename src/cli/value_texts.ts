/** Values as commands print them. Pure. Invariant: in YAML a text stands alone as it is, nothing found is null. */
import { jsonText } from "@/base/text/json_text.ts";
import { renderYaml } from "@/lang/yaml/render.ts";

/** The values one after the other, in a format: `json` or `yaml`. */
export function valueTexts(values: readonly unknown[], format: string): string {
  const found = values.length === 0 ? [null] : values;
  return found.map((value) =>
    format === "json"
      ? `${jsonText(value)}\n`
      : typeof value === "string"
      ? `${value}\n`
      : renderYaml(value ?? null)
  ).join("");
}
