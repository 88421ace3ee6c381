/** Lays out rows and columns as text. Pure. Follows toolchain §14.
 *  Invariant: with a width no line is wider, unless a single column cannot be cut further; without one nothing is cut. */
import { cutText, displayWidth, padText } from "./text.ts";

/** A cell: its text, and colours to put around it once it has its width. */
export type Cell = string | { readonly text: string; paint(text: string): string };

/** What to lay out. Rows may be shorter than the head; more cells than that are ignored. */
export interface TableContent {
  /** Column titles; a title may be empty. */
  readonly head: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** Index of the column that is never cut: what people copy. */
  readonly uncut?: number;
}

const GAP = "  ";
// Narrower than this a cut text says nothing.
const LEAST = 6;

/**
 * Lines of a table with two spaces between columns and none at the end of a line. The widest columns are cut with
 * `…` to fit; where that does not suffice each row becomes a block of `TITLE  value` lines.
 * @param width columns of the terminal; undefined when the output is not one
 */
export function tableLines(content: TableContent, width?: number): string[] {
  const { head, rows } = content;
  const natural = head.map((title, i) =>
    Math.max(displayWidth(title), ...rows.map((row) => displayWidth(textOf(row[i]))))
  );
  const widths = width === undefined
    ? natural
    : shrunk(natural, width - GAP.length * (head.length - 1), content.uncut);
  if (!widths) return blocks(content, width ?? 0);
  const line = (cells: readonly Cell[]) =>
    head.map((_, i) => painted(cells[i], padText(cutText(textOf(cells[i]), widths[i] ?? 0), widths[i] ?? 0)))
      .join(GAP).trimEnd();
  return [line(head), ...rows.map(line)];
}

/** Takes columns from the widest until all fit; undefined when that would leave nothing to read. */
function shrunk(natural: readonly number[], room: number, uncut?: number): number[] | undefined {
  const widths = [...natural];
  let over = widths.reduce((sum, width) => sum + width, 0) - room;
  for (; over > 0; over--) {
    const widest = Math.max(...widths.filter((_, index) => index !== uncut));
    if (widest <= LEAST) return undefined;
    widths[widths.findIndex((width, index) => width === widest && index !== uncut)] = widest - 1;
  }
  return widths;
}

function blocks({ head, rows, uncut }: TableContent, width: number): string[] {
  const titleWidth = Math.max(...head.map(displayWidth));
  const room = Math.max(LEAST, width - titleWidth - GAP.length);
  return rows.flatMap((row, index) => [
    ...index > 0 ? [""] : [],
    ...head.map((title, i) =>
      (padText(title, titleWidth) + GAP +
        painted(row[i], cutText(textOf(row[i]), i === uncut ? Infinity : room))).trimEnd()
    ).filter((line) => line !== ""),
  ]);
}

function textOf(cell: Cell | undefined): string {
  return cell === undefined ? "" : typeof cell === "string" ? cell : cell.text;
}

function painted(cell: Cell | undefined, text: string): string {
  return cell === undefined || typeof cell === "string" ? text : cell.paint(text);
}
