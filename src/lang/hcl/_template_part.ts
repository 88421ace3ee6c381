/** The pieces of a text and the tree that they make. Pure. Follows the HCL native syntax specification, Templates. */
import { nested, type Reader, syntaxFault } from "./_reader.ts";
import type { HclExpression, HclLoop, Span } from "./syntax.ts";

/** Plain text, `${}`, or a directive. */
export type TemplateContent =
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "value"; readonly value: HclExpression }
  | { readonly kind: "if"; readonly condition: HclExpression }
  | { readonly kind: "for"; readonly loop: HclLoop }
  | { readonly kind: "else" | "endif" | "endfor" };

/** A piece of a text. */
export type TemplatePart = Span & TemplateContent;

/**
 * The expression that a text is: the value itself when there is nothing but one `${}`.
 * @throws Config `hcl/syntax` for directives that do not match
 */
export function templateOf(reader: Reader, parts: readonly TemplatePart[], span: Span): HclExpression {
  const [only] = parts;
  if (parts.length === 1 && only?.kind === "value") return { ...only.value, ...span };
  const pieces = { parts, next: 0 };
  const template = sequence(reader, pieces);
  const left = parts[pieces.next];
  if (left !== undefined) pieceOf(reader, pieces, left); // is an error
  return { ...template, ...span };
}

interface Pieces {
  readonly parts: readonly TemplatePart[];
  next: number;
}

/** Up to what ends or divides a directive, which is not passed. */
function sequence(reader: Reader, pieces: Pieces): HclExpression {
  const made: HclExpression[] = [], first = pieces.parts[pieces.next];
  for (let part = first; part !== undefined; part = pieces.parts[pieces.next]) {
    if (part.kind === "else" || part.kind === "endif" || part.kind === "endfor") break;
    pieces.next++;
    made.push(pieceOf(reader, pieces, part));
  }
  const start = first?.start ?? 0;
  return { kind: "template", parts: made, start, end: made.at(-1)?.end ?? start };
}

function pieceOf(reader: Reader, pieces: Pieces, part: TemplatePart): HclExpression {
  const { start, end } = part;
  if (part.kind === "text") return { kind: "literal", value: part.value, start, end };
  if (part.kind === "value") return part.value;
  if (part.kind === "if") return nested(reader, () => choice(reader, pieces, part));
  if (part.kind === "for") return nested(reader, () => repetition(reader, pieces, part));
  throw syntaxFault(reader, part, `%{ ${part.kind} } without its beginning`);
}

function choice(reader: Reader, pieces: Pieces, open: TemplatePart & { readonly kind: "if" }): HclExpression {
  const { condition, start } = open;
  const then = sequence(reader, pieces);
  let otherwise: HclExpression = { kind: "template", parts: [], start, end: start };
  if (pieces.parts[pieces.next]?.kind === "else") {
    pieces.next++;
    otherwise = sequence(reader, pieces);
  }
  return {
    kind: "conditional",
    condition,
    then,
    otherwise,
    start,
    end: close(reader, pieces, { open, kind: "endif" }),
  };
}

function repetition(
  reader: Reader,
  pieces: Pieces,
  open: TemplatePart & { readonly kind: "for" },
): HclExpression {
  const content = sequence(reader, pieces);
  const { loop, start } = open;
  return { kind: "repeat", loop, content, start, end: close(reader, pieces, { open, kind: "endfor" }) };
}

function close(
  reader: Reader,
  pieces: Pieces,
  { open, kind }: { readonly open: TemplatePart; readonly kind: string },
): number {
  const part = pieces.parts[pieces.next++];
  if (part?.kind === kind) return part.end;
  throw syntaxFault(reader, part ?? open, `expected %{ ${kind} } for the %{ ${open.kind} }`);
}
