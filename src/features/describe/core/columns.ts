/** Columns of a list: which there are, what stands in a cell, how rows are sorted. Pure. Follows stacks §15.1, templates §1.2
 *  (row 19). Invariant: the same rows give the same text, whatever order they came in. */
import { UsageError } from "@/base/errors.ts";
import { isTree, type Tree } from "@/features/stacks/core/merge.ts";

/** A column. */
export interface Column {
  readonly header: string;
  /** A template over a row; a plain name means that field. */
  readonly template: string;
}

/** Rows as they are printed. */
export interface ListedRows {
  readonly headers: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What a row is made into. */
export interface ColumnPlan {
  readonly columns: readonly Column[];
  /** `column:order,…`; the columns in `sortedBy` that are there unless given. */
  readonly sort: string | undefined;
  readonly sortedBy: readonly string[];
  render(template: string, row: Tree): string;
}

/** `name` or `Header={{ template }}`, separated by commas outside of braces. */
export function parseColumns(texts: readonly string[]): readonly Column[] {
  return texts.map((text) => {
    const at = text.indexOf("=");
    return at < 0
      ? { header: text, template: `{{ .${text} }}` }
      : { header: text.slice(0, at), template: text.slice(at + 1) };
  });
}

/**
 * The cells of records.
 * @throws Usage `list/bad-sort` (exit 1); what rendering throws
 */
export function listedRows(
  records: readonly Tree[],
  { columns, sort, sortedBy, render }: ColumnPlan,
): ListedRows {
  const headers = columns.map(({ header }) => header);
  const rows = records.map((record) => columns.map(({ template }) => cellOf(template, record, render)));
  const order = sort === undefined || sort === ""
    ? sortedBy.map((name) => ({ index: headers.indexOf(name), isDown: false })).filter(({ index }) =>
      index >= 0
    )
    : sortOf(sort, headers);
  return { headers, rows: rows.toSorted((a, b) => compareRows(a, b, order)) };
}

const FIELD = /^\{\{\s*\.([A-Za-z_]\w*)\s*\}\}$/;

/** A plain field needs no template engine. */
function cellOf(template: string, record: Tree, render: ColumnPlan["render"]): string {
  const field = FIELD.exec(template)?.[1];
  if (
    field !== undefined && Object.hasOwn(record, field) && !isTree(record[field]) &&
    !Array.isArray(record[field])
  ) {
    return String(record[field] ?? "");
  }
  return render(template, record);
}

interface SortKey {
  readonly index: number;
  readonly isDown: boolean;
}

function sortOf(text: string, headers: readonly string[]): readonly SortKey[] {
  return text.split(",").map((part) => {
    const [name = "", order, ...rest] = part.trim().split(":");
    const index = headers.findIndex((header) => header.toLowerCase() === name.toLowerCase());
    if (rest.length > 0 || (order !== "asc" && order !== "desc")) {
      throw badSort(
        `--sort: ${part.trim()} is not column:order`,
        "The order is asc or desc, as in Stack:desc.",
      );
    }
    if (index < 0) throw badSort(`--sort: there is no column ${name}`, `There are ${headers.join(", ")}.`);
    return { index, isDown: order === "desc" };
  });
}

function badSort(title: string, explanation: string): UsageError {
  return new UsageError("list/bad-sort", title, { explanation, exitCode: 1 });
}

function compareRows(a: readonly string[], b: readonly string[], order: readonly SortKey[]): number {
  for (const { index, isDown } of order) {
    const x = a[index] ?? "", y = b[index] ?? "";
    if (x !== y) return (compareCells(x, y)) * (isDown ? -1 : 1);
  }
  return 0;
}

function compareCells(a: string, b: string): number {
  const isNumbers = /^\d+$/.test(a) && /^\d+$/.test(b);
  return isNumbers ? Number(a) - Number(b) : a < b ? -1 : 1;
}
