/** The text of an answer: what a shim becomes in a directory, as long as nothing that led to it has changed. Pure.
 *  Follows toolchain §16. Invariant: a shell that reads it either becomes the tool or does nothing; small files are
 *  compared by what they say, because a time can be set back. */
import { quoteSh } from "@/base/text/quote.ts";

/** What an answer depends on, and what it is. */
export interface Answer {
  /** The working directory, without symbolic links. */
  readonly cwd: string;
  /** Variables and their values; absent ones are empty. */
  readonly variables: Readonly<Record<string, string>>;
  readonly present: readonly string[];
  readonly absent: readonly string[];
  /** Files that must be older than the answer, and whose directories must be. */
  readonly older: readonly string[];
  /** Files and what they must say. */
  readonly contents: Readonly<Record<string, string>>;
  readonly program: string;
  readonly args: readonly string[];
}

/** More would take a shell longer to read than starting this program takes. */
export const LONGEST_CONTENT = 1024;

/** Whether a shell can compare a file with this text. */
export function isComparable(text: string): boolean {
  return text.length <= LONGEST_CONTENT && !/[\0\ufffd]/.test(text);
}

/** Renders an answer. */
export function renderAnswer(answer: Answer): string {
  const { cwd, variables, present, absent, older, contents, program, args } = answer;
  const conditions = [
    `[ . -ef ${quoteSh(cwd)} ]`,
    ...Object.entries(variables).map(([name, value]) => `[ "\${${name}-}" = ${quoteSh(value)} ]`),
    ...present.map((path) => `[ -e ${quoteSh(path)} ]`),
    ...absent.map((path) => `[ ! -e ${quoteSh(path)} ]`),
    ...[...new Set(older.flatMap((path) => [path, path.slice(0, path.lastIndexOf("/")) || "/"]))].map((
      path,
    ) => `[ "$_atmos_answer" -nt ${quoteSh(path)} ]`),
    ...Object.entries(contents).map(([path, text]) => says(path, text)),
    `[ -x ${quoteSh(program)} ]`,
  ];
  return `${conditions.join(" &&\n")} &&\nexec ${[program, ...args].map(quoteSh).join(" ")} "$@"\n`;
}

/** Reads line by line; what follows the last line end is read without success. */
function says(path: string, text: string): string {
  const lines = text.split("\n");
  const reads = lines.map((line, index) =>
    `${index < lines.length - 1 ? "" : "! "}IFS= read -r _atmos_line && [ "$_atmos_line" = ${quoteSh(line)} ]`
  );
  return `[ -f ${quoteSh(path)} ] && { ${reads.join(" && ")}; } <${quoteSh(path)}`;
}
