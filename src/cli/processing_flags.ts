/** Flags about how values of stacks are worked out. Follows stacks §10.1, components §1. */
import type { FlagSpecs } from "@/cli/command.ts";

/** What of templates and functions is done. */
export const processingFlags = {
  "process-templates": {
    type: "boolean",
    summary: "Whether Go templates are rendered",
    default: true,
    env: "ATMOS_PROCESS_TEMPLATES",
  },
  "process-functions": {
    type: "boolean",
    summary: "Whether YAML functions are run",
    default: true,
    env: "ATMOS_PROCESS_FUNCTIONS",
  },
  skip: {
    type: "strings",
    summary: "YAML functions that are not run",
    placeholder: "function",
    env: "ATMOS_SKIP",
    complete: "none",
  },
} as const satisfies FlagSpecs;
