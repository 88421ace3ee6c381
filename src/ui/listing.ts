/** Rows and columns as data: what every list command prints. Pure. Follows stacks §15.1, config §9.3.
 *  Invariants: every form holds the same cells; only the table changes them, so that a row stays one line; without a
 *  terminal the table has no head, and tabs between its cells; no rows are no text, or an empty list. */
import { tableLines } from "./table.ts";
import { harmless } from "./text.ts";

/** Titles of the columns and the rows below them; every row has a cell for each. */
export interface Listing {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The forms that a listing can have. */
export const LISTING_FORMATS = ["table", "json", "yaml", "csv", "tsv"] as const;
/** One of them. */
export type ListingFormat = typeof LISTING_FORMATS[number];

/** How a listing is printed. */
export interface ListingLook {
  readonly format: ListingFormat;
  /** Between the cells of CSV and TSV; none: a comma, a tab. */
  readonly delimiter?: string | undefined;
  /** Columns of the terminal; undefined when the output is not one. */
  readonly width: number | undefined;
}

/** The text of a listing; lines end with a line feed. */
export async function listingText(listing: Listing, look: ListingLook): Promise<string> {
  const { head, rows } = listing;
  switch (look.format) {
    case "table":
      return linesText(tableOf(listing, look.width));
    case "csv":
    case "tsv":
      return rows.length === 0 ? "" : linesText([head, ...rows].map(separated(look)));
    case "json":
      return JSON.stringify(objectsOf(listing), null, 2) + "\n";
    case "yaml": {
      const { renderYaml } = await import("@/lang/yaml/render.ts");
      return renderYaml(objectsOf(listing), { sortKeys: true });
    }
  }
}

function linesText(lines: readonly string[]): string {
  return lines.map((line) => line + "\n").join("");
}

function tableOf({ head, rows }: Listing, width: number | undefined): readonly string[] {
  const shown = rows.map((row) => row.map(inOneLine));
  if (width === undefined) return shown.map((row) => row.join("\t"));
  return rows.length === 0 ? [] : tableLines({ head, rows: shown }, width);
}

function inOneLine(cell: string): string {
  return harmless(cell.replace(/\r?\n/g, "\\n").replaceAll("\t", "\\t"));
}

function objectsOf({ head, rows }: Listing): readonly Readonly<Record<string, string>>[] {
  return rows.map((row) => Object.fromEntries(head.map((title, index) => [title, row[index] ?? ""])));
}

/** Cells as RFC 4180 has them: in quotes where they would end too early. */
function separated({ format, delimiter }: ListingLook): (row: readonly string[]) => string {
  const between = delimiter || (format === "tsv" ? "\t" : ",");
  const needsQuotes = (cell: string) => cell.includes(between) || /["\r\n]/.test(cell);
  return (row) =>
    row.map((cell) => needsQuotes(cell) ? `"${cell.replaceAll('"', '""')}"` : cell).join(between);
}
