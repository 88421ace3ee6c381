/** How texts fill columns of a terminal: width, cutting, wrapping, and making control characters harmless. Pure.
 *  Widths follow Unicode UAX 11 (wide and full-width count two) for what terminals agree on.
 *  Invariant: colours are put around texts after measuring; nothing here looks inside escape sequences. */

// East Asian wide and full-width blocks, and pictures. A text, because the reading of Unicode classes would delay every
// start of the program; most texts have no need of it.
const WIDE = String
  .raw`^(?:[\u1100-\u115F\u2E80-\u303E\u3041-\u33FF\u3400-\u4DBF\u4E00-\u9FFF\uA000-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1F64F}\u{1F680}-\u{1F6FF}\u{1F900}-\u{1F9FF}\u{20000}-\u{3FFFD}]|\p{Emoji_Presentation}|.\uFE0F)`;
const NO_WIDTH = String.raw`^[\p{Mark}\p{Cc}\p{Cf}]+$`;
const PLAIN = /^[\x20-\x7E]*$/;

/** Columns that a text takes; control characters and joiners take none. */
export function displayWidth(text: string): number {
  if (PLAIN.test(text)) return text.length;
  return graphemes(text).reduce((sum, grapheme) => sum + graphemeWidth(grapheme), 0);
}

/** Cuts a text to a width; the last column of a cut text is `…`. A width below one gives nothing. */
export function cutText(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let room = Math.floor(width) - 1;
  if (room < 0) return "";
  let kept = "";
  for (const grapheme of graphemes(text)) {
    room -= graphemeWidth(grapheme);
    if (room < 0) break;
    kept += grapheme;
  }
  return kept + "…";
}

/** Fills a text with spaces up to a width. */
export function padText(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - displayWidth(text)));
}

/**
 * Breaks a text at spaces into lines of at most `width` columns; a longer word stands alone, uncut, so that paths
 * and addresses can be copied. Line breaks in the text are kept.
 */
export function wrapText(text: string, width: number): string[] {
  return text.split("\n").flatMap((paragraph) => {
    const lines: string[] = [];
    let line = "";
    for (const word of paragraph.split(" ").filter((part) => part !== "")) {
      if (line !== "" && displayWidth(line) + 1 + displayWidth(word) > width) {
        lines.push(line);
        line = word;
      } else line = line === "" ? word : `${line} ${word}`;
    }
    return [...lines, line];
  });
}

/** Shows control characters as `\xNN` so that texts of others cannot steer the terminal; line feeds and tabs stay. */
export function harmless(text: string): string {
  // deno-lint-ignore no-control-regex -- they are what is looked for
  return text.replace(/[\x00-\x08\x0B-\x1F\x7F-\x9F\u202A-\u202E\u2066-\u2069]/g, (char) => {
    const code = char.charCodeAt(0);
    return code < 256 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16)}`;
  });
}

function graphemes(text: string): string[] {
  return Array.from(
    new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(text),
    (part) => part.segment,
  );
}

function graphemeWidth(grapheme: string): number {
  if (new RegExp(NO_WIDTH, "u").test(grapheme)) return 0;
  return new RegExp(WIDE, "u").test(grapheme) ? 2 : 1;
}
