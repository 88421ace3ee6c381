/** Tidies the spaces of a YAML text. Pure. Follows config §9.4.
 *  Invariants: blank lines, comments, quotes and indentation stay; what is answered means what was there. */
import { ConfigError } from "@/base/errors.ts";
import { sameValue } from "./_edited_value.ts";
import { type SyntaxToken, tokensOf } from "./_syntax.ts";
import { parseYaml } from "./parse.ts";

/**
 * The text with one space where there were several, none at the ends of lines, and a final newline.
 * @throws Config `yaml/syntax`; `yaml/edit-refused` when its spaces cannot be changed safely
 */
export function formatYaml(text: string, { file }: { readonly file: string }): string {
  const { value } = parseYaml(text, { file, documents: "first" });
  const tokens = tokensOf(text);
  const result = finished(tokens.map((_, index) => tidied(tokens, index)).join(""));
  const isWhole = tokens.map(({ source }) => source).join("") === text;
  if (isWhole && sameValue(parseYaml(result, { file, documents: "first" }).value, value)) return result;
  throw new ConfigError("yaml/edit-refused", "the file cannot be formatted without changing what it says", {
    at: { file },
    hints: ["Nothing was changed. Format the file with an editor."],
  });
}

function finished(text: string): string {
  if (text === "" || text.endsWith("\n")) return text;
  return text + (/\r?\n/.exec(text)?.[0] ?? "\n");
}

const OPENERS = ["seq-item-ind", "explicit-key-ind", "map-value-ind"];

function tidied(tokens: readonly SyntaxToken[], index: number): string {
  const { type, source } = tokens[index] ?? { type: "", source: "" };
  if (type === "comment") return source.trimEnd();
  if (type !== "space") return source;
  const before = tokens[index - 1], next = tokens[index + 1];
  if (next === undefined || next.type === "newline") return "";
  const isIndentation = before === undefined || /\n$/.test(before.source) ||
    before.type === "byte-order-mark";
  if (isIndentation) return source;
  // What follows a dash may be the first key of a map, whose column counts.
  const isColumn = OPENERS.includes(before.type) && before.type !== "map-value-ind" &&
    !endsLine(tokens, index + 1);
  return isColumn ? source : " ";
}

/** Whether a token is the last of its line, remarks left out. */
function endsLine(tokens: readonly SyntaxToken[], index: number): boolean {
  const after = tokens.slice(index + 1, index + 3).find(({ type }) => type !== "space");
  return after === undefined || after.type === "newline" || after.type === "comment";
}
