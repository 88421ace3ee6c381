/** Flags that are lists: repeated, and with commas. Pure. Invariant: a comma in braces separates nothing. */

/** @example commaWords(["a,b", "X={{ .y }},c"]) // ["a", "b", "X={{ .y }}", "c"] */
export function commaWords(texts: readonly string[] | undefined): readonly string[] {
  const words = (texts ?? []).flatMap((text) => text.match(/(?:\{\{[^]*?\}\}|[^,])+/g) ?? []);
  return words.map((word) => word.trim()).filter((word) => word !== "");
}
