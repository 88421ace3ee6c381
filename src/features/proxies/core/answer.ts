/** The text of an answer: what a shim becomes as long as nothing that led to it has changed. Pure.
 *  Follows toolchain §16. Invariant: a shell that reads it either becomes the program or does nothing; whatever the
 *  texts hold, they are words and never commands.
 *
 *  Shells compare times only with those of files, some in whole seconds, and files can get older ones (`mv`, `cp -p`).
 *  So the time of a file is held between two empty files of the millisecond before and after it. */
import { quoteSh } from "@/base/text/quote.ts";

/** Something that was as it must still be. */
export type Condition =
  /** Undefined: the variable was absent. */
  | { readonly kind: "variable"; readonly name: string; readonly value: string | undefined }
  | { readonly kind: "absent" | "file" | "directory"; readonly path: string }
  /** The working directory. */
  | { readonly kind: "here"; readonly path: string }
  /** A file or directory with its time, epoch milliseconds. */
  | { readonly kind: "unchanged"; readonly path: string; readonly modifiedAt: number };

/** What a shim becomes. */
export interface Answer {
  readonly conditions: readonly Condition[];
  readonly program: string;
  /** Words before those of the user. */
  readonly args: readonly string[];
}

/** The files of a time, the earlier one first; their names are their own times. */
export function timeFiles(folder: string, modifiedAt: number): readonly [string, string] {
  return [`${folder}/${modifiedAt}`, `${folder}/${modifiedAt + 1}`];
}

/** Renders an answer; `times` is the folder of the files of times. */
export function renderAnswer({ conditions, program, args }: Answer, times: string): string {
  const tests = conditions.flatMap((condition) => testsOf(condition, times));
  const lines = [...new Set([...tests, `-x ${quoteSh(program)}`])].map((test) => `[ ${test} ] &&\n`);
  return `${lines.join("")}exec ${[program, ...args].map(quoteSh).join(" ")} "$@"\n`;
}

/** Whether a shell can read a variable of that name. */
export function isShellName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z_0-9]*$/.test(name);
}

function testsOf(condition: Condition, times: string): readonly string[] {
  switch (condition.kind) {
    case "variable": {
      const { name, value } = condition;
      return [`"\${${name}+=}\${${name}-}" = ${quoteSh(value === undefined ? "" : `=${value}`)}`];
    }
    case "here":
      return [`. -ef ${quoteSh(condition.path)}`];
    case "absent":
      return [`! -e ${quoteSh(condition.path)}`];
    case "file":
      return [`-f ${quoteSh(condition.path)}`];
    case "directory":
      return [`-d ${quoteSh(condition.path)}`];
    case "unchanged": {
      const path = quoteSh(condition.path);
      const [before, after] = timeFiles(times, condition.modifiedAt).map(quoteSh);
      // Shells differ in what `-nt` and `-ot` say when one of the two is missing.
      return [
        `-e ${path}`,
        `-e ${before}`,
        `-e ${after}`,
        `! ${path} -ot ${before}`,
        `! ${path} -nt ${after}`,
      ];
    }
  }
}
