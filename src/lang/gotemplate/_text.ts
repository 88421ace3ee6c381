/** Go's text functions where JavaScript's own differ: what is a blank, what is the upper case of a letter.
 *  Follows templates §3.1. */

const SPACE = "[\\t-\\r \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
const AROUND = new RegExp(`^${SPACE}+|${SPACE}+$`, "g");
const SEPARATOR = new RegExp(`^(?:(?=[\\0-\\x7f])[^0-9A-Za-z_]|${SPACE})$`);

/** The text without the blanks around it. */
export function trimSpace(text: string): string {
  return text.replace(AROUND, "");
}

/** The text in capitals; a letter whose capital is two letters stays. */
export function toUpper(text: string): string {
  return mapChars(text, (char) => char.toUpperCase());
}

/** The text in small letters. */
export function toLower(text: string): string {
  return mapChars(text, (char) => char.toLowerCase());
}

/** The text with a capital at the start of each word. Words begin after what is neither letter, digit nor `_`. */
export function toTitle(text: string): string {
  let isStart = true;
  return mapChars(text, (char) => {
    const result = isStart ? char.toUpperCase() : char;
    isStart = SEPARATOR.test(char);
    return result;
  });
}

function mapChars(text: string, map: (char: string) => string): string {
  let result = "";
  for (const char of text) {
    const mapped = map(char);
    result += Array.from(mapped).length === 1 ? mapped : char;
  }
  return result;
}
