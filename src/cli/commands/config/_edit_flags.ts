/** What commands that set a value have in common. Follows config §9.4. */
import type { FlagSpecs } from "@/cli/command.ts";

/** Types of a new value; `auto` is worked out. */
export const EDIT_FLAGS = {
  type: {
    type: "string",
    summary: "auto, string, int, bool, float, null, yaml",
    placeholder: "type",
    choices: ["auto", "string", "int", "bool", "float", "null", "yaml"],
    default: "auto",
  },
} as const satisfies FlagSpecs;
