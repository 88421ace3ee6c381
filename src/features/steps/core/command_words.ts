/** Splits the command of an `atmos` step into words as a shell does, without running anything. Pure. Follows workflows §11.1.
 *  Invariants: quotes, backslashes, variables, `~` and braces mean what they mean in a shell; everything else is text. */

/** What is wrong with a command. */
export class OpenQuoteError extends Error {}

interface Piece {
  readonly text: string;
  /** Whether it stood in quotes. */
  readonly isQuoted: boolean;
}

/**
 * @param env what variables mean; one that is not set is empty
 * @throws OpenQuoteError
 * @example commandWords(`plan vpc -var "a=$X"`, { X: "1" }) // ["plan", "vpc", "-var", "a=1"]
 */
export function commandWords(command: string, env: Readonly<Record<string, string>>): readonly string[] {
  const words: string[] = [];
  for (const pieces of split(command, env)) words.push(...braced(pieces));
  return words.map((word) => word.replaceAll(LITERAL_BRACE, "{").replaceAll(LITERAL_COMMA, ","));
}

/** Stand for characters in quotes that no brace may see. */
const [LITERAL_BRACE, LITERAL_COMMA] = ["\uE0B1", "\uE0B2"];

function split(command: string, env: Readonly<Record<string, string>>): readonly (readonly Piece[])[] {
  const words: Piece[][] = [];
  let word: Piece[] | undefined;
  const add = (text: string, isQuoted: boolean) => void (word ??= []).push({ text, isQuoted });
  for (let at = 0; at < command.length;) {
    const rest = command.slice(at), char = command[at] ?? "";
    if (/\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
      at++;
    } else if (char === "'" || char === '"') {
      const body = (char === "'" ? /^'([^']*)'/ : /^"((?:[^"\\]|\\[^])*)"/).exec(rest);
      if (body === null) throw new OpenQuoteError(`a quote is not closed: ${rest}`);
      add(char === "'" ? body[1] ?? "" : withVariables(body[1] ?? "", env), true);
      at += body[0].length;
    } else if (char === "\\" && at + 1 < command.length) {
      add(command[at + 1] ?? "", true);
      at += 2;
    } else if (char === "~" && word === undefined && /^~(?:[/\s]|$)/.test(rest)) {
      add(env["HOME"] ?? "~", true);
      at++;
    } else if (char === "$" && VARIABLE.test(rest)) {
      const [text = ""] = VARIABLE.exec(rest) ?? [];
      const value = valueOf(text, env);
      // A value without quotes is split into words, as a shell does.
      const parts = value.split(/\s+/);
      parts.forEach((part, index) => {
        if (index > 0) {
          if (word !== undefined) words.push(word);
          word = undefined;
        }
        if (part !== "") add(part, true);
      });
      at += text.length;
    } else {
      const [text = char] = /^[^\s'"\\$~]+/.exec(rest) ?? [];
      add(text, false);
      at += text.length;
    }
  }
  if (word !== undefined) words.push(word);
  return words;
}

const VARIABLE = /^\$(?:[A-Za-z_]\w*|\{[A-Za-z_]\w*(?:(?::?-|%|#)[^}]*)?\})/;

function valueOf(text: string, env: Readonly<Record<string, string>>): string {
  const [, plain, braced, sign = "", word = ""] =
    /^\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?:(:?-|%|#)([^}]*))?\})$/.exec(text) ?? [];
  const value = env[plain ?? braced ?? ""];
  if (sign === "%") return value?.endsWith(word) ? value.slice(0, value.length - word.length) : value ?? "";
  if (sign === "#") return value?.startsWith(word) ? value.slice(word.length) : value ?? "";
  const isMissing = value === undefined || (sign === ":-" && value === "");
  return isMissing ? word : value;
}

function withVariables(text: string, env: Readonly<Record<string, string>>): string {
  return text.replace(
    /\\([\\"$`])|\$(?:[A-Za-z_]\w*|\{[A-Za-z_]\w*(?:(?::?-|%|#)[^}]*)?\})/g,
    (found, escaped) => escaped ?? valueOf(found, env),
  );
}

function braced(pieces: readonly Piece[]): readonly string[] {
  const text = pieces.map((piece) =>
    piece.isQuoted ? piece.text.replaceAll("{", LITERAL_BRACE).replaceAll(",", LITERAL_COMMA) : piece.text
  ).join("");
  return expanded(text);
}

/** `a{b,c}` is `ab` and `ac`; braces without a comma are text. */
function expanded(text: string): readonly string[] {
  const found = /^([^]*?)\{([^{}]*,[^{}]*)\}([^]*)$/.exec(text);
  if (found === null) return [text];
  const [, before = "", middle = "", after = ""] = found;
  return middle.split(",").flatMap((part) => expanded(before + part + after));
}
