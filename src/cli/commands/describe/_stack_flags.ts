/** Flags that every command about stacks has. Follows stacks §10.1, §11. */
import type { Context } from "@/base/context.ts";
import { UsageError } from "@/base/errors.ts";
import type { FlagSpecs } from "@/cli/command.ts";
import { processingFlags } from "@/cli/processing_flags.ts";

/** How values are worked out. */
export const evaluationFlags = {
  ...processingFlags,
  "error-mode": {
    type: "string",
    summary: "What a value that cannot be had does: strict, warn or silent",
    placeholder: "mode",
    complete: ["strict", "warn", "silent"],
  },
} as const satisfies FlagSpecs;

/** What is printed, and where to. */
export const outputFlags = {
  file: { type: "string", summary: "Write to this file instead", placeholder: "file", complete: "file" },
  query: {
    type: "string",
    short: "q",
    summary: "Print only what an expression of yq finds",
    placeholder: "expression",
    complete: "none",
  },
} as const satisfies FlagSpecs;

const FORMATS = ["json", "yaml"];

/** The flag for a format. */
export function formatFlag(byDefault: "json" | "yaml") {
  return {
    type: "string",
    short: "f",
    summary: byDefault === "yaml" ? "yaml or json" : "json or yaml",
    placeholder: "format",
    default: byDefault,
    complete: FORMATS,
  } as const;
}

/** What the flags say. */
export interface StackFlags {
  readonly format: string;
  readonly "error-mode": string | undefined;
}

/** @throws Usage `describe/bad-format`, `describe/bad-error-mode` (exit 1) */
export function checkStackFlags(
  command: string,
  { format, "error-mode": errorMode }: StackFlags,
  formats: readonly string[] = FORMATS,
): void {
  if (!formats.includes(format)) {
    throw new UsageError("describe/bad-format", `invalid 'format': ${format}`, {
      explanation: `It is one of ${formats.join(", ")}.`,
      exitCode: 1,
      hints: [`${command} --format yaml`],
    });
  }
  if (errorMode !== undefined && !["strict", "warn", "silent"].includes(errorMode)) {
    throw new UsageError("describe/bad-error-mode", `invalid error mode: ${errorMode}`, {
      explanation: "It is one of strict, warn, silent.",
      exitCode: 1,
    });
  }
}

/** What a value that is not there yet does, and how many there were. */
export interface ErrorOptions {
  readonly errorMode: "strict" | "warn" | "silent";
  readonly computed: { count: number };
}

/** The options of a mode; nothing means `warn`. */
export function errorOptions(mode: string | undefined): ErrorOptions {
  const errorMode = mode === "strict" || mode === "silent" ? mode : "warn";
  return { errorMode, computed: { count: 0 } };
}

/** One line about all of them. */
export function tellComputed(
  ctx: Pick<Context, "out">,
  { errorMode, computed: { count } }: ErrorOptions,
): void {
  if (count === 0 || errorMode !== "warn") return;
  const what = `${count} value(s) could not be determined and are shown as (computed)`;
  ctx.out.say("warning", `${what}. To see why: --error-mode=strict`);
}
