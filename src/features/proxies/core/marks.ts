/** The names by which the shell script of a shim tells directories apart, and what lies between them. Pure.
 *  Follows toolchain §0 (`<root>`) and §16. Invariant: a shim and whoever writes its answers walk by the same names,
 *  and an answer serves a directory that it was not made in only when the walk itself proved all that it needs there. */
import { baseName, dirName, parents } from "@/base/path.ts";
import type { Condition } from "./answer.ts";

/** What in the working directory decides about the project or the versions. */
export const MARKS_HERE: readonly string[] = [
  ...["atmos.yaml", ".atmos.yaml", "atmos.yml", ".atmos.yml", ".git"],
  ...[".atmos", ".atmos.d", "atmos.d", ".tool-versions", "tools.yaml"],
];

/** What in a directory above does. */
export const MARKS_ABOVE: readonly string[] = ["atmos.yaml", ".atmos.yaml", ".git"];

/** The marked directory that answers for a working directory: itself, or one above. */
export interface MarkedDir {
  /** The root when no directory has a mark. */
  readonly dir: string;
  /** Whether it is the working directory. */
  readonly isHere: boolean;
}

/** The path of an answer below the folder of a shim's answers. */
export function answerPath({ dir, isHere }: MarkedDir): string {
  return `${dir === "/" ? "" : dir}/${isHere ? "=here" : "=above"}`;
}

/** The directories of the walk, each with the names to look for. */
export function walkOf(cwd: string): readonly { readonly dir: string; readonly marks: readonly string[] }[] {
  return parents(cwd).map((dir, index) => ({ dir, marks: index === 0 ? MARKS_HERE : MARKS_ABOVE }));
}

/**
 * What an answer made in `cwd` depends on besides what every walk that ends at the same place has looked for itself.
 * @returns undefined when it depends on more in the directories below that place: then it holds in `cwd` alone
 */
export function beyondWalk(
  conditions: readonly Condition[],
  cwd: string,
  { dir, isHere }: MarkedDir,
): readonly Condition[] | undefined {
  if (isHere) return conditions;
  const walked = new Map(walkOf(cwd).map((step) => [step.dir, step.marks]));
  for (const above of parents(dir)) walked.delete(above);
  const left: Condition[] = [];
  for (const condition of conditions) {
    const path = condition.kind === "variable" ? undefined : condition.path;
    if (path !== undefined && walked.has(path)) return undefined;
    const marks = path === undefined ? undefined : walked.get(dirName(path));
    if (marks === undefined) left.push(condition);
    else if (condition.kind !== "absent" || !marks.includes(baseName(condition.path))) return undefined;
  }
  return left;
}
