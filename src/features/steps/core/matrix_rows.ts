/** The rows of a matrix and their names. Pure. Follows workflows §11.6. */
import type { ConfigError } from "@/base/errors.ts";
import { isTree } from "@/features/stacks/core/merge.ts";
import type { Step } from "./step.ts";

/** Axis → value, axes sorted. */
export type Row = Readonly<Record<string, string>>;

/** The product of the axes; the last one changes fastest. @throws what `fault` makes, for an axis without values */
export function matrixRows(
  step: Step,
  fault: (step: Step, title: string, explanation?: string) => ConfigError,
): readonly Row[] {
  const { matrix } = step.fields, axes = isTree(matrix) ? Object.keys(matrix).sort() : [];
  if (!isTree(matrix) || axes.length === 0) throw fault(step, "matrix needs at least one axis");
  return axes.reduce<readonly Row[]>((rows, axis) => {
    const values = matrix[axis];
    if (!Array.isArray(values) || values.length === 0) {
      throw fault(step, `axis \`${axis}\` needs at least one value`);
    }
    if (values.some((value) => typeof value === "object")) {
      throw fault(step, `values of axis \`${axis}\` must be texts`);
    }
    return rows.flatMap((row) => values.map((value) => ({ ...row, [axis]: String(value) })));
  }, [{}]);
}

/** `<axis>_<value>` of each axis. A value that had to be changed gets a hash, so that two never share a name. */
export function rowName(row: Row): string {
  return Object.entries(row).map(([axis, value]) => {
    const plain = value.replace(/\W/g, "_");
    return `${axis.replace(/\W/g, "_")}_${plain}${plain === value ? "" : `_${fnv1a(`${axis}\0${value}`)}`}`;
  }).join("_");
}

/** FNV-1a of 64 bits, in base 36. */
function fnv1a(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash.toString(36);
}
