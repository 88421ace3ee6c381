/** Control characters: Unicode's category Cc. Pure. Written as ranges, because hot commands ask and the reading of a
 *  Unicode class takes a third of a millisecond. */

/** Whether a text has any of them, line ends and tabs too. */
export function hasControlCharacters(text: string): boolean {
  // deno-lint-ignore no-control-regex -- they are what is looked for
  return /[\x00-\x1F\x7F-\x9F]/.test(text);
}
