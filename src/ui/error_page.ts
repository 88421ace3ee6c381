/** Lays out an error for the person at the terminal: what happened, where, why, what to do next. Pure.
 *  Follows house §5.2, config §11 and toolchain §14.
 *  Invariant: texts of others (servers, archives, files) are shown with control characters made harmless, and hints
 *  are never broken over lines, so that commands can be copied. */
import { AtmosError, type SourcePosition } from "@/base/errors.ts";
import type { Style } from "./style.ts";
import { harmless, padText, wrapText } from "./text.ts";

/** How the page is shown. */
export interface ErrorLook {
  readonly style: Style;
  /** Columns for running text; undefined when the output is no terminal. */
  readonly width?: number | undefined;
  /** Facts of every kind of error, causes, and the stack of a defect. */
  readonly verbose: boolean;
  /** Our version, for reports of defects. */
  readonly version: string;
}

const INDENT = "  ";
// Of these the title and the place say it all; of the others the numbers are what one needs.
const TITLE_SAYS_IT: ReadonlySet<string> = new Set(["usage", "config", "cancelled"]);

/** Lines for whatever was thrown; what is not an AtmosError is shown as a defect of ours. */
export function errorPage(error: unknown, look: ErrorLook): string[] {
  if (!(error instanceof AtmosError)) return defectPage(error, look);
  const { style, verbose } = look;
  const listed = Array.isArray(error.cause) ? error.cause : [];
  return [
    `${style.red("✗")} ${style.bold(harmless(error.title))}`,
    ...error.at ? [`${INDENT}at ${style.cyan(harmless(placeText(error.at)))}`] : [],
    ...reasons(error, look),
    ...listed.flatMap((cause) => [
      `${INDENT}• ${harmless(oneLine(cause))}`,
      ...cause instanceof AtmosError ? reasons(cause, look, INDENT) : [],
    ]),
    ...verbose ? causes(error).map((text) => `${INDENT}${style.dim("caused by")} ${harmless(text)}`) : [],
    ...verbose ? [`${INDENT}${style.dim("code")} ${error.code}`] : [],
    ...error.hints.map((hint) => `💡 ${harmless(hint)}`),
  ];
}

/** Explanation and facts, behind `margin`. */
function reasons(error: AtmosError, look: ErrorLook, margin = ""): string[] {
  const { style, verbose, width } = look;
  const facts = verbose || !TITLE_SAYS_IT.has(error.kind) ? Object.entries(error.facts) : [];
  const labelWidth = Math.max(0, ...facts.map(([name]) => name.length));
  const narrow = { ...look, width: width === undefined ? undefined : width - margin.length };
  return [
    ...error.explanation ? paragraph(error.explanation, narrow) : [],
    ...facts.map(([name, value]) =>
      `${INDENT}${style.dim(padText(name, labelWidth))}  ${harmless(String(value))}`
    ),
  ].map((line) => margin + line);
}

/** `file:line:column`, as far as known. */
export function placeText(at: SourcePosition): string {
  return [at.file, at.line, at.column].filter((part) => part !== undefined).join(":");
}

function defectPage(error: unknown, look: ErrorLook): string[] {
  const { style } = look;
  const message = error instanceof Error ? error.message || error.name : String(error);
  const stack = error instanceof Error && look.verbose ? (error.stack ?? "").split("\n") : [];
  return [
    `${style.red("✗")} ${style.bold(`internal error: ${harmless(message)}`)}`,
    ...paragraph(`This is a defect of atmos ${look.version}, not a mistake of yours.`, look),
    ...stack.map((line) => `${INDENT}${style.dim(harmless(line))}`),
    look.verbose
      ? "💡 Report it with the lines above and the command that you ran"
      : "💡 Run the command again with `--verbose` and report what it prints",
  ];
}

function paragraph(text: string, { width }: ErrorLook): string[] {
  const safe = harmless(text);
  const lines = width === undefined ? safe.split("\n") : wrapText(safe, width - INDENT.length);
  return lines.map((line) => INDENT + line);
}

function oneLine(error: unknown): string {
  if (!(error instanceof AtmosError)) return error instanceof Error ? error.message : String(error);
  return error.at ? `${error.title} (${placeText(error.at)})` : error.title;
}

/** What lies beneath, the nearest first; ten at most, since causes may go round in a circle. */
function causes(error: Error): string[] {
  const texts: string[] = [];
  let below = error.cause;
  while (below !== undefined && !Array.isArray(below) && texts.length < 10) {
    texts.push(oneLine(below));
    below = below instanceof Error ? below.cause : undefined;
  }
  return texts;
}
