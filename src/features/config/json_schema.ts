/** The JSON Schema of atmos.yaml. Follows config §9.5. */
import { type JsonSchema, jsonSchema } from "./core/json_schema.ts";
import { atmosSettings } from "./schema/atmos.ts";

/** What editors and other checkers may know of the file. */
export function configSchema(): JsonSchema {
  return jsonSchema(atmosSettings, {
    title: "atmos.yaml",
    description: "Configuration of atmos. Case of keys does not count; keys that begin with x- are free.",
  });
}
