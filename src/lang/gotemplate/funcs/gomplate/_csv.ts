/** Tables of text as RFC 4180 has them. Pure. */
import { GoError } from "../../function.ts";

/** The rows of a text. @throws GoError for a quote that is never closed */
export function parseCsv(text: string, delimiter: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [], at = 0;
  while (at < text.length) {
    const { field, end } = text[at] === '"' ? quotedField(text, at) : plainField(text, at, delimiter);
    row.push(field);
    at = end;
    if (text[at] === delimiter) {
      at++;
      if (at === text.length || /[\r\n]/.test(text[at] ?? "")) row.push("");
    }
    if (at >= text.length || /[\r\n]/.test(text[at] ?? "")) {
      if (row.length > 1 || row[0] !== "") rows.push(row);
      row = [];
      at += text.startsWith("\r\n", at) ? 2 : 1;
    }
  }
  return rows;
}

interface Field {
  readonly field: string;
  readonly end: number;
}

function quotedField(text: string, start: number): Field {
  const match = /"((?:[^"]|"")*)"/y;
  match.lastIndex = start;
  const found = match.exec(text);
  if (found === null) throw new GoError(`parse error: extraneous or missing " in quoted-field`);
  return { field: (found[1] ?? "").replaceAll('""', '"'), end: match.lastIndex };
}

function plainField(text: string, start: number, delimiter: string): Field {
  let end = start;
  while (end < text.length && text[end] !== delimiter && !/[\r\n]/.test(text[end] ?? "")) end++;
  return { field: text.slice(start, end), end };
}

/** Rows as a text; lines end as RFC 4180 wants it. */
export function writeCsv(rows: readonly (readonly string[])[], delimiter: string): string {
  const quoted = (field: string) => {
    const needsQuotes = field.includes(delimiter) || /["\r\n]|^\s/.test(field);
    return needsQuotes ? `"${field.replaceAll('"', '""')}"` : field;
  };
  return rows.map((row) => `${row.map(quoted).join(delimiter)}\r\n`).join("");
}
