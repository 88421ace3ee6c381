/** Values as the describe commands print them. Pure. Follows config §9.1.
 *  Invariant: nothing found is null; several values follow one another. */
import { jsonText } from "@/base/text/json_text.ts";
import type { KeyPath } from "@/base/schema/reading.ts";
import { parseYaml } from "@/lang/yaml/parse.ts";
import { renderYaml } from "@/lang/yaml/render.ts";

/** The text of the values in a format, `json` or `yaml`. In YAML a text stands alone as it is.
 *  @param sortKeys whether maps in YAML have their keys in order, whatever their own order */
export function printed(values: readonly unknown[], format: string, sortKeys = false): string {
  const found = values.length === 0 ? [null] : values;
  if (format !== "yaml") return found.map((value) => `${jsonText(value)}\n`).join("");
  return `${found.map((value) => yamlText(value, sortKeys)).join("")}\n`;
}

/** A value as YAML that says in comments where its scalars come from; `originOf` answers undefined for nowhere. */
export function annotated(value: unknown, originOf: (path: KeyPath) => string | undefined): string {
  const text = renderYaml(value);
  const { positionOf } = parseYaml(text, { file: "" });
  const lines = text.split("\n");
  for (const path of leavesOf(value, [])) {
    const origin = originOf(path), line = (positionOf(path, "key").line ?? 1) - 1;
    if (origin !== undefined) lines[line] += `  # ${origin}`;
  }
  return lines.join("\n");
}

function leavesOf(value: unknown, path: KeyPath): readonly KeyPath[] {
  const members = typeof value === "object" && value !== null ? Object.entries(value) : [];
  const step = (key: string) => Array.isArray(value) ? Number(key) : key;
  return members.length === 0
    ? [path]
    : members.flatMap(([key, member]) => leavesOf(member, [...path, step(key)]));
}

function yamlText(value: unknown, sortKeys: boolean): string {
  return typeof value === "string" ? `${value}\n` : renderYaml(value ?? null, { sortKeys });
}
