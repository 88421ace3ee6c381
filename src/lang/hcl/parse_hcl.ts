/** Reads HCL 2 native syntax: attributes, blocks, expressions. Pure. Follows the HCL native syntax specification.
 *  Invariant: a tree is whole or there is none; nothing is repaired. */
import { parseExpression } from "./_parse_expression.ts";
import { parseLabel } from "./_parse_template.ts";
import { accept, expect, nested, peek, read, type Reader, readerOf, shown, syntaxFault } from "./_reader.ts";
import type { HclAttribute, HclBlock, HclBody, HclSource } from "./syntax.ts";

/** A file as a tree. */
export interface HclFile extends HclSource {
  readonly body: HclBody;
}

/**
 * Reads a file. A byte order mark is passed over.
 * @param file name for positions
 * @throws ConfigError `hcl/syntax` with file, line and column, also for an argument that is given twice
 * @example parseHcl('name = "x"\n', "a.hcl").body.attributes.get("name") // { name: "name", value: … }
 */
export function parseHcl(text: string, file: string): HclFile {
  const source = { text: text.replace(/^\uFEFF/, ""), file };
  return { ...source, body: parseBody(readerOf(source, parseExpression), "end") };
}

function parseBody(reader: Reader, end: "end" | "}", open = 0): HclBody {
  const attributes = new Map<string, HclAttribute>(), blocks: HclBlock[] = [];
  for (;;) {
    if (accept(reader, "newline")) continue;
    const token = peek(reader);
    if (token.kind === end) return { attributes, blocks };
    if (token.kind === "end") throw syntaxFault(reader, { start: open }, "a block without its closing brace");
    parseItem(reader, attributes, blocks);
    if (peek(reader).kind !== "end") expect(reader, "newline", "a new line");
  }
}

function parseItem(reader: Reader, attributes: Map<string, HclAttribute>, blocks: HclBlock[]): void {
  const name = expect(reader, "name", "the name of an argument or block");
  if (!accept(reader, "=")) {
    blocks.push(nested(reader, () => parseBlock(reader, name)));
    return;
  }
  const first = attributes.get(name.text);
  if (first !== undefined) {
    throw syntaxFault(reader, name, `the argument ${name.text} is given twice`);
  }
  const value = reader.expression(reader);
  attributes.set(name.text, { name: name.text, start: name.start, end: name.end, value });
}

function parseBlock(reader: Reader, type: { readonly text: string; readonly start: number }): HclBlock {
  const labels: string[] = [];
  for (;;) {
    const token = peek(reader);
    if (token.kind === "name") labels.push(read(reader).text);
    else if (token.kind === '"') labels.push(parseLabel(reader));
    else if (token.kind === "{") break;
    else {
      const wanted = labels.length === 0 ? "=, a label or {" : "a label or {";
      throw syntaxFault(reader, token, `expected ${wanted} after ${type.text}, found ${shown(token)}`);
    }
  }
  const brace = read(reader);
  const isOneLine = !["newline", "}", "end"].includes(peek(reader).kind);
  const body = isOneLine ? parseOneArgument(reader) : parseBody(reader, "}", brace.start);
  expect(reader, "}", isOneLine ? "} behind the only argument of a block in one line" : "}");
  return { type: type.text, labels, start: type.start, end: brace.end, body };
}

function parseOneArgument(reader: Reader): HclBody {
  const attributes = new Map<string, HclAttribute>(), blocks: HclBlock[] = [];
  const { start } = peek(reader);
  parseItem(reader, attributes, blocks);
  if (blocks.length > 0) {
    throw syntaxFault(reader, { start }, "a block within a block needs a line of its own");
  }
  return { attributes, blocks };
}
