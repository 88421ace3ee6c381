/** The flags that every command accepts, before, between and after its words. Follows config §8 and toolchain §2.3.
 *  Invariant: no command declares one of these names again (checked by `declarations_test.ts`). */
import type { FlagSpecs, Input } from "@/cli/command.ts";

/** Flags of the real program that scripts may pass and that there is nothing to steer with yet. */
const laterFlags = {
  "force-tty": { type: "boolean", summary: "Behave as at a terminal", hidden: true },
  "identity": { type: "string", short: "i", summary: "Identity to act as", hidden: true },
  "redirect-stderr": { type: "string", summary: "File for the stderr of programs", hidden: true },
  "heatmap": { type: "boolean", summary: "Show where time goes", hidden: true },
  "heatmap-mode": { type: "string", summary: "How it is shown", hidden: true },
  "profile-file": { type: "string", summary: "File for measurements", hidden: true },
  "profile-type": { type: "string", summary: "What is measured", hidden: true },
  "profiler-enabled": { type: "boolean", summary: "Serve measurements", hidden: true },
  "profiler-host": { type: "string", summary: "Address to serve them at", hidden: true },
  "profiler-port": { type: "string", summary: "Port to serve them at", hidden: true },
  "ai": { type: "boolean", summary: "Explain output", hidden: true },
  "skill": { type: "strings", summary: "What the explanation may use", hidden: true },
  "cast": { type: "string", summary: "File for a recording", hidden: true },
} as const satisfies FlagSpecs;

/** Those of them that somebody may rely on: without them a command would do something else. */
export const missedFlags = ["redirect-stderr", "cast"] as const;

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
  "config": {
    type: "strings",
    summary: "The configuration file, instead of searching for one",
    placeholder: "file",
    env: "ATMOS_CONFIG",
    complete: "file",
  },
  "config-path": {
    type: "strings",
    summary: "The directory of the configuration file, instead of searching for it",
    placeholder: "dir",
    env: "ATMOS_CONFIG_PATH",
    complete: "directory",
  },
  "base-path": {
    type: "string",
    summary: "Where the paths of stacks and components begin",
    placeholder: "dir",
    complete: "directory",
  },
  "profile": {
    type: "strings",
    summary: "Profiles that lie over the configuration",
    placeholder: "name",
    complete: "profile",
    whenAlone: {
      exitCode: 2,
      hints: [
        "There is no interactive choice of profiles: name them, separated by commas",
        "To see what there is: `atmos profile list`",
      ],
    },
  },
  "edition": { type: "string", summary: "Defaults of that day, month or year", placeholder: "day" },
  "interactive": {
    type: "boolean",
    default: true,
    summary: "Ask questions at a terminal; --interactive=false never does",
  },
  "logs-level": {
    type: "string",
    aliases: ["log-level"],
    summary: "How much is told on stderr: Trace, Debug, Info, Warning, Error or Off",
    placeholder: "level",
    env: "ATMOS_LOGS_LEVEL",
    complete: ["Trace", "Debug", "Info", "Warning", "Error", "Off"],
  },
  "logs-file": {
    type: "string",
    summary: "File for what is logged; warnings and errors are told on stderr as well",
    placeholder: "file",
    env: "ATMOS_LOGS_FILE",
    complete: "file",
  },
  "pager": {
    type: "string",
    bare: "true",
    summary: "Show long output in a pager; --pager=less in this one",
    placeholder: "program",
  },
  "mask": { type: "boolean", default: true, summary: "Hide secrets in output; --mask=false shows them" },
  "settings-list-merge-strategy": {
    type: "string",
    summary: "How lists of manifests merge: replace, append or merge",
    placeholder: "word",
    complete: ["replace", "append", "merge"],
  },
  "use-version": { type: "string", summary: "Run this release of Atmos instead", placeholder: "version" },
  "verbose": { type: "boolean", short: "v", summary: "Same as --logs-level Debug", env: "ATMOS_VERBOSE" },
  "no-color": { type: "boolean", summary: "No colours" },
  "force-color": { type: "boolean", aliases: ["color"], summary: "Colours also without a terminal" },
  "help": {
    type: "string",
    short: "h",
    bare: "",
    summary: "Help; --help=all shows the global flags, --help=usage just the form and examples",
    placeholder: "topic",
    complete: ["all", "usage"],
  },
  ...laterFlags,
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
