/** Rows of a list in the formats that list commands have. Pure. Follows stacks §15.1.
 *  Invariant: away from a terminal a table is for programs: no head, a tab between cells. */
import { tableLines } from "./table.ts";

/** What is listed; every row has a cell for each header. */
export interface Rows {
  readonly headers: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** How it looks. */
export interface RowsLayout {
  readonly format: "table" | "csv" | "tsv";
  /** Between cells of csv and tsv; the usual ones unless given. */
  readonly delimiter?: string | undefined;
  /** Columns of the terminal; undefined when the output is none. */
  readonly width?: number | undefined;
}

/** The text; every line ends. Empty for an empty table. */
export function rowsText({ headers, rows }: Rows, { format, delimiter, width }: RowsLayout): string {
  if (format === "table") {
    const lines = width === undefined
      ? rows.map((row) => row.join("\t"))
      : rows.length === 0
      ? []
      : tableLines({ head: headers, rows }, width);
    return ended(lines);
  }
  const between = delimiter || (format === "csv" ? "," : "\t");
  const quoted = (cell: string) =>
    /["\r\n]/.test(cell) || cell.includes(between) ? `"${cell.replaceAll('"', '""')}"` : cell;
  return ended([headers, ...rows].map((row) => row.map(quoted).join(between)));
}

/** The rows as records, for json and yaml. */
export function rowRecords({ headers, rows }: Rows): readonly Readonly<Record<string, string>>[] {
  return rows.map((row) => Object.fromEntries(headers.map((header, index) => [header, row[index] ?? ""])));
}

function ended(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join("");
}
