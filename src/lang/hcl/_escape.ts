/** What escapes stand for in the texts of HCL. Pure. Follows the HCL native syntax specification, Template Literals. */
import { type Reader, syntaxFault } from "./_reader.ts";

/** Source of plain text; backslashes mean something between quotes only. */
export interface Escaped {
  readonly source: string;
  readonly start: number;
  readonly isQuoted: boolean;
}

const SINGLE: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\" };
const QUOTED = /([$%])\1\{|\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([^]))/gu;
const PLAIN = /([$%])\1\{/g;

/** The text that is meant. @throws Config `hcl/syntax` at an escape that HCL does not know */
export function unescaped(reader: Reader, { source, start, isQuoted }: Escaped): string {
  if (!isQuoted) return source.replace(PLAIN, "$1{");
  return source.replace(QUOTED, (whole, sign, short, long, single, offset: number) => {
    if (sign !== undefined) return `${sign}{`;
    const point = short ?? long;
    const text = point === undefined ? SINGLE[single] : characterOf(parseInt(point, 16));
    if (text === undefined) {
      throw syntaxFault(reader, { start: start + offset }, `HCL has no escape ${whole}`);
    }
    return text;
  });
}

function characterOf(point: number): string | undefined {
  const isCharacter = point <= 0x10FFFF && (point < 0xD800 || point > 0xDFFF);
  return isCharacter ? String.fromCodePoint(point) : undefined;
}
