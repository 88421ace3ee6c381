/** The head of a for, in expressions and in texts. Pure. */
import { accept, expect, isWord, peek, read, type Reader, syntaxFault } from "./_reader.ts";
import type { HclLoop } from "./syntax.ts";

/** `for k, v in expression`, at its first word. @throws Config `hcl/syntax` */
export function parseLoop(reader: Reader): HclLoop {
  read(reader);
  const first = expect(reader, "name", "a name behind for").text;
  const second = accept(reader, ",") ? expect(reader, "name", "a name behind the comma").text : undefined;
  if (!isWord(reader, "in")) throw syntaxFault(reader, peek(reader), "a for without its in");
  read(reader);
  const over = reader.expression(reader);
  return { key: second === undefined ? undefined : first, value: second ?? first, over };
}
