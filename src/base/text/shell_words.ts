/** Splits a text into words as a shell does, without evaluating anything. Pure. Follows components §9.2. */

/** @example shellWords(`--a "b c" d\\ e`) // ["--a", "b c", "d e"] */
export function shellWords(text: string): readonly string[] {
  const words = text.match(/(?:[^\s"'\\]|\\[^]|"(?:[^"\\]|\\[^])*"|'[^']*')+/g) ?? [];
  return words.map((word) =>
    word.replace(
      /\\([^])|"((?:[^"\\]|\\[^])*)"|'([^']*)'/g,
      (_text, escaped, double, single) => escaped ?? single ?? String(double).replace(/\\(["\\$`])/g, "$1"),
    )
  );
}
