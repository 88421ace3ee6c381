/** Which columns a list has and how its rows are sorted. Pure. Follows stacks §15.1 (`--columns`, `--sort`).
 *  Invariants: case of names does not count; rows that are equal in what is sorted by keep their order. */
import { UsageError } from "@/base/errors.ts";
import { nearestNames } from "@/base/text/suggest.ts";
import type { Listing } from "./listing.ts";

/** A column and what stands in it. `R`: what a row is made of. */
export interface ListColumn<R> {
  readonly title: string;
  cell(row: R): string;
}

/** What can be chosen from. */
export interface ColumnChoice<R> {
  /** By the names that `--columns` knows. */
  readonly fields: Readonly<Record<string, ListColumn<R>>>;
  /** The cell of a template. */
  compile(template: string): (row: R) => string;
}

/**
 * The columns of `--columns`: names of fields, or `Title={{ template }}`, between commas.
 * @throws Usage `list/unknown-column` (exit 1)
 */
export function readColumns<R>(
  texts: readonly string[],
  { fields, compile }: ColumnChoice<R>,
): readonly ListColumn<R>[] {
  // A comma inside a template ends nothing.
  const words = texts.flatMap((text) => text.match(/(?:\{\{.*?\}\}|[^,])+/gs) ?? []).map((word) =>
    word.trim()
  );
  return words.filter((word) => word !== "").map((word) => {
    const [, title, template] = /^([^={]+)=(.*)$/s.exec(word) ?? [];
    if (title !== undefined && template !== undefined) return { title, cell: compile(template) };
    const name = Object.keys(fields).find((each) => each.toLowerCase() === word.toLowerCase());
    const field = name === undefined ? undefined : fields[name];
    if (field === undefined) throw unknownColumn(word, "--columns", Object.keys(fields));
    return field;
  });
}

/**
 * The listing of rows.
 * @param sort as `--sort` has it: `column:asc,other:desc`; undefined: by all columns, from left to right
 * @throws Usage `list/unknown-column`, `list/bad-sort` (exit 1)
 */
export function listingOf<R>(
  rows: readonly R[],
  columns: readonly ListColumn<R>[],
  sort?: string,
): Listing {
  const head = columns.map(({ title }) => title);
  const orders = sort === undefined ? head.map((_, index) => ({ index, sign: 1 })) : readSort(sort, head);
  const cells = rows.map((row) => columns.map((column) => column.cell(row)));
  const compare = (a: readonly string[], b: readonly string[]) => {
    for (const { index, sign } of orders) {
      const order = compareCells(a[index] ?? "", b[index] ?? "");
      if (order !== 0) return sign * order;
    }
    return 0;
  };
  return { head, rows: cells.toSorted(compare) };
}

interface Order {
  readonly index: number;
  readonly sign: number;
}

function readSort(text: string, head: readonly string[]): readonly Order[] {
  return text.split(",").map((part) => part.trim()).filter(Boolean).map((part) => {
    const [, name, order] = /^(.*):\s*(asc|desc|ascending|descending)$/i.exec(part) ?? [];
    if (name === undefined || order === undefined) {
      throw new UsageError("list/bad-sort", `invalid --sort "${part}": column:order is wanted`, {
        explanation: "The order is asc or desc.",
        hints: [`--sort ${head[0] ?? "column"}:asc`],
        exitCode: 1,
      });
    }
    const index = head.findIndex((title) => title.toLowerCase() === name.trim().toLowerCase());
    if (index < 0) throw unknownColumn(name, "--sort", head);
    return { index, sign: /^d/i.test(order) ? -1 : 1 };
  });
}

/** Counts by their size, everything else by its characters. */
function compareCells(a: string, b: string): number {
  const isCount = /^\d+$/;
  if (isCount.test(a) && isCount.test(b)) return Number(a) - Number(b);
  return a === b ? 0 : a < b ? -1 : 1;
}

function unknownColumn(name: string, flag: string, known: readonly string[]): UsageError {
  const [nearest] = nearestNames(name, known);
  const guess = nearest === undefined ? "" : `, did you mean ${nearest}?`;
  return new UsageError("list/unknown-column", `${flag} names the unknown column "${name}"${guess}`, {
    explanation: `There are ${known.join(", ")}.`,
    exitCode: 1,
  });
}
