/** Flags and input of the commands that run a tool on a component. Follows components §1, §7.8, §8.2. */
import type { FlagSpecs } from "@/cli/command.ts";
import { commaWords } from "@/cli/comma_words.ts";
import { processingFlags } from "@/cli/processing_flags.ts";

/** Flags that all of them have. */
export const componentFlags = {
  stack: {
    type: "string",
    short: "s",
    summary: "The stack",
    placeholder: "stack",
    env: "ATMOS_STACK",
    complete: "stack",
  },
  "dry-run": {
    type: "boolean",
    summary: "Tell what would be written and run, and do nothing",
    env: "ATMOS_DRY_RUN",
  },
  ...processingFlags,
} as const satisfies FlagSpecs;

/** The component; on a missing one the command itself says what to do. */
export const componentArg = { summary: "name or directory", complete: "component" } as const;

/** Values of `componentFlags`. */
export interface ComponentFlags {
  readonly stack: string | undefined;
  readonly "dry-run": boolean;
  readonly "process-templates": boolean;
  readonly "process-functions": boolean;
  readonly skip: readonly string[];
}

/** What the flags ask for, whatever the type of the component. */
export function componentRequest(flags: ComponentFlags): {
  readonly stack: string | undefined;
  readonly dryRun: boolean;
  readonly templates: boolean;
  readonly functions: boolean;
  readonly skip: readonly string[];
} {
  return {
    stack: flags.stack,
    dryRun: flags["dry-run"],
    templates: flags["process-templates"],
    functions: flags["process-functions"],
    skip: commaWords(flags.skip),
  };
}
