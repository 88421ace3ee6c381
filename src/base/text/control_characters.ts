/** Control characters: Unicode's category Cc. Pure. Compared one by one, because hot commands ask and the reading of a
 *  Unicode class takes a third of a millisecond. */

/** Whether a text has any of them, line ends and tabs too. */
export function hasControlCharacters(text: string): boolean {
  for (const char of text) if (char < " " || (char >= "\x7F" && char <= "\x9F")) return true;
  return false;
}
