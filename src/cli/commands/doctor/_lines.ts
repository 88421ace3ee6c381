/** What the doctor found, for people: what is wrong stands last, where eyes and terminals are. Pure.
 *  Follows toolchain §14. Invariant: commands are never broken over lines, so that they can be copied. */
import type { Diagnosis, Finding, Status } from "@/features/doctor/core/finding.ts";
import type { Style } from "@/ui/style.ts";
import { harmless, wrapText } from "@/ui/text.ts";

/** How it is shown; no width where the output is no terminal. */
export interface DiagnosisLook {
  readonly style: Style;
  readonly width: number | undefined;
}

const SIGNS: Readonly<Record<Status, string>> = {
  ok: "✓",
  note: "·",
  skipped: "-",
  warning: "!",
  error: "✗",
};

/** Lines of the report, and what it comes to. */
export function diagnosisLines({ findings }: Diagnosis, look: DiagnosisLook): readonly string[] {
  const count = (status: Status) => findings.filter((finding) => finding.status === status).length;
  const errors = count("error"), warnings = count("warning");
  const verdict = errors > 0
    ? `${errors} to fix${warnings > 0 ? `, ${plural(warnings, "warning")}` : ""}`
    : warnings > 0
    ? `Nothing must be fixed; ${plural(warnings, "warning")}`
    : "All is well";
  return [...findings.flatMap((finding) => findingLines(finding, look)), "", look.style.bold(verdict)];
}

function findingLines(finding: Finding, { style, width }: DiagnosisLook): readonly string[] {
  const { check, status, summary, place, details = [], fix } = finding;
  const sign = paintOf(status, style)(SIGNS[status]);
  const where = place === undefined ? "" : `${place}: `;
  const wrap = (text: string) => width === undefined ? [text] : wrapText(text, Math.max(10, width - 4));
  const [first = "", ...rest] = wrap(harmless(`${check.replaceAll("_", " ")}: ${where}${summary}`));
  return [
    `${sign} ${first}`,
    ...[...rest, ...details.flatMap((line) => wrap(harmless(line)))].map((line) => `    ${line}`),
    ...fix === undefined ? [] : [`    💡 ${harmless(fix)}`],
  ];
}

function paintOf(status: Status, style: Style): (text: string) => string {
  switch (status) {
    case "ok":
      return style.green;
    case "error":
      return style.red;
    case "warning":
      return style.yellow;
    case "note":
    case "skipped":
      return style.dim;
  }
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}
