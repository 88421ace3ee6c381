/** Where the values of an instance were written, told in comments. Pure. Follows stacks §10.3.
 *  Invariant: the text stays the same YAML. */
import { isTree, type Tree } from "@/features/stacks/core/merge.ts";
import { parseYaml } from "@/lang/yaml/parse.ts";
import { renderYaml } from "@/lang/yaml/render.ts";

/** Steps from the record: a section first. */
export type ValuePath = readonly (string | number)[];

/** Where a value was written. */
export interface Origin {
  /** Below the stacks directory, with ending. */
  readonly file: string;
  readonly line: number | undefined;
  readonly column: number | undefined;
  /** 1: the manifest itself. */
  readonly depth: number;
  /** Whether a template or function made the value of what is written there. */
  readonly isComputed: boolean;
}

const LEGEND = `# Provenance Legend:
#   ● [1] Defined in parent stack
#   ○ [N] Inherited/imported (N=2+ levels deep)
#   ∴ Computed/templated
`;

/**
 * The record as YAML with comments; sections that were written nowhere are left out.
 * @param column where comments begin, counted from 0
 */
export function annotatedYaml(
  record: Tree,
  { stack, column, originOf }: {
    readonly stack: string;
    readonly column: number;
    originOf(path: ValuePath): Origin | undefined;
  },
): string {
  const kept = Object.fromEntries(
    Object.entries(record).filter(([key, value]) => pathsOf(value, [key]).some((path) => originOf(path))),
  );
  const text = renderYaml(kept, { sortKeys: true });
  const lines = text.split("\n"), { positionOf } = parseYaml(text, { file: "" });
  const comments = new Map<number, string>();
  for (const path of Object.keys(kept).flatMap((key) => pathsOf(kept[key], [key]))) {
    const origin = originOf(path);
    const line = (positionOf(path, "key").line ?? 1) - 1;
    if (origin !== undefined) comments.set(line, commentOf(origin));
  }
  const body = lines.flatMap((line, index) => withComment(line, comments.get(index), column));
  return `${LEGEND}\n# Stack: ${stack}\n\n${body.join("\n")}`;
}

/** Every place of a value, what holds others before them. */
export function pathsOf(value: unknown, path: ValuePath): readonly ValuePath[] {
  if (Array.isArray(value)) return [path, ...value.flatMap((item, index) => pathsOf(item, [...path, index]))];
  if (!isTree(value)) return [path];
  return [path, ...Object.entries(value).flatMap(([key, member]) => pathsOf(member, [...path, key]))];
}

function commentOf({ file, line, depth, isComputed }: Origin): string {
  const mark = isComputed ? "∴" : depth === 1 ? "●" : "○";
  return `# ${mark} [${depth}] ${file}${line === undefined ? "" : `:${line}`}`;
}

function withComment(line: string, comment: string | undefined, column: number): readonly string[] {
  if (comment === undefined) return [line];
  if (line.length < column) return [line.padEnd(column) + comment];
  return [line, (/^ */.exec(line)?.[0] ?? "") + comment];
}
