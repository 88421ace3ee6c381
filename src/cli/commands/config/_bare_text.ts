/** A value for scripts: a scalar as it is, anything else as YAML. Pure. Follows config §9.2. */
import { renderYaml } from "@/lang/yaml/render.ts";

/** The text of a value with a final newline. */
export function bareText(value: unknown): string {
  return typeof value === "object" && value !== null ? renderYaml(value) : `${value}\n`;
}
