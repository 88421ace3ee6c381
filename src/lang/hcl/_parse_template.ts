/** Texts of HCL: between quotes and in heredocs, with `${}`, `%{}` and their trimming. Pure.
 *  Follows the HCL native syntax specification, Templates. Invariants: `~` trims within its line only, as the reference
 *  does; the indentation that `<<-` takes away is that of the source, never of a value. */
import { unescaped } from "./_escape.ts";
import { parseLoop } from "./_parse_loop.ts";
import {
  matchAt,
  moveTo,
  nested,
  peek,
  read,
  type Reader,
  shown,
  syntaxFault,
  withLines,
} from "./_reader.ts";
import { type TemplateContent, templateOf, type TemplatePart } from "./_template_part.ts";
import type { HclExpression, Span } from "./syntax.ts";

/** A text between quotes. */
export function parseQuoted(reader: Reader): HclExpression {
  const open = read(reader);
  const parts = parseParts(reader, () => quotedPiece(reader, open));
  return templateOf(reader, parts, { start: open.start, end: reader.at });
}

/** The text of a label between quotes. */
export function parseLabel(reader: Reader): string {
  const open = read(reader);
  const piece = quotedPiece(reader, open);
  if (matchAt(/[$%]\{/y, reader.text, reader.at) !== undefined) {
    throw syntaxFault(reader, { start: reader.at }, "a label holds no ${} and no %{}");
  }
  if (piece !== undefined) quotedPiece(reader, open);
  return piece?.value ?? "";
}

/** A text in lines of its own. */
export function parseHeredoc(reader: Reader): HclExpression {
  const open = read(reader);
  const [, dash, marker = ""] = /^<<(-?)(\S+)/.exec(open.text) ?? [];
  const lines = { marker, isStart: true };
  const parts = parseParts(reader, () => heredocPiece(reader, open, lines), () => lines.isStart = false);
  const all = dash === "-" ? withoutIndent(parts) : parts;
  return templateOf(reader, all, { start: open.start, end: reader.at });
}

interface Piece extends Span {
  readonly value: string;
}

/** Plain text up to the next `${`, `%{` or the closing quote, which is passed; undefined for the latter. */
function quotedPiece(reader: Reader, open: Span): Piece | undefined {
  const { text, at: start } = reader;
  if (text[start] === '"') return void moveTo(reader, start + 1);
  const source = matchAt(/(?:\$\$\{|%%\{|[$%](?!\{)|\\[^\r\n]|[^"\\\r\n$%])+/y, text, start);
  if (source === undefined) {
    const why = start < text.length && text[start] !== "\\" ? "; lines belong into a heredoc" : "";
    throw syntaxFault(reader, open, `a text without its closing quote${why}`);
  }
  moveTo(reader, start + source.length);
  return { value: unescaped(reader, { source, start, isQuoted: true }), start, end: reader.at };
}

interface Lines {
  readonly marker: string;
  isStart: boolean;
}

/** Plain text up to the next `${`, `%{` or the end of a line; undefined when the line is the marker. */
function heredocPiece(reader: Reader, open: Span, lines: Lines): Piece | undefined {
  const { text, at: start } = reader;
  const whole = lines.isStart ? matchAt(/[^\n$%]*\n/y, text, start) : undefined;
  if (whole?.trim() === lines.marker) return void moveTo(reader, start + whole.replace(/\r?\n$/, "").length);
  const source = matchAt(/(?:\$\$\{|%%\{|[$%](?!\{)|[^\n$%])*\n?/y, text, start);
  if (!source) throw syntaxFault(reader, open, `expected a line ${lines.marker} to end the text`);
  lines.isStart = source.endsWith("\n");
  moveTo(reader, start + source.length);
  return { value: unescaped(reader, { source, start, isQuoted: false }), start, end: reader.at };
}

/** All pieces. @param piece reads plain text @param onSequence told of each `${}` and `%{}` */
function parseParts(reader: Reader, piece: () => Piece | undefined, onSequence = () => {}): TemplatePart[] {
  const parts: TemplatePart[] = [];
  let trims = false;
  for (;;) {
    const sequence = matchAt(/[$%]\{~?/y, reader.text, reader.at);
    if (sequence === undefined) {
      const plain = piece();
      if (plain === undefined) return parts;
      parts.push({ kind: "text", ...plain, value: trims ? plain.value.trimStart() : plain.value });
      trims = false;
      continue;
    }
    onSequence();
    const last = parts.at(-1);
    if (sequence.endsWith("~") && last?.kind === "text") {
      parts.splice(-1, 1, { ...last, value: last.value.trimEnd() });
    }
    const found = nested(reader, () => withLines(reader, false, () => parseSequence(reader, sequence)));
    parts.push(found.part);
    trims = found.trims;
  }
}

function parseSequence(
  reader: Reader,
  opening: string,
): { readonly part: TemplatePart; readonly trims: boolean } {
  const start = reader.at, isValue = opening.startsWith("$");
  moveTo(reader, start + opening.length);
  const content = isValue ? { kind: "value", value: reader.expression(reader) } as const : directive(reader);
  const close = peek(reader);
  if (close.kind !== "}" && close.kind !== "~}") {
    const hint = isValue ? " ($${ is a plain ${)" : "";
    throw syntaxFault(reader, close, `expected } for ${opening}, found ${shown(close)}${hint}`);
  }
  read(reader);
  return { part: { ...content, start, end: close.end }, trims: close.kind === "~}" };
}

function directive(reader: Reader): TemplateContent {
  const word = peek(reader);
  switch (word.text) {
    case "for":
      return { kind: "for", loop: parseLoop(reader) };
    case "if":
      read(reader);
      return { kind: "if", condition: reader.expression(reader) };
    case "else":
    case "endif":
    case "endfor":
      read(reader);
      return { kind: word.text };
  }
  throw syntaxFault(reader, word, `expected if, else, endif, for or endfor behind %{, found ${shown(word)}`);
}

/** The pieces without the blanks that all their lines begin with; lines of nothing but blanks do not count. */
function withoutIndent(parts: readonly TemplatePart[]): readonly TemplatePart[] {
  const starts = parts.filter((_, index) => {
    const before = parts[index - 1];
    return before === undefined || before.kind === "text" && before.value.endsWith("\n");
  });
  const counted = starts.filter((part) => part.kind !== "text" || !/^\s*\n$/.test(part.value));
  const widths = counted.map((part) => part.kind === "text" ? indentOf(part.value) : 0);
  const width = Math.min(...widths);
  return parts.map((part) =>
    part.kind === "text" && counted.includes(part) ? { ...part, value: part.value.slice(width) } : part
  );
}

function indentOf(text: string): number {
  return text.length - text.trimStart().length;
}
