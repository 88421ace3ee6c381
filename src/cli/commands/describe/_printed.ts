/** Values as the describe commands print them. Pure. Follows config §9.1.
 *  Invariant: nothing found is null; several values follow one another. */
import { renderYaml } from "@/lang/yaml/render.ts";

/** The text of the values in a format, `json` or `yaml`. In YAML a text stands alone as it is. */
export function printed(values: readonly unknown[], format: string): string {
  const found = values.length === 0 ? [null] : values;
  return found.map(format === "yaml" ? yamlText : jsonText).join("");
}

function jsonText(value: unknown): string {
  const exact = (_key: string, member: unknown) => typeof member === "bigint" ? Number(member) : member;
  return `${JSON.stringify(value ?? null, exact, 2)}\n`;
}

function yamlText(value: unknown): string {
  const text = typeof value === "string" ? `${value}\n` : renderYaml(value ?? null);
  return `${text}\n`;
}
