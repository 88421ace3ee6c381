/** What checks find, and how it is shown. Pure. Follows stacks §16.1. */
import type { SourcePosition } from "@/base/errors.ts";

/** One finding. */
export interface Finding {
  readonly severity: "error" | "warning";
  /** The file is as users know it. */
  readonly at: SourcePosition;
  /** Begins with the key that it is about, if there is one. */
  readonly message: string;
}

/** `file:line:column: error: message`, as compilers write it. */
export function findingLine({ severity, at, message }: Finding): string {
  const place = [at.file, at.line, at.column].filter((part) => part !== undefined).join(":");
  return `${place}: ${severity}: ${message}`;
}

/** The line of a finding, and under it that of the file with a mark below the place. */
export function findingExcerpt(finding: Finding, text: string | undefined): string {
  const { line, column = 1 } = finding.at;
  const source = line === undefined ? undefined : text?.split(/\r?\n/)[line - 1];
  if (source === undefined) return findingLine(finding);
  const number = String(line), margin = " ".repeat(number.length);
  const before = source.slice(0, column - 1).replace(/[^\t]/g, " ");
  return [findingLine(finding), ` ${number} | ${source}`, ` ${margin} | ${before}^`].join("\n");
}

/** Each once, by file, line and column. */
export function sortedFindings(findings: readonly Finding[]): readonly Finding[] {
  const single = new Map(findings.map((finding) => [findingLine(finding), finding]));
  return [...single.values()].sort(({ at: a }, { at: b }) => {
    if (a.file !== b.file) return a.file < b.file ? -1 : 1;
    return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
  });
}

/** A path as users write it; keys that are numbers look like indices. @example shownKey(["a", "1", "b"]) // "a[1].b" */
export function shownKey(path: readonly (string | number)[]): string {
  return path.map((step, index) => {
    if (/^\d+$/.test(String(step))) return `[${step}]`;
    const word = /^[\w/@-]+$/.test(String(step)) ? step : JSON.stringify(step);
    return index === 0 ? word : `.${word}`;
  }).join("");
}
