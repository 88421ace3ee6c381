/** The words of an expression. Pure. */
import { badSyntax } from "./_syntax.ts";

/** A word: `name` also for keywords, `field` for `.name`, `text` with its raw content. */
export interface Token {
  readonly kind: "name" | "field" | "text" | "number" | "variable" | "sign" | "end";
  readonly text: string;
  readonly at: number;
}

const WORD = "[A-Za-z_@][\\w-]*";
const RULES: readonly (readonly [Token["kind"] | "blank", RegExp])[] = [
  ["blank", /(?:\s+|#[^\n]*)/y],
  ["number", /\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/y],
  ["text", /"(?:[^"\\]|\\.)*"/sy],
  ["variable", new RegExp(`\\$${WORD}`, "y")],
  ["sign", /\.\.\.?/y],
  ["field", /\.(?:[A-Za-z_][\w-]*|"(?:[^"\\]|\\.)*")/sy],
  ["name", new RegExp(WORD, "y")],
  ["sign", /\|=|\/\/=?|==|!=|<=|>=|[-+*/]=|[-.[\](){}|,:;<>+*/%=?]/y],
];

/** Every word, the end last. @throws Config `query/syntax` */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length;) {
    const found = RULES.flatMap(([kind, rule]) => {
      rule.lastIndex = at;
      const match = rule.exec(text)?.[0];
      return match === undefined ? [] : [{ kind, match }];
    })[0];
    if (found === undefined) throw badSyntax(text, at, `${JSON.stringify(text[at])} means nothing here`);
    const { kind, match } = found;
    if (kind !== "blank") {
      tokens.push({ kind, text: kind === "field" || kind === "variable" ? match.slice(1) : match, at });
    }
    at += match.length;
  }
  return [...tokens, { kind: "end", text: "the end", at: text.length }];
}
