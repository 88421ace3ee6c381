/** The flags that every command accepts, before, between and after its words. Follows config §8 and toolchain §2.3.
 *  Invariant: no command declares one of these names again (checked by `declarations_test.ts`). */
import type { FlagSpecs, Input } from "@/cli/command.ts";

/** Flags that every command accepts. */
export const globalFlags = {
  "chdir": {
    type: "string",
    short: "C",
    summary: "Work in this directory",
    placeholder: "dir",
    env: "ATMOS_CHDIR",
    complete: "directory",
  },
  "logs-level": {
    type: "string",
    aliases: ["log-level"],
    summary: "How much is told on stderr: Trace, Debug, Info, Warning, Error or Off",
    placeholder: "level",
    env: "ATMOS_LOGS_LEVEL",
  },
  "use-version": { type: "string", summary: "Run this release of Atmos instead", placeholder: "version" },
  "verbose": { type: "boolean", short: "v", summary: "Same as --logs-level Debug", env: "ATMOS_VERBOSE" },
  "no-color": { type: "boolean", summary: "No colours" },
  "force-color": { type: "boolean", summary: "Colours also without a terminal" },
  "help": {
    type: "string",
    short: "h",
    bare: "",
    summary: "Help; --help=all shows the global flags, --help=usage just the form and examples",
    placeholder: "topic",
  },
} as const satisfies FlagSpecs;

/** Flags that stand alone, without a command. */
export const rootFlags = {
  "version": { type: "boolean", summary: "Print the version" },
} as const satisfies FlagSpecs;

/** The values of the global flags. `typed` names those that came from the words, not from the environment. */
export interface GlobalInput {
  readonly flags: Input<Record<never, never>, typeof globalFlags>["flags"];
  readonly typed: ReadonlySet<string>;
}
