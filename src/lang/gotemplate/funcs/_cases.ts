/** Words and letter cases, as the Go libraries behind sprig see them (xstrings, goutils). Pure.
 *  Follows templates §3.1 (Strings). */
import { toLower, toUpper } from "../_text.ts";

const isUpper = (char: string) => /\p{Lu}/u.test(char);
const isLower = (char: string) => /\p{Ll}/u.test(char);
const isDigit = (char: string) => /\p{Nd}/u.test(char);
const isLetter = (char: string) => /\p{L}/u.test(char);
const isBlank = (char: string) => /\s/u.test(char);

/** The first letter of every word small. */
export function untitle(text: string): string {
  return text.replace(/(^|\s)(\S)/gu, (_all, before, char) => before + toLower(char));
}

/** The first letters of all words. */
export function initials(text: string): string {
  return (text.match(/(?<=^|\s)\S/gu) ?? []).join("");
}

/** Large letters small and the other way round; a small one at the beginning of a word becomes a title letter. */
export function swapCase(text: string): string {
  return Array.from(text, (char) => isUpper(char) ? toLower(char) : isLower(char) ? toUpper(char) : char)
    .join("");
}

/** `camelCase`, `HTTPServer`, `some words` → words with `_` between them, small. */
export function snakeCase(text: string): string {
  return connected(text, "_");
}

/** The same with `-`. */
export function kebabCase(text: string): string {
  return connected(text, "-");
}

/** Where one word ends and the next begins. */
function connected(text: string, connector: string): string {
  const chars = Array.from(text);
  let result = "", pending = false;
  for (const [index, char] of chars.entries()) {
    if (/[-_\s]/u.test(char)) {
      if (result === "" || pending) result += index === 0 || result === "" ? connector : "";
      pending = result !== "" && !result.endsWith(connector);
      continue;
    }
    if (pending || begins(chars, index)) {
      if (result !== "" && !result.endsWith(connector)) result += connector;
    }
    pending = false;
    result += toLower(char);
  }
  return pending ? result + connector : result;
}

function begins(chars: readonly string[], index: number): boolean {
  const char = chars[index] ?? "", before = chars[index - 1] ?? "", after = chars[index + 1] ?? "";
  if (index === 0) return false;
  if (isUpper(char)) {
    return isLower(before) || isDigit(before) || (isUpper(before) && isLower(after)) ||
      (!isLetter(before) && !/[-_\s]/u.test(before));
  }
  return false;
}

/** Words with `_`, `-` or blanks between them → `SomeWords`. */
export function camelCase(text: string): string {
  const leading = /^[-_\s]*/u.exec(text)?.[0] ?? "";
  const words = text.slice(leading.length).split(/[-_\s]+/u).filter((word) => word !== "");
  return leading + words.map((word) => {
    const [first = "", ...rest] = Array.from(word);
    return toUpper(first) + toLower(rest.join(""));
  }).join("");
}

/** Lines of at most `width` characters. */
export function wrapped(
  text: string,
  width: number,
  { separator, isLongWordsKept }: { readonly separator: string; readonly isLongWordsKept: boolean },
): string {
  const most = Math.max(1, width), chars = Array.from(text);
  const lines: string[] = [];
  let at = 0;
  while (chars.length - at > most) {
    if (isBlank(chars[at] ?? "") && chars[at] === " ") {
      at++;
      continue;
    }
    const space = chars.slice(at, at + most + 1).lastIndexOf(" ");
    if (space >= 0) {
      lines.push(chars.slice(at, at + space).join(""));
      at += space + 1;
    } else if (isLongWordsKept) {
      lines.push(chars.slice(at, at + most).join(""));
      at += most;
    } else {
      const next = chars.indexOf(" ", at + most);
      if (next < 0) break;
      lines.push(chars.slice(at, next).join(""));
      at = next + 1;
    }
  }
  return [...lines, chars.slice(at).join("")].join(separator);
}
